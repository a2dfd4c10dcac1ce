// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Log.h"
#include "colabq/CommandLine.h"
#include "colabq/Session.h"
#include "colabq/SignalWatcher.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <clocale>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::app;

namespace {

Paths pathsFor(const Options& options) {
  Paths paths = Paths::fromEnvironment();
  if (!options.dataDir.isEmpty()) paths.data = QDir::cleanPath(QFileInfo(options.dataDir).absoluteFilePath());
  if (!options.configFile.isEmpty()) {
    paths.configFile = QDir::cleanPath(QFileInfo(options.configFile).absoluteFilePath());
    paths.config = QFileInfo(paths.configFile).absolutePath();
  }
  return paths;
}

} // namespace

int main(int argc, char** argv) {
  auto parsed = parseCommandLine(argc, argv);
  if (!parsed.ok()) {
    Terminal(wantsJson(argc, argv)).error(parsed.error());
    return exitCodeFor(parsed.error());
  }
  if (const auto* answer = std::get_if<Answer>(&*parsed)) {
    Terminal(false).out(answer->text);
    return 0;
  }
  const Options options = std::get<Options>(std::move(*parsed));
  QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(u"colabq"_s);
  std::setlocale(LC_NUMERIC, "C");
  installLog({}, options.verbose ? u"debug"_s : u"warning"_s, options.verbose);
  Terminal terminal(options.json);
  Session session(options, pathsFor(options), terminal);
  SignalWatcher watcher;
  QObject::connect(&watcher, &SignalWatcher::interrupted, &session, &Session::interrupt);
  QObject::connect(&session, &Session::ended, &application, [](int exitCode) { QCoreApplication::exit(exitCode); }, Qt::QueuedConnection);
  QMetaObject::invokeMethod(&session, &Session::start, Qt::QueuedConnection);
  return QCoreApplication::exec();
}
