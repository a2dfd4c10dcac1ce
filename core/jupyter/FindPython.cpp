// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"
#include "base/Log.h"
#include "jupyter/LocalServer.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>
#include <QStandardPaths>
#include <QStringList>
#include <QTimer>
#include <QVersionNumber>
#include <chrono>
#include <optional>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {
constexpr std::chrono::seconds kProbeLimit(20);
const QVersionNumber kOldestServer(1, 23);
constexpr const char* kProbe =
    "import json,sys\n"
    "from importlib.metadata import version\n"
    "print(json.dumps([version('jupyter_server'),version('ipykernel')]))\n";

void addIfProgram(QStringList& list, const QString& path) {
  const QFileInfo file(path);
  if (!file.isFile() || !file.isExecutable()) return;
  const QString absolute = file.absoluteFilePath();  // not canonical: a venv's interpreter is a link
  if (!list.contains(absolute)) list.append(absolute);
}

QStringList candidates(const QString& chosen) {
  QStringList list;
  if (!chosen.isEmpty()) {
    addIfProgram(list, chosen.contains(u'/') ? chosen : QStandardPaths::findExecutable(chosen));
    return list;  // what the user chose is not second-guessed
  }
  for (const char* variable : {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
    const QString folder = qEnvironmentVariable(variable);
    if (!folder.isEmpty()) addIfProgram(list, folder + u"/bin/python3"_s);
  }
  // Every one on PATH: version managers often put an interpreter without Jupyter before the system's.
  for (const QString& folder : qEnvironmentVariable("PATH").split(QDir::listSeparator(), Qt::SkipEmptyParts)) {
    addIfProgram(list, folder + u"/python3"_s);
  }
  addIfProgram(list, u"/usr/bin/python3"_s);
  addIfProgram(list, QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                         u"/colab-controller/python/bin/python3"_s);
  return list;
}

qint64 modified(const QString& path) {
  return QFileInfo(path).lastModified().toMSecsSinceEpoch();
}

// One search: candidates one after the other, each a short process. Deletes itself after the answer.
class Search : public QObject {
public:
  Search(Promise<PythonEnvironment> promise, const QString& chosen, QString cacheFile)
      : m_promise(std::move(promise)), m_cacheFile(std::move(cacheFile)), m_candidates(candidates(chosen)) {
    if (m_candidates.isEmpty() && !chosen.isEmpty()) m_tried.append(chosen + u": not an executable file"_s);
    readCache();
    m_promise.onCancel([guard = QPointer<Search>(this)] {
      if (guard) guard->deleteLater();
    });
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { m_process->kill(); });
    next();
  }

private:
  void readCache() {
    QFile file(m_cacheFile);
    if (m_cacheFile.isEmpty() || !file.open(QIODevice::ReadOnly)) return;
    if (Result<Json> json = parseJson(file.read(1 << 20)); json.ok() && json->is_object()) m_cache = *std::move(json);
  }

  void next() {
    if (m_candidates.isEmpty()) {
      const Error missing{.code = ErrorCode::JupyterMissing, .params = {{u"tried"_s, m_tried.join(u"; "_s)}}};
      m_promise.resolve(m_tooOld.value_or(missing));
      deleteLater();
      return;
    }
    m_python = m_candidates.takeFirst();
    const Json& known = at(m_cache, m_python.toUtf8().constData());
    if (known.is_object() && intAt(known, "modified") == modified(m_python)) {
      answer(stringAt(known, "server"), stringAt(known, "kernel"));
      return;
    }
    probe();
  }

  void probe() {
    m_process = new QProcess(this);
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
      if (error == QProcess::FailedToStart) finishedWith(u"cannot be started"_s);
    });
    connect(m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
      if (status != QProcess::NormalExit || code != 0) {
        const QString said = QString::fromUtf8(m_process->readAllStandardError()).trimmed();
        finishedWith(said.section(u'\n', -1).right(200));
        return;
      }
      read(m_process->readAllStandardOutput());
    });
    m_limit.start(kProbeLimit);
    m_process->start(m_python, {u"-c"_s, QString::fromLatin1(kProbe)});
  }

  void read(const QByteArray& output) {
    const Result<Json> versions = parseJson(output.trimmed());
    if (!versions || !versions->is_array() || versions->size() != 2 || !(*versions)[0].is_string() ||
        !(*versions)[1].is_string()) {
      finishedWith(u"gave no versions"_s);
      return;
    }
    const QString server = fromStd((*versions)[0]), kernel = fromStd((*versions)[1]);
    m_cache[toStd(m_python)] = {{"modified", modified(m_python)}, {"server", toStd(server)}, {"kernel", toStd(kernel)}};
    QSaveFile file(m_cacheFile);
    if (!m_cacheFile.isEmpty()) {
      QDir().mkpath(QFileInfo(m_cacheFile).path());
      if (!file.open(QIODevice::WriteOnly) || file.write(dumpJson(m_cache)) < 0 || !file.commit()) {
        qCWarning(lcJupyter).noquote() << "cannot write" << m_cacheFile << file.errorString();
      }
    }
    answer(server, kernel);
  }

  void finishedWith(const QString& problem) {
    m_limit.stop();
    if (m_process) m_process->disconnect(this);
    if (m_process) m_process->deleteLater();
    m_process = nullptr;
    m_tried.append(m_python + u": "_s + problem);
    next();
  }

  void answer(const QString& server, const QString& kernel) {
    m_limit.stop();
    if (QVersionNumber::fromString(server) < kOldestServer) {
      if (!m_tooOld) {
        m_tooOld = Error{.code = ErrorCode::ServerTooOld, .params = {{u"version"_s, server}, {u"python"_s, m_python}}};
      }
      finishedWith(u"its jupyter_server is %1"_s.arg(server));
      return;
    }
    m_promise.resolve(PythonEnvironment{.python = m_python, .serverVersion = server, .kernelVersion = kernel});
    deleteLater();
  }

  Promise<PythonEnvironment> m_promise;
  QString m_cacheFile, m_python;
  QStringList m_candidates, m_tried;
  Json m_cache = Json::object();
  std::optional<Error> m_tooOld;
  QProcess* m_process = nullptr;
  QTimer m_limit;
};
}  // namespace

Call findPython(const QString& chosen, const QString& cacheFile, QObject* context, Reply<PythonEnvironment> reply) {
  Promise<PythonEnvironment> promise(context, std::move(reply));
  auto* search = new Search(promise, chosen, cacheFile);
  search->setParent(context);
  return promise.call();
}

}  // namespace cc::jupyter
