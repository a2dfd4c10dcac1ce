// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobDetailPane.h"
#include "ui/jobs/JobTableView.h"
#include "ui/look/ErrorText.h"
#include "ui/main/MainWindow.h"
#include "ui/parameters/LaunchDialog.h"
#include "ui/settings/Preferences.h"
#include "ui/settings/PreferencesDialog.h"
#include "ui/settings/WindowState.h"
#include "ui/tray/JobWatcher.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using engine::JobState;

namespace {

struct MainWindowTest : testing::Test {
  QTemporaryDir folder;
  WindowState state{folder.filePath(u"w.ini"_s)};
  Preferences preferences{state};
  test::FakeDialogs dialogs;
  test::ScriptedEngine engine;
  std::unique_ptr<MainWindow> window;

  void SetUp() override { preferences.setNotebookFolder(folder.path()); }
  void open() {
    window = std::make_unique<MainWindow>(MainWindowParts{state, preferences, dialogs, {}});
    window->attachEngine(&engine, EngineState::Hosted);
    window->show();
    ASSERT_TRUE(waitFor([&] { return window->model().totalCount() == int(engine.details.size()); }));
  }
  QAction* action(const char* name) { return window->findChild<QAction*>(QString::fromLatin1(name)); }
  QString notebook(const QString& name) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    return file.fileName();
  }
  void drop(const QStringList& paths, const QPoint& at) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &dropped);
  }
  LaunchDialog* form() { return window->findChild<LaunchDialog*>(u"launchDialog"_s); }
};

}  // namespace

TEST_F(MainWindowTest, SaysWhatToDoWhenThereIsNoJob) {
  open();
  QAbstractButton* button = nullptr;
  ASSERT_TRUE(waitFor([&] {
    button = window->findChild<QAbstractButton*>(u"emptyNewJobButton"_s);
    return button && button->isVisible();
  }));
  dialogs.notebooks = {notebook(u"one.ipynb"_s)};
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_TRUE(waitFor([&] { return form() && form()->isVisible(); }));
}

TEST_F(MainWindowTest, AsksForASmallFirstPageAndThenTheRest) {
  for (int i = 0; i < 450; ++i) engine.addJob(u"j%1"_s.arg(i), JobState::Succeeded);
  open();
  const auto* first = &*std::find_if(engine.calls.begin(), engine.calls.end(),
                                     [](const auto& call) { return call.method == u"jobs"_s; });
  EXPECT_EQ(first->arguments["limit"], 200);
  EXPECT_EQ(engine.lastCall(u"jobs"_s)->arguments["offset"], 200);
}

TEST_F(MainWindowTest, ADroppedNotebookOpensItsForm) {
  open();
  drop({notebook(u"one.ipynb"_s)}, {300, 300});
  ASSERT_TRUE(waitFor([&] { return form() && form()->isVisible(); }));
  EXPECT_TRUE(form()->windowTitle().contains(u"one.ipynb"_s));
}

TEST_F(MainWindowTest, ADroppedFolderBringsAllItsNotebooks) {
  open();
  notebook(u"a.ipynb"_s);
  notebook(u"b.ipynb"_s);
  notebook(u"other.txt"_s);
  drop({folder.path()}, {300, 300});
  ASSERT_TRUE(waitFor([&] { return form() && form()->isVisible(); }));
  EXPECT_EQ(form()->findChildren<QLabel*>(u"notebookLabel"_s).size(), 2);
}

TEST_F(MainWindowTest, ADropOnAQueuedJobPutsTheNewOneBeforeIt) {
  const QString queued = engine.addJob(u"queued"_s, JobState::Queued);
  open();
  auto* table = window->table();
  const QPoint at = table->viewport()->mapTo(window.get(), table->visualRect(window->model().index(0, 1)).center());
  drop({notebook(u"one.ipynb"_s)}, at);
  ASSERT_TRUE(waitFor([&] { return form() && form()->findChild<QAbstractButton*>(u"submitButton"_s)->isEnabled(); }));
  QTest::mouseClick(form()->findChild<QAbstractButton*>(u"submitButton"_s), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return engine.countCalls(u"move"_s) == 1; }));
  EXPECT_EQ(stringAt(engine.lastCall(u"move"_s)->arguments, "before"), queued);
}

