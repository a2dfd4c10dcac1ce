// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/ServerFiles.h"

#include "base/Ids.h"
#include "base/Json.h"
#include "base/Redactor.h"
#include "base/WriteError.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#endif

using namespace Qt::StringLiterals;

static void initServerPython() {
  Q_INIT_RESOURCE(server_python);
}

namespace cc::jupyter {

namespace {
constexpr qint64 kLogLimit = 1 << 20;
constexpr qint64 kLogTail = 4'000;

Status writePrivately(const QString& path, const QByteArray& bytes) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
      file.write(bytes) != bytes.size() || !file.commit()) {
    return writeError(file);
  }
  return done();
}

QByteArray launcherSource() {
  initServerPython();
  QFile file(u":/jupyter/server/serve.py"_s);
  if (!file.open(QIODevice::ReadOnly)) qFatal("resource serve.py is missing");
  return file.readAll();
}
}  // namespace

QString ServerFiles::runtimeFolder() const {
  return m_folder + u"/runtime"_s;
}
QString ServerFiles::logFile() const {
  return m_folder + u"/server.log"_s;
}
QString ServerFiles::launcher() const {
  return m_folder + u"/serve.py"_s;
}

Status ServerFiles::prepare() const {
  const QFileDevice::Permissions owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
  if (!QDir().mkpath(runtimeFolder()) || !QFile::setPermissions(m_folder, owner)) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, runtimeFolder()}}};
  }
  if (token().isEmpty()) CC_CHECK(writePrivately(m_folder + u"/token"_s, newSecret().toLatin1()));
  const QByteArray source = launcherSource();
  QFile placed(launcher());
  if (!placed.open(QIODevice::ReadOnly) || placed.readAll() != source) {
    placed.close();
    CC_CHECK(writePrivately(launcher(), source));
  }
  if (QFileInfo(logFile()).size() > kLogLimit) QFile::remove(logFile());
  QFile log(logFile());
  if (!log.open(QIODevice::WriteOnly | QIODevice::Append) ||
      !log.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
    return writeError(log);
  }
  return done();
}

QString ServerFiles::token() const {
  QFile file(m_folder + u"/token"_s);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QString token = QString::fromLatin1(file.read(256).trimmed());
  Redactor::remember(token);
  return token;
}

bool ServerFiles::isLocked() const {
#ifdef Q_OS_UNIX
  const int fd = ::open(QFile::encodeName(m_folder + u"/server.lock"_s).constData(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return false;
  const bool taken = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(fd);
  return taken;
#else
  return info().has_value();
#endif
}

std::optional<ServerInfo> ServerFiles::info() const {
  const QDir runtime(runtimeFolder());
  for (const QString& name : runtime.entryList({u"jpserver-*.json"_s}, QDir::Files)) {
    QFile file(runtime.filePath(name));
    if (!file.open(QIODevice::ReadOnly)) continue;
    const Result<Json> json = parseJson(file.read(64 * 1024));
    if (!json) continue;
    ServerInfo info{.pid = intAt(*json, "pid"),
                    .port = static_cast<int>(intAt(*json, "port")),
                    .baseUrl = stringAt(*json, "base_url", u"/"_s),
                    .version = stringAt(*json, "version")};
    if (info.pid > 0 && info.port > 0 && info.port < 65536 && isAlive(info.pid)) return info;
  }
  return std::nullopt;
}

void ServerFiles::forget(qint64 pid) const {
  QFile::remove(runtimeFolder() + u"/jpserver-%1.json"_s.arg(pid));
}

QString ServerFiles::endOfLog() const {
  QFile file(logFile());
  if (!file.open(QIODevice::ReadOnly)) return {};
  file.seek(qMax<qint64>(0, file.size() - kLogTail));
  return Redactor::redact(QString::fromUtf8(file.readAll()).trimmed());
}

bool ServerFiles::isAlive(qint64 pid) {
#ifdef Q_OS_UNIX
  if (::kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH) return false;
  QFile stat(u"/proc/%1/stat"_s.arg(pid));
  if (!stat.open(QIODevice::ReadOnly)) return true;
  const QByteArray text = stat.readAll();
  return !text.mid(text.lastIndexOf(')') + 2).startsWith('Z');
#else
  Q_UNUSED(pid);
  return true;
#endif
}

}  // namespace cc::jupyter
