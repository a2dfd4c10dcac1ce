// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Config.h"
#include "base/Log.h"
#include "base/SignalWatcher.h"
#include "colabq/CommandLine.h"
#include "colabq/Session.h"

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

// Zero retries may be meant: only the command line knows whether the number was given.
Status takeDefaults(Options& options, const Paths& paths) {
  if (options.retriesGiven || (options.verb != u"run"_s && options.verb != u"submit"_s)) return done();
  CC_TRY(const Config config, Config::load(paths.configFile, paths.defaultResults()));
  options.spec.retries = config.retries;
  return done();
}

}  // namespace

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
  Options options = std::get<Options>(std::move(*parsed));
  QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(u"colabq"_s);
  std::setlocale(LC_NUMERIC, "C");
  installLog({}, options.verbose ? u"debug"_s : u"warning"_s, options.verbose);
  Terminal terminal(options.json);
  const Paths paths = pathsFor(options);
  if (Status configured = takeDefaults(options, paths); !configured.ok()) {
    terminal.error(configured.error());
    return exitCodeFor(configured.error());
  }
  Session session(options, paths, terminal);
  SignalWatcher watcher;
  QObject::connect(&watcher, &SignalWatcher::interrupted, &session, &Session::interrupt);
  QObject::connect(
      &session, &Session::ended, &application, [](int exitCode) { QCoreApplication::exit(exitCode); },
      Qt::QueuedConnection);
  QMetaObject::invokeMethod(&session, &Session::start, Qt::QueuedConnection);
  return QCoreApplication::exec();
}