// As it is when the table has the focus and its first row comes.
TEST_F(MainWindowTest, TheFirstJobIsSelectedThoughItsRowIsCurrentAlready) {
  open();
  QObject::connect(&window->model(), &QAbstractItemModel::rowsInserted, window->table(), [this] {
    window->table()->selectionModel()->setCurrentIndex(window->model().index(0, 0), QItemSelectionModel::NoUpdate);
  });
  const QString id = engine.addJob(u"one"_s);
  EXPECT_TRUE(waitFor([&] { return window->table()->currentJob() == id; }));
}

TEST_F(MainWindowTest, TheColumnsOfTheJobsFillTheWindow) {
  engine.addJob(u"one"_s);
  open();
  const auto* header = window->table()->horizontalHeader();
  for (const QSize size : {QSize(1240, 820), QSize(1600, 900), QSize(1240, 820)}) {
    window->resize(size);
    EXPECT_TRUE(waitFor([&] { return header->length() == window->table()->viewport()->width(); }))
        << size.width() << ": " << header->length() << " in " << window->table()->viewport()->width();
  }
}

TEST_F(MainWindowTest, TheFirstJobOfAnEmptyWindowIsSelected) {
  open();
  const QString id = engine.addJob(u"from elsewhere"_s, JobState::Running);
  EXPECT_TRUE(waitFor([&] { return window->table()->currentJob() == id; }));
  window->table()->clearSelection();
  engine.addJob(u"another"_s, JobState::Running);
  ASSERT_TRUE(waitFor([&] { return window->model().rowCount() == 2; }));
  EXPECT_EQ(window->table()->currentJob(), QString()) << "who selects nothing wants nothing selected";
}

TEST_F(MainWindowTest, AQueuedJobSaysWhyItDoesNotStart) {
  const QString id = engine.addJob(u"waits"_s, JobState::Queued);
  engine.find(id)->summary.warning = Error{.code = ErrorCode::AccountBlocked};
  JobWatcher watcher;
  QSignalSpy warned(&watcher, &JobWatcher::warned);
  open();
  watcher.see({engine.find(id)->summary});
  EXPECT_EQ(warned.count(), 0) << "a whole queue may wait for the same";
  const QString reason = errorText(Error{.code = ErrorCode::AccountBlocked}).what;
  const QModelIndex progress = window->model().index(0, JobTableModel::Progress);
  EXPECT_EQ(progress.data().toString(), reason);
  EXPECT_TRUE(progress.data(Qt::ToolTipRole).toString().startsWith(reason));
  const auto isRead = [&] {
    const auto labels = window->details()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->isVisible() && label->text().contains(reason); });
  };
  EXPECT_TRUE(waitFor(isRead)) << "in place of its outputs";
  window->details()->setCurrentIndex(JobDetailPane::Details);
  EXPECT_TRUE(waitFor(isRead));
  EXPECT_NE(window->findChild<QAbstractButton*>(u"errorAccountsButton"_s), nullptr);
  engine.change(id, [](auto& detail) { detail.summary.warning.reset(); });
  window->details()->setCurrentIndex(JobDetailPane::Output);
  EXPECT_TRUE(waitFor([&] { return progress.data().toString() != reason && !isRead(); }));
}

TEST_F(MainWindowTest, AJobThatIsGoneIsNotWaitedFor) {
  state.setValue(u"jobs/current"_s, u"gone"_s);
  const QString id = engine.addJob(u"here"_s, JobState::Succeeded);
  open();
  EXPECT_TRUE(waitFor([&] { return window->table()->currentJob() == id; }));
}

TEST_F(MainWindowTest, CancellingRunningJobsNamesTheConsequenceFirst) {
  const QString id = engine.addJob(u"run"_s, JobState::Running);
  open();
  window->selectJob(id);
  dialogs.answer = false;
  QTest::keyClick(window->table(), Qt::Key_Delete);
  ASSERT_EQ(dialogs.questions.size(), 1);
  EXPECT_FALSE(dialogs.questions[0].consequence.isEmpty());
  EXPECT_EQ(engine.countCalls(u"cancel"_s), 0);
  dialogs.answer = true;
  action("cancelAction")->trigger();
  EXPECT_EQ(engine.countCalls(u"cancel"_s), 1);
}

