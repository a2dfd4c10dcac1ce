// SPDX-License-Identifier: GPL-3.0-or-later
#include "DesktopApp.h"
#include "base/Config.h"
#include "base/Log.h"
#include "base/Paths.h"
#include "base/SignalWatcher.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace {

QString sampleNotebook() {
  const QStringList folders{QStringLiteral(CC_DATADIR "/colab-controller/templates"),
                            QCoreApplication::applicationDirPath() + u"/../share/colab-controller/templates"_s,
                            QStringLiteral(CC_TEMPLATES)};
  for (const QString& folder : folders) {
    const QString file = folder + u"/sample.ipynb"_s;
    if (QFileInfo::exists(file)) return QFileInfo(file).canonicalFilePath();
  }
  return {};
}

struct Arguments {
  QString dataDir, config;
  QStringList notebooks;
};

Arguments parseArguments(const QApplication& app) {
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QCoreApplication::translate("main", "Queues and runs notebooks, and keeps every result."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption dataDir(u"data-dir"_s, QCoreApplication::translate("main", "Folder of jobs and runtimes."),
                                   u"dir"_s);
  const QCommandLineOption config(u"config"_s, QCoreApplication::translate("main", "Configuration file."), u"file"_s);
  parser.addOptions({dataDir, config});
  parser.addPositionalArgument(u"notebooks"_s, QCoreApplication::translate("main", "Notebooks or folders to run."),
                               u"[notebooks...]"_s);
  parser.process(app);
  return {parser.value(dataDir), parser.value(config), parser.positionalArguments()};
}

}  // namespace

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QApplication::setApplicationName(u"colab-controller"_s);
  QApplication::setApplicationDisplayName(u"Colab Controller"_s);
  QApplication::setApplicationVersion(QStringLiteral(CC_VERSION));
  QApplication::setDesktopFileName(u"colab-controller"_s);
  QApplication::setQuitOnLastWindowClosed(false);
  const Arguments arguments = parseArguments(app);

  cc::Paths paths = cc::Paths::fromEnvironment();
  if (!arguments.dataDir.isEmpty()) paths.data = QDir(arguments.dataDir).absolutePath();
  if (!arguments.config.isEmpty()) {
    paths.configFile = QFileInfo(arguments.config).absoluteFilePath();
    paths.config = QFileInfo(paths.configFile).path();
  }
  QDir().mkpath(paths.state);
  cc::app::DesktopApp desktop(app, paths, sampleNotebook());
  // The end of a session, or a service manager's: in order, without a question.
  cc::SignalWatcher signals;
  QObject::connect(&signals, &cc::SignalWatcher::interrupted, &desktop, &cc::app::DesktopApp::quit);
  auto config = cc::Config::load(paths.configFile, paths.defaultResults());
  if (config) {
    cc::installLog(paths.logFile(), config->logLevel, true);
    desktop.start({.paths = paths, .config = *config}, arguments.notebooks);
  } else {
    cc::installLog(paths.logFile(), u"info"_s, true);
    desktop.startFailed(config.error());
  }
  return QApplication::exec();
}
