// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cc {

namespace {

// sun_path holds 108 bytes on Linux, 104 on macOS; Qt first binds in a temporary folder beside the final name.
constexpr qsizetype kLongestSocketPath = 88;

QString below(QStandardPaths::StandardLocation location) {
  return QStandardPaths::writableLocation(location) + u"/colab-controller"_s;
}

QString stateFolder() {
  const QString fromXdg = qEnvironmentVariable("XDG_STATE_HOME");
  if (QDir::isAbsolutePath(fromXdg)) return QDir::cleanPath(fromXdg) + u"/colab-controller"_s;
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
  return below(QStandardPaths::GenericDataLocation) + u"/state"_s;
#else
  return QDir::homePath() + u"/.local/state/colab-controller"_s;
#endif
}

// One name per data folder, whatever path leads to it.
QString shortName(const QString& data) {
  const QString canonical = QFileInfo(data).canonicalFilePath();
  const QByteArray hash =
      QCryptographicHash::hash((canonical.isEmpty() ? data : canonical).toUtf8(), QCryptographicHash::Sha256);
  return QString::fromLatin1(hash.toHex().first(16));
}

}  // namespace

Paths Paths::fromEnvironment() {
  Paths paths;
  const QString home = qEnvironmentVariable("COLAB_CONTROLLER_HOME");
  if (!home.isEmpty()) {
    const QString root = QDir::cleanPath(QDir(home).absolutePath());
    paths.config = root + u"/config"_s;
    paths.data = root + u"/data"_s;
    paths.state = root + u"/state"_s;
    paths.cache = root + u"/cache"_s;
  } else {
    paths.config = below(QStandardPaths::GenericConfigLocation);
    paths.data = below(QStandardPaths::GenericDataLocation);
    paths.state = stateFolder();
    paths.cache = below(QStandardPaths::GenericCacheLocation);
  }
  paths.configFile = paths.config + u"/execution_config.yaml"_s;
  return paths;
}

QString Paths::jobsDatabase() const {
  return data + u"/jobs.sqlite"_s;
}

QString Paths::samplesDatabase() const {
  return data + u"/samples.sqlite"_s;
}

QString Paths::accountsFile() const {
  return data + u"/accounts.json"_s;
}
QString Paths::historyFile() const {
  return data + u"/logs/execution_history.jsonl"_s;
}

QString Paths::logFile() const {
  return state + u"/log/engine.log"_s;
}

QString Paths::engineLock() const {
  return data + u"/engine.lock"_s;
}

QString Paths::engineSocket() const {
#ifdef Q_OS_UNIX
  const QString inData = data + u"/engine.sock"_s;
  if (QFile::encodeName(inData).size() <= kLongestSocketPath) return inData;
  // Not below XDG_RUNTIME_DIR: a process without it (cron, sudo) must find the same engine.
  return u"/tmp/colab-controller-%1/%2.sock"_s.arg(QString::number(getuid()), shortName(data));
#else
  return u"colab-controller-"_s + shortName(data);
#endif
}

QString Paths::localRuntimeRoot() const {
  return data + u"/runtimes/local"_s;
}

QString Paths::defaultResults() const {
  if (!qEnvironmentVariableIsEmpty("COLAB_CONTROLLER_HOME")) return data + u"/results"_s;
  return QDir::homePath() + u"/ColabController"_s;
}

}  // namespace cc
