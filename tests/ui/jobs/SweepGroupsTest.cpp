// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobTableModel.h"
#include "ui/jobs/JobTableView.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using engine::JobState;
using engine::JobSummary;

namespace {

JobSummary job(const QString& id, JobState state, const QString& sweep = {}, qint64 position = 0) {
  JobSummary job;
  job.id = id;
  job.name = id;
  job.state = state;
  job.sweep = sweep;
  job.position = position;
  job.createdAt = 1000 + position;
  job.cellsTotal = 4;
  if (jobs::isFinal(state)) {
    job.cellsDone = 4;
    job.finishedAt = 5000 + position;
  }
  return job;
}

QStringList shown(const JobTableModel& model) {
  QStringList ids;
  for (int row = 0; row < model.rowCount(); ++row) {
    ids << (model.kindOf(row) == JobTableModel::RowKind::Head ? u"*"_s : model.jobAt(row).id);
  }
  return ids;
}

struct SweepGroupsTest : testing::Test {
  JobTableModel model;
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
  JobTableView view{model};
  void fill() {
    model.upsert({job(u"a1"_s, JobState::Succeeded, u"A"_s), job(u"alone"_s, JobState::Queued, {}, 5),
                  job(u"a2"_s, JobState::Failed, u"A"_s, 1), job(u"a3"_s, JobState::Running, u"A"_s, 2),
                  job(u"single"_s, JobState::Queued, u"B"_s, 6)});
  }
};

}  // namespace

TEST_F(SweepGroupsTest, PutsTheJobsOfASweepUnderOneRowThatSumsThemUp) {
  fill();
  model.setGrouped(true);
  EXPECT_EQ(shown(model), (QStringList{u"*"_s, u"a3"_s, u"a2"_s, u"a1"_s, u"alone"_s, u"single"_s}));
  const JobSummary& head = model.jobAt(0);
  EXPECT_EQ(head.state, JobState::Running);
  EXPECT_EQ(head.cellsTotal, 12);
  EXPECT_EQ(head.cellsDone, 8);
  EXPECT_EQ(model.totalCount(), 5);
  EXPECT_EQ(model.shownCount(), 5);
  EXPECT_EQ(model.jobsOf(0).size(), 3);
  EXPECT_EQ(model.leadingJobOf(0), u"a3"_s);
  model.setGrouped(false);
  EXPECT_EQ(shown(model).count(u"*"_s), 0);
}

TEST_F(SweepGroupsTest, TheSumFollowsItsJobsAndTakesItsPlace) {
  fill();
  model.setGrouped(true);
  model.upsert({job(u"a3"_s, JobState::Succeeded, u"A"_s, 2)});
  model.flush();
  EXPECT_EQ(shown(model), (QStringList{u"alone"_s, u"single"_s, u"*"_s, u"a3"_s, u"a2"_s, u"a1"_s}));
  EXPECT_EQ(model.jobAt(2).state, JobState::Failed);
}

TEST_F(SweepGroupsTest, JobsThatComeLaterJoinTheirSweep) {
  fill();
  model.setGrouped(true);
  model.upsert({job(u"b2"_s, JobState::Running, u"B"_s, 7)});
  model.flush();
  EXPECT_EQ(shown(model), (QStringList{u"*"_s, u"b2"_s, u"single"_s, u"*"_s, u"a3"_s, u"a2"_s, u"a1"_s, u"alone"_s}));
}

TEST_F(SweepGroupsTest, ClosesAndOpensByMouseAndKeyboardAndRevealsAWantedJob) {
  fill();
  model.setGrouped(true);
  view.resize(900, 400);
  view.show();
  const QRect name = view.visualRect(model.index(0, JobTableModel::Name));
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(name.left() + 8, name.center().y()));
  EXPECT_EQ(shown(model), (QStringList{u"*"_s, u"alone"_s, u"single"_s}));
  view.setCurrentIndex(model.index(0, 0));
  QTest::keyClick(&view, Qt::Key_Right);
  EXPECT_EQ(model.rowCount(), 6);
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_EQ(model.rowCount(), 3);
  view.selectJob(u"a2"_s);
  EXPECT_EQ(view.currentJob(), u"a2"_s);
}

TEST_F(SweepGroupsTest, SelectingTheSumSelectsEveryJobOfTheSweep) {
  fill();
  model.setGrouped(true);
  view.selectRow(0);
  EXPECT_EQ(view.selectedJobs().size(), 3);
  EXPECT_EQ(view.currentJob(), u"a3"_s);
}

TEST_F(SweepGroupsTest, FilterKeepsOnlySweepsWithAJobThatFits) {
  fill();
  model.setGrouped(true);
  model.setFilter(JobFilter::Failed, {});
  EXPECT_EQ(shown(model), (QStringList{u"*"_s, u"a2"_s}));
  EXPECT_EQ(model.shownCount(), 1);
  model.setFilter(JobFilter::Waiting, {});
  EXPECT_EQ(shown(model), (QStringList{u"alone"_s, u"single"_s}));
}

TEST(SweepGroups, AHundredThousandJobsInSweepsStayQuick) {
  JobTableModel model;
  std::vector<JobSummary> jobs;
  for (int i = 0; i < 100'000; ++i) {
    jobs.push_back(job(u"j%1"_s.arg(i), JobState::Succeeded, u"s%1"_s.arg(i / 50), i));
  }
  model.upsert(std::move(jobs));
  QElapsedTimer timer;
  timer.start();
  model.setGrouped(true);
  EXPECT_EQ(model.rowCount(), 102'000);
  EXPECT_LT(timer.elapsed(), 5'000);
}
