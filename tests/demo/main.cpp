// SPDX-License-Identifier: GPL-3.0-or-later
// The window over the demo engine: to look at it, or, with --shot, to take its picture and end.
#include "DemoEngine.h"
#include "ui/jobs/JobDetailPane.h"
#include "ui/jobs/JobTableView.h"
#include "ui/look/Dialogs.h"
#include "ui/look/Theme.h"
#include "ui/main/MainWindow.h"
#include "ui/parameters/LaunchDialog.h"
#include "ui/settings/Preferences.h"
#include "ui/settings/WindowState.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDateTime>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace {

struct Options {
  QString shot, scene, language;
  QSize size;
  int tab = 0;
  bool dark = false;
};

Options parse(const QApplication& app) {
  QCommandLineParser parser;
  parser.addHelpOption();
  parser.addOptions(
      {{u"shot"_s, u"Save a picture and end."_s, u"file"_s},
       {u"scene"_s,
        u"main, failed, empty, launch, launch-limits, server, account, account-add, account-wait, account-done, doctor or preferences."_s,
        u"scene"_s, u"main"_s},
       {u"language"_s, u"en or fr."_s, u"language"_s, u"en"_s},
       {u"size"_s, u"Of the window."_s, u"WxH"_s, u"1280x820"_s},
       {u"tab"_s, u"Of the details, from 0."_s, u"number"_s, u"0"_s},
       {u"dark"_s, u"Dark colours."_s}});
  parser.process(app);
  const QStringList size = parser.value(u"size"_s).split(u'x');
  return {parser.value(u"shot"_s),        parser.value(u"scene"_s),
          parser.value(u"language"_s),    QSize(size.value(0).toInt(), size.value(1).toInt()),
          parser.value(u"tab"_s).toInt(), parser.isSet(u"dark"_s)};
}

QWidget* openScene(const Options& options, cc::ui::MainWindow& window) {
  const QString action = options.scene == u"server"_s             ? u"addServerAction"_s
                         : options.scene.startsWith(u"account"_s) ? u"accountsAction"_s
                         : options.scene == u"doctor"_s           ? u"doctorAction"_s
                         : options.scene == u"preferences"_s      ? u"preferencesAction"_s
                                                                  : QString();
  if (!action.isEmpty()) window.findChild<QAction*>(action)->trigger();
  const auto click = [&window](const QString& name) {
    for (auto* button : window.findChildren<QPushButton*>(name)) button->click();
  };
  if (options.scene == u"account-add"_s || options.scene == u"account-wait"_s) {
    QTimer::singleShot(100, &window, [click] { click(u"addAccountButton"_s); });
  }
  if (options.scene == u"account-wait"_s) {
    QTimer::singleShot(200, &window, [click] { click(u"continueSignInButton"_s); });
  }
  if (options.scene.startsWith(u"launch"_s)) {
    window.launch({u"/home/ada/notebooks/panlang_hillclimbing.ipynb"_s});
  }
  if (options.scene == u"launch-limits"_s) {
    QTimer::singleShot(200, &window, [&window] {
      for (auto* more : window.findChildren<QToolButton*>(u"moreOptionsButton"_s)) more->click();
      for (auto* area : window.findChildren<QScrollArea*>()) {
        if (area->window() != &window) {
          QTimer::singleShot(200, area,
                             [area] { area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum()); });
        }
      }
    });
  }
  return &window;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QApplication::setApplicationName(u"colab-demo"_s);
  QApplication::setApplicationVersion(u"0.1.0"_s);
  const Options options = parse(app);
  QLocale::setDefault(QLocale(options.language));
  QTranslator translator;
  if (translator.load(u":/i18n/colab_%1.qm"_s.arg(options.language))) QApplication::installTranslator(&translator);
  QTemporaryDir folder;
  cc::ui::WindowState state(folder.filePath(u"window.ini"_s));
  cc::ui::Preferences preferences(state);
  preferences.setNotebookFolder(QString::fromLocal8Bit(qgetenv("CC_DEMO_NOTEBOOKS")));
  state.setValue(u"detail/tab"_s, options.tab);
  cc::ui::Theme theme(app);
  theme.setScheme(options.dark ? cc::ui::ColorScheme::Dark : cc::ui::ColorScheme::Light);
  cc::ui::DesktopDialogs dialogs;
  auto engine = options.scene == u"empty"_s ? std::make_unique<cc::test::ScriptedEngine>()
                                            : cc::demo::makeDemoEngine(QDateTime::currentMSecsSinceEpoch());
  const QString notebook = u"/home/ada/notebooks/panlang_hillclimbing.ipynb"_s;
  engine->inspections.insert(notebook, cc::demo::demoInspection(notebook));
  cc::ui::MainWindow window({state, preferences, dialogs, notebook});
  window.resize(options.size);
  window.attachEngine(engine.get(), cc::ui::EngineState::Hosted);
  QObject::connect(&window, &cc::ui::MainWindow::quitConfirmed, &app, &QApplication::quit);
  window.show();
  QTimer::singleShot(300, &window, [&] {
    if (options.scene == u"failed"_s) window.selectJob(u"01kdemo08xvq8t2n4c6w9rz"_s);
    openScene(options, window);
  });
  if (options.scene == u"account-done"_s) {
    QTimer::singleShot(500, &window,
                       [&window] { window.findChildren<QPushButton*>(u"allowStorageButton"_s).value(0)->click(); });
    QTimer::singleShot(700, &window, [&engine] {
      engine->endSignIn(cc::test::ScriptedEngine::account(u"ada.lovelace@gmail.com"_s, {u"storage"_s}));
    });
  }
  if (!options.shot.isEmpty()) {
    QTimer::singleShot(1500, &window, [&] {
      QWidget* shown = &window;
      for (QWidget* top : QApplication::topLevelWidgets()) {
        if (top != &window && top->isVisible() && qobject_cast<QDialog*>(top)) shown = top;
      }
      QApplication::exit(shown->grab().save(options.shot) ? 0 : 1);
    });
  }
  return QApplication::exec();
}