TEST_F(MainWindowTest, OffersOnlyWhatTheSelectedJobsAllow) {
  const QString failed = engine.addJob(u"failed"_s, JobState::Failed);
  const QString queued = engine.addJob(u"queued"_s, JobState::Queued);
  open();
  window->selectJob(failed);
  EXPECT_TRUE(action("retryAction")->isEnabled());
  EXPECT_FALSE(action("cancelAction")->isEnabled());
  for (const JobState each :
       {JobState::Succeeded, JobState::Cancelled, JobState::TimedOut, JobState::Lost, JobState::WaitingRetry}) {
    engine.setState(failed, each);
    EXPECT_TRUE(waitFor([&] { return action("retryAction")->isEnabled(); })) << int(each);
  }
  window->selectJob(queued);
  EXPECT_FALSE(action("retryAction")->isEnabled());
  EXPECT_TRUE(action("cancelAction")->isEnabled());
  EXPECT_TRUE(action("holdAction")->isEnabled());
  action("holdAction")->trigger();
  ASSERT_TRUE(waitFor([&] { return action("releaseAction")->isEnabled(); }));
  EXPECT_FALSE(action("holdAction")->isEnabled());
}

TEST_F(MainWindowTest, RunningASucceededJobAgainNamesWhatIsReplacedFirst) {
  const QString id = engine.addJob(u"good"_s, JobState::Succeeded);
  open();
  window->selectJob(id);
  dialogs.answer = false;
  action("retryAction")->trigger();
  ASSERT_EQ(dialogs.questions.size(), 1);
  EXPECT_EQ(engine.countCalls(u"retry"_s), 0);
  dialogs.answer = true;
  action("retryAction")->trigger();
  EXPECT_EQ(engine.countCalls(u"retry"_s), 1);
}

TEST_F(MainWindowTest, GroupsBySweepAndRemembersIt) {
  for (const char* name : {"a", "b"}) {
    engine.addJob(QString::fromLatin1(name));
    engine.details.back().summary.sweep = u"s"_s;
  }
  open();
  EXPECT_EQ(window->model().rowCount(), 2);
  QTest::keyClick(window->table(), Qt::Key_G, Qt::ControlModifier);
  EXPECT_EQ(window->model().rowCount(), 3);
  window->table()->selectRow(0);
  action("holdAction")->trigger();
  EXPECT_EQ(engine.lastCall(u"hold"_s)->arguments["jobs"].size(), 2u);
  window->saveState();
  window.reset();
  open();
  EXPECT_TRUE(waitFor([&] { return window->model().rowCount() == 3; }));
}

TEST_F(MainWindowTest, HoldingTheQueueTurnsTheButtonIntoResume) {
  open();
  action("holdQueueAction")->trigger();
  ASSERT_TRUE(waitFor([&] { return action("holdQueueAction")->text().contains(u"Resume"_s); }));
  EXPECT_TRUE(engine.queueHeld);
}

TEST_F(MainWindowTest, ARefusedActionIsExplainedInTheMessageBar) {
  const QString id = engine.addJob(u"failed"_s, JobState::Failed);
  open();
  window->selectJob(id);
  engine.failures[u"retry"_s] = Error{.code = ErrorCode::EngineStopping};
  action("retryAction")->trigger();
  auto* title = window->findChild<QLabel*>(u"messageTitleLabel"_s);
  EXPECT_TRUE(waitFor([&] { return title->isVisible() && !title->text().isEmpty(); }));
}

TEST_F(MainWindowTest, QuittingAsksOnlyWhileSomethingRuns) {
  open();
  QSignalSpy quit(window.get(), &MainWindow::quitConfirmed);
  window->close();
  EXPECT_EQ(quit.count(), 1);
  EXPECT_TRUE(dialogs.questions.isEmpty());
  engine.addJob(u"run"_s, JobState::Running);
  dialogs.answer = false;
  window->close();
  EXPECT_EQ(dialogs.questions.size(), 1);
  EXPECT_EQ(quit.count(), 1);
}

