// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every window in every language: it fits a small screen, its words are whole, its controls have names.
#include "ui/look/CalmStyle.h"
#include "ui/main/MainWindow.h"
#include "ui/settings/Preferences.h"
#include "ui/settings/WindowState.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using engine::JobState;
using notebook::ParameterType;

namespace {

const QSize kSmallScreen(1280, 800);
constexpr int kFrame = 30;  // title and borders that the desktop adds

struct DialogFitTest : testing::TestWithParam<std::string> {
  QTranslator translator;
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  Preferences preferences{state};
  test::FakeDialogs dialogs;
  test::ScriptedEngine engine;
  std::unique_ptr<MainWindow> window;

  void SetUp() override {
    QApplication::setStyle(new CalmStyle);
    ASSERT_TRUE(translator.load(u":/i18n/colab_%1.qm"_s.arg(QString::fromStdString(GetParam()))));
    QApplication::installTranslator(&translator);
    preferences.setNotebookFolder(folder.path());
    const QString notebook = u"/n/a.ipynb"_s;
    engine::NotebookInspection inspection{.path = notebook, .codeCells = 3};
    for (const auto& [name, type, value] :
         {std::tuple{u"epochs"_s, ParameterType::Int, Json(10)}, std::tuple{u"lr"_s, ParameterType::Float, Json(0.1)},
          std::tuple{u"a_name_longer_than_any_that_fits_beside_its_editor"_s, ParameterType::String, Json("x")},
          std::tuple{u"fast"_s, ParameterType::Bool, Json(true)}}) {
      inspection.parameters.push_back({.name = name, .type = type, .value = value});
    }
    engine.inspections.insert(notebook, inspection);
    window = std::make_unique<MainWindow>(MainWindowParts{state, preferences, dialogs, notebook, {}});
    window->attachEngine(&engine, EngineState::Hosted);
    window->resize(kSmallScreen - QSize(0, kFrame));
    window->show();
  }
  void TearDown() override {
    window.reset();
    QApplication::removeTranslator(&translator);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
  }
  QDialog* open(const QString& action, const QString& name) {
    window->findChild<QAction*>(action)->trigger();
    waitFor([&] { return window->findChild<QDialog*>(name) != nullptr; });
    return window->findChild<QDialog*>(name);
  }
  QDialog* openForm() {
    window->launch({u"/n/a.ipynb"_s});
    waitFor([&] { return window->findChild<QWidget*>(u"fastEditor"_s) != nullptr; });
    return window->findChild<QDialog*>(u"launchDialog"_s);
  }
  void check(QWidget* top);
};

QString describe(const QWidget* widget) {
  return u"%1 '%2'"_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
}

// Parts of a control (the editor of a spin box, buttons in a line edit) are spoken with it.
bool isPart(const QWidget* widget) {
  return widget->focusProxy() != nullptr || widget->objectName().startsWith(u"qt_"_s);
}

void DialogFitTest::check(QWidget* top) {
  ASSERT_NE(top, nullptr);
  ASSERT_TRUE(waitFor([&] { return top->isVisible(); }));
  EXPECT_LE(top->width(), kSmallScreen.width());
  EXPECT_LE(top->height(), kSmallScreen.height() - kFrame) << qPrintable(describe(top));
  EXPECT_LE(top->minimumSizeHint().height(), 700);
  const auto widgets = top->findChildren<QWidget*>();
  for (QWidget* widget : widgets) {
    if (!widget->isVisible()) continue;
    const auto* label = qobject_cast<QLabel*>(widget);
    const auto* button = qobject_cast<QAbstractButton*>(widget);
    if ((button && !button->text().isEmpty()) || (label && !label->wordWrap() && !label->text().isEmpty())) {
      EXPECT_GE(widget->width(), widget->sizeHint().width()) << qPrintable(describe(widget));
    }
    if (!(widget->focusPolicy() & Qt::TabFocus) || isPart(widget)) continue;
    const auto* spoken = QAccessible::queryAccessibleInterface(widget);
    EXPECT_FALSE(!spoken || spoken->text(QAccessible::Name).isEmpty())
        << qPrintable(describe(widget)) << " has no name";
  }
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Languages, DialogFitTest, testing::Values("en", "fr"),
                         [](const auto& made) { return made.param; });

TEST_P(DialogFitTest, TheWelcomePage) {
  ASSERT_TRUE(waitFor([&] {
    const auto* page = window->findChild<QWidget*>(u"welcomePage"_s);
    return page && page->isVisible();
  }));
  check(window.get());
}

TEST_P(DialogFitTest, TheWindowWithJobs) {
  engine.addJob(u"one"_s, JobState::Running);
  waitFor([&] { return window->findChild<QWidget*>(u"jobTable"_s)->isVisible(); });
  check(window.get());
}

TEST_P(DialogFitTest, TheFormOfAJob) {
  QDialog* form = openForm();
  check(form);
  form->findChild<QToolButton*>(u"moreOptionsButton"_s)->setChecked(true);
  waitFor([&] { return form->findChild<QWidget*>(u"backupEdit"_s)->isVisible(); });
  check(form);
}

TEST_P(DialogFitTest, TheOtherDialogs) {
  check(open(u"addServerAction"_s, u"serverDialog"_s));
  check(open(u"preferencesAction"_s, u"preferencesDialog"_s));
  check(open(u"doctorAction"_s, u"doctorDialog"_s));
  check(open(u"accountsAction"_s, u"accountDialog"_s));
}

TEST_P(DialogFitTest, TabGoesThroughTheFormAsItIsRead) {
  QDialog* form = openForm();
  ASSERT_NE(form, nullptr);
  QStringList order;
  QWidget* first = form->findChild<QWidget*>(u"presetButton"_s);
  for (QWidget* at = first->nextInFocusChain(); at != first; at = at->nextInFocusChain()) order << at->objectName();
  QList<qsizetype> places;
  for (const auto& name : {u"epochsEditor"_s, u"lrEditor"_s, u"fastEditor"_s, u"nameEdit"_s, u"providerCombo"_s,
                           u"moreOptionsButton"_s, u"cancelLaunchButton"_s, u"submitButton"_s}) {
    places << order.indexOf(name);
  }
  EXPECT_TRUE(std::is_sorted(places.begin(), places.end())) << qPrintable(order.join(u' '));
  EXPECT_GE(places.first(), 0);
}

TEST_P(DialogFitTest, ReturnInTheSearchOfThePreferencesKeepsThemOpen) {
  QDialog* dialog = open(u"preferencesAction"_s, u"preferencesDialog"_s);
  ASSERT_NE(dialog, nullptr);
  for (const QPushButton* button : dialog->findChildren<QPushButton*>()) {
    EXPECT_FALSE(button->autoDefault()) << qPrintable(describe(button));
  }
}
