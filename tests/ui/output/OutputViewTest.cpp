// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/OutputView.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/output/BlockWidgets.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using engine::JobState;

namespace {

engine::NotebookView viewOf(const QString& job, int cells, int running, qint64 revision = 1) {
  engine::NotebookView view{.job = job, .revision = revision, .cellCount = cells, .language = u"python"_s};
  for (int i = 0; i < cells; ++i) {
    Json outputs = Json::array();
    if (i <= running) outputs.push_back({{"output_type", "stream"}, {"name", "stdout"}, {"text", "line\nline\n"}});
    view.cells.push_back({.index = i,
                          .cell = {{"cell_type", "code"}, {"source", "x = 1\ny = 2"}, {"outputs", outputs}},
                          .running = i == running});
  }
  return view;
}

struct OutputViewTest : testing::Test {
  test::ScriptedEngine engine;
  OutputView view;
  QString id;
  void open(int cells, int running, JobState state = JobState::Running) {
    id = engine.addJob(u"job"_s, state);
    engine.views[id] = viewOf(id, cells, running);
    view.setEngine(&engine);
    view.resize(700, 500);
    view.show();
    view.showJob(id, state);
    ASSERT_TRUE(waitFor([&] { return view.cellCount() == cells; }));
  }
};

}  // namespace

TEST_F(OutputViewTest, GivesOnlyCellsNearTheVisiblePartAWidget) {
  open(2000, 1000);
  EXPECT_GT(view.widgetCount(), 2);
  EXPECT_LT(view.widgetCount(), 60);
  view.verticalScrollBar()->setValue(0);
  EXPECT_LT(view.widgetCount(), 60);
}

TEST_F(OutputViewTest, FollowsTheRunningCellUntilTheUserScrollsAway) {
  open(200, 100);
  EXPECT_TRUE(view.isFollowing());
  EXPECT_GT(view.verticalScrollBar()->value(), 1000);
  auto* jump = view.findChild<QPushButton*>(u"jumpToRunningButton"_s);
  EXPECT_FALSE(jump->isVisible());
  QWheelEvent up({10, 10}, view.viewport()->mapToGlobal(QPointF(10, 10)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                 Qt::NoScrollPhase, false);
  QApplication::sendEvent(view.viewport(), &up);
  EXPECT_FALSE(view.isFollowing());
  EXPECT_TRUE(jump->isVisible());
  QTest::mouseClick(jump, Qt::LeftButton);
  EXPECT_TRUE(view.isFollowing());
  EXPECT_FALSE(jump->isVisible());
}

TEST_F(OutputViewTest, CellsFarFromTheVisiblePartAreOutOfTheWay) {
  open(200, 100);
  const auto overlaps = [&] {
    std::vector<QRect> cells;
    for (const QWidget* cell : view.findChildren<QWidget*>(u"cellWidget"_s)) {
      if (cell->isVisible() && cell->geometry().intersects(view.viewport()->rect())) cells.push_back(cell->geometry());
    }
    EXPECT_GT(cells.size(), 2U);
    int count = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      for (std::size_t j = i + 1; j < cells.size(); ++j) count += cells[i].intersects(cells[j]) ? 1 : 0;
    }
    return count;
  };
  view.jumpToCell(60);
  QScrollBar* bar = view.verticalScrollBar();
  for (const int by : {view.viewport()->height(), -2 * view.viewport()->height(), view.viewport()->height() * 3 / 2}) {
    bar->setValue(bar->value() + by);
    EXPECT_EQ(overlaps(), 0) << by;
  }
}

TEST_F(OutputViewTest, BeforeTheFirstCellRunsItShowsTheBeginning) {
  open(200, -1);
  EXPECT_EQ(view.verticalScrollBar()->value(), 0);
  EXPECT_TRUE(view.isFollowing());
  engine.views[id] = viewOf(id, 200, 100, 2);
  Q_EMIT engine.viewChanged(id, 2);
  ASSERT_TRUE(waitFor([&] { return view.verticalScrollBar()->value() > 1000; }));
  // Between two cells it stays where the run has come to.
  engine.views[id].cells[100].running = false;
  engine.views[id].revision = 3;
  Q_EMIT engine.viewChanged(id, 3);
  ASSERT_TRUE(waitFor([&] { return view.runningCell() < 0; }));
  EXPECT_LT(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum() - 1000);
}

TEST_F(OutputViewTest, AsksOnlyForWhatChanged) {
  open(5, 1);
  engine.views[id].revision = 2;
  engine.views[id].cells = {viewOf(id, 5, 2).cells[2]};
  Q_EMIT engine.viewChanged(id, 2);
  ASSERT_TRUE(waitFor([&] { return view.cells()[2].running; }));
  EXPECT_EQ(intAt(engine.lastCall(u"view"_s)->arguments, "since"), 1);
  EXPECT_EQ(view.cellCount(), 5);
}

TEST_F(OutputViewTest, FoldsTracebacksAndLongStreams) {
  id = engine.addJob(u"job"_s, JobState::Failed);
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "line " + std::to_string(i) + "\n";
  engine.views[id] = viewOf(id, 1, 0);
  engine.views[id].cells[0].cell["outputs"] = {
      {{"output_type", "stream"}, {"name", "stdout"}, {"text", lines}},
      {{"output_type", "error"}, {"ename", "E"}, {"evalue", "v"}, {"traceback", {"t1", "t2"}}}};
  view.setEngine(&engine);
  view.resize(700, 500);
  view.show();
  view.showJob(id, JobState::Failed);
  ASSERT_TRUE(waitFor([&] { return view.findChild<QToolButton*>(u"tracebackButton"_s); }));
  auto* more = view.findChild<QToolButton*>(u"showAllLinesButton"_s);
  EXPECT_TRUE(more->isVisibleTo(&view));
  const int before = view.verticalScrollBar()->maximum();
  more->click();
  EXPECT_TRUE(waitFor([&] { return view.verticalScrollBar()->maximum() > before; }));
  EXPECT_FALSE(more->isVisibleTo(&view));
}

TEST_F(OutputViewTest, SaysWhatIsMissingWhenThereIsNothingToShow) {
  view.resize(400, 300);
  view.show();
  view.showJob({}, JobState::Queued);
  bool said = false;
  for (const QLabel* label : view.findChildren<QLabel*>()) said = said || label->text() == u"No job selected"_s;
  EXPECT_TRUE(said);
}

TEST_F(OutputViewTest, FollowsAJobThatWasSelectedBeforeItStarted) {
  id = engine.addJob(u"job"_s, JobState::Queued);
  view.setEngine(&engine);
  view.resize(700, 500);
  view.show();
  view.showJob(id, JobState::Queued);
  engine.views[id] = viewOf(id, 60, 50);
  view.showJob(id, JobState::Running);
  ASSERT_TRUE(waitFor([&] { return view.cellCount() == 60; }));
  EXPECT_TRUE(view.isFollowing());
  EXPECT_GT(view.verticalScrollBar()->value(), 1000);
  EXPECT_FALSE(view.findChild<QPushButton*>(u"jumpToRunningButton"_s)->isVisible());
}