TEST_F(MainWindowTest, ClosingHidesOnlyWhenThereIsATray) {
  open();
  QSignalSpy quit(window.get(), &MainWindow::quitConfirmed);
  window->setHidesOnClose([] { return true; });
  window->close();
  EXPECT_FALSE(window->isVisible());
  EXPECT_EQ(quit.count(), 0);
}

TEST_F(MainWindowTest, LayoutFilterAndSelectionSurviveARestart) {
  const QString id = engine.addJob(u"one"_s, JobState::Failed);
  engine.addJob(u"two"_s, JobState::Failed);
  open();
  window->selectJob(id);
  window->findChild<QLineEdit*>(u"textFilterEdit"_s)->setText(u"one"_s);
  window->table()->setColumnWidth(JobTableModel::Name, 333);
  window->details()->setCurrentIndex(JobDetailPane::Details);
  window->saveState();
  window.reset();
  open();
  EXPECT_EQ(window->model().rowCount(), 1);
  EXPECT_EQ(window->table()->columnWidth(JobTableModel::Name), 333);
  EXPECT_EQ(window->details()->currentIndex(), int(JobDetailPane::Details));
  EXPECT_EQ(window->table()->currentJob(), id);
}

TEST_F(MainWindowTest, EveryControlHasANameForUsersAndForTests) {
  engine.addJob(u"one"_s, JobState::Running);
  open();
  for (int tab = 0; tab < JobDetailPane::TabCount; ++tab) window->details()->setCurrentIndex(tab);
  PreferencesDialog settings(preferences);
  window->launch({notebook(u"one.ipynb"_s)});
  for (const char* name : {"doctorAction", "addServerAction"}) action(name)->trigger();
  ASSERT_TRUE(waitFor([&] { return form() && form()->isVisible(); }));
  QList<QWidget*> widgets = window->findChildren<QWidget*>() + settings.findChildren<QWidget*>();
  for (QWidget* widget : widgets) {
    const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                         qobject_cast<QComboBox*>(widget) || qobject_cast<QAbstractItemView*>(widget);
    const bool inner = widget->objectName().startsWith(u"qt_"_s) ||
                       QByteArray(widget->metaObject()->className()).startsWith("QComboBoxPrivate") ||
                       qobject_cast<QLineEdit*>(widget->parentWidget()) ||
                       qobject_cast<QAbstractItemView*>(widget->parentWidget()) ||
                       qobject_cast<QToolBar*>(widget->parentWidget()) || widget->inherits("QTabBar") ||
                       widget->inherits("QHeaderView") ||
                       (widget->parentWidget() && (widget->parentWidget()->inherits("QComboBoxPrivateContainer") ||
                                                   widget->parentWidget()->inherits("QTabBar")));
    if (!control || inner) continue;
    EXPECT_FALSE(widget->objectName().isEmpty())
        << widget->metaObject()->className() << " in " << qPrintable(widget->parentWidget()->objectName());
    const auto* button = qobject_cast<QAbstractButton*>(widget);
    EXPECT_TRUE(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()))
        << qPrintable(widget->objectName());
  }
  for (QAction* each : window->findChildren<QAction*>(QRegularExpression(u"Action$"_s)))
    EXPECT_FALSE(each->toolTip().isEmpty());
}

TEST(JobWatcher, AnnouncesJobsThatEndTogetherAtOnceAndNeverOldOnes) {
  JobWatcher watcher;
  QList<std::size_t> sizes;
  QObject::connect(&watcher, &JobWatcher::ended, &watcher,
                   [&](const std::vector<engine::JobSummary>& jobs) { sizes << jobs.size(); });
  const auto job = [](const QString& id, JobState state) {
    engine::JobSummary j;
    j.id = id;
    j.state = state;
    return j;
  };
  watcher.see({job(u"old"_s, JobState::Succeeded), job(u"a"_s, JobState::Running), job(u"b"_s, JobState::Running),
               job(u"c"_s, JobState::Queued)});
  watcher.see({job(u"a"_s, JobState::Succeeded), job(u"c"_s, JobState::Cancelled)});
  watcher.see({job(u"b"_s, JobState::Failed), job(u"old"_s, JobState::Succeeded)});
  ASSERT_TRUE(waitFor([&] { return !sizes.isEmpty(); }));
  EXPECT_EQ(sizes, QList<std::size_t>{2});
}
