// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobTableView.h"
#include "ui/main/MainWindow.h"
#include "ui/settings/Preferences.h"
#include "ui/settings/WindowState.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using engine::JobState;

namespace {

struct WelcomeTest : testing::Test {
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  Preferences preferences{state};
  test::FakeDialogs dialogs;
  test::ScriptedEngine engine;
  std::unique_ptr<MainWindow> window;

  void open() {
    preferences.setNotebookFolder(folder.path());
    QFile sample(folder.filePath(u"shipped.ipynb"_s));
    ASSERT_TRUE(sample.open(QIODevice::WriteOnly) && sample.write("{}") == 2);
    window = std::make_unique<MainWindow>(
        MainWindowParts{state, preferences, dialogs, sample.fileName(), {.sample = folder.filePath(u"own"_s)}});
    window->attachEngine(&engine, EngineState::Hosted);
    window->show();
    ASSERT_TRUE(waitFor([&] { return page() && page()->isVisible(); }));
  }
  QWidget* page() { return window->findChild<QWidget*>(u"welcomePage"_s); }
  void click(const QString& button) { QTest::mouseClick(window->findChild<QPushButton*>(button), Qt::LeftButton); }
};

}  // namespace

TEST_F(WelcomeTest, OneClickRunsTheSampleFromAFolderOfTheUser) {
  open();
  click(u"trySampleButton"_s);
  ASSERT_TRUE(waitFor([&] { return engine.countCalls(u"submit"_s) == 1; }));
  const Json spec = engine.lastCall(u"submit"_s)->arguments["specs"][0];
  EXPECT_EQ(stringAt(spec, "notebook"), folder.filePath(u"own/sample.ipynb"_s));
  EXPECT_TRUE(QFile::exists(folder.filePath(u"own/sample.ipynb"_s)));
  ASSERT_TRUE(waitFor([&] { return !page()->isVisible(); }));
  EXPECT_EQ(window->table()->currentJob(), engine.details.front().summary.id);
}

TEST_F(WelcomeTest, ASampleThatCannotBeCopiedIsExplained) {
  open();
  QFile inTheWay(folder.filePath(u"own"_s));
  ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
  click(u"trySampleButton"_s);
  auto* title = window->findChild<QLabel*>(u"messageTitleLabel"_s);
  ASSERT_TRUE(waitFor([&] { return title->isVisible(); }));
  EXPECT_EQ(engine.countCalls(u"submit"_s), 0);
  EXPECT_TRUE(window->findChild<QPushButton*>(u"trySampleButton"_s)->isEnabled());
}

TEST_F(WelcomeTest, SaysWhatIsMissingOnThisMachineAndHowToGetIt) {
  engine.checks = {{.id = u"data_folder"_s, .ok = true},
                   {.id = u"provider"_s,
                    .params = {{u"provider"_s, u"local"_s}},
                    .error = Error{.code = ErrorCode::JupyterMissing}}};
  open();
  ASSERT_TRUE(waitFor([&] { return page()->findChildren<QWidget*>(u"welcomeProblem"_s).size() == 1; }));
  const auto labels = page()->findChild<QWidget*>(u"welcomeProblem"_s)->findChildren<QLabel*>();
  EXPECT_TRUE(labels.last()->text().contains(u"local"_s)) << qPrintable(labels.last()->text());
  engine.checks.pop_back();
  click(u"welcomeCheckAgainButton"_s);
  EXPECT_TRUE(waitFor([&] { return page()->findChildren<QWidget*>(u"welcomeProblem"_s).isEmpty(); }));
}

TEST_F(WelcomeTest, AddsAServerByAddressAndTokenOnly) {
  open();
  click(u"welcomeServerButton"_s);
  auto* dialog = window->findChild<QDialog*>(u"serverDialog"_s);
  ASSERT_TRUE(dialog && waitFor([&] { return dialog->isVisible(); }));
  auto* url = dialog->findChild<QLineEdit*>(u"serverUrlEdit"_s);
  url->setFocus();
  QGuiApplication::clipboard()->setText(u"http://lab.example:8888/?token=abc"_s);
  QTest::keySequence(url, QKeySequence::Paste);
  EXPECT_FALSE(url->text().contains(u"abc"_s)) << "a pasted one goes at once";
  EXPECT_EQ(dialog->findChild<QLineEdit*>(u"serverTokenEdit"_s)->text(), u"abc"_s);
  url->clear();
  QTest::keyClicks(url, u"http://lab.example:8888/?token=def"_s);
  QTest::keyClick(url, Qt::Key_Return);
  EXPECT_EQ(dialog->findChild<QLineEdit*>(u"serverTokenEdit"_s)->text(), u"def"_s);
  ASSERT_TRUE(waitFor([&] { return engine.countCalls(u"addJupyterServer"_s) == 1; }));
  EXPECT_EQ(engine.lastCall(u"addJupyterServer"_s)->arguments["url"], "http://lab.example:8888/");
}

TEST_F(WelcomeTest, GivesWayToTheTableWithTheFirstJob) {
  open();
  engine.addJob(u"one"_s, JobState::Running);
  EXPECT_TRUE(waitFor([&] { return !page()->isVisible() && window->table()->isVisible(); }));
}
