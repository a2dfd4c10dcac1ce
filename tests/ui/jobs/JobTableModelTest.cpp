// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobTableModel.h"

#include "ui/jobs/JobTableView.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QMimeData>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using engine::JobState;
using engine::JobSummary;

namespace {

JobSummary job(const QString& id, JobState state, qint64 position = 0, int priority = 0) {
  JobSummary job;
  job.id = id;
  job.name = u"name "_s + id;
  job.notebook = u"/n/"_s + id + u".ipynb"_s;
  job.state = state;
  job.position = position;
  job.priority = priority;
  job.createdAt = 1000 + position;
  if (state == JobState::Running) job.startedAt = 1000 + position;
  if (jobs::isFinal(state)) job.finishedAt = 2000 + position;
  return job;
}

QStringList idsOf(const JobTableModel& model) {
  QStringList ids;
  for (int row = 0; row < model.rowCount(); ++row) ids << model.jobAt(row).id;
  return ids;
}

struct JobTableModelTest : testing::Test {
  JobTableModel model;
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

}  // namespace

TEST_F(JobTableModelTest, ShowsWhatRunsThenTheQueueInItsOrderThenWhatEnded) {
  model.upsert({job(u"old"_s, JobState::Succeeded, 1), job(u"new"_s, JobState::Failed, 9),
                job(u"q2"_s, JobState::Queued, 5), job(u"q1"_s, JobState::Queued, 4),
                job(u"urgent"_s, JobState::Queued, 8, 3), job(u"run"_s, JobState::Running),
                job(u"held"_s, JobState::Held, 2)});
  EXPECT_EQ(idsOf(model), (QStringList{u"run"_s, u"urgent"_s, u"q1"_s, u"q2"_s, u"held"_s, u"new"_s, u"old"_s}));
}

TEST_F(JobTableModelTest, PutsAJobInItsPlaceWhenItsStateChanges) {
  model.upsert({job(u"a"_s, JobState::Queued, 1), job(u"b"_s, JobState::Queued, 2)});
  model.upsert({job(u"b"_s, JobState::Running, 2)});
  model.flush();
  EXPECT_EQ(idsOf(model), (QStringList{u"b"_s, u"a"_s}));
}

TEST_F(JobTableModelTest, CollectsChangesIntoOneSignal) {
  model.upsert({job(u"a"_s, JobState::Running, 1), job(u"b"_s, JobState::Running, 2)});
  QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
  for (int i = 0; i < 50; ++i) model.upsert({job(u"a"_s, JobState::Running, 1), job(u"b"_s, JobState::Running, 2)});
  EXPECT_EQ(spy.count(), 0);
  model.flush();
  EXPECT_EQ(spy.count(), 1);
}

TEST_F(JobTableModelTest, FiltersByStateAndText) {
  model.upsert({job(u"a"_s, JobState::Running), job(u"b"_s, JobState::Failed), job(u"c"_s, JobState::TimedOut),
                job(u"d"_s, JobState::Succeeded)});
  model.setFilter(JobFilter::Failed, {});
  EXPECT_EQ(model.rowCount(), 2);
  model.setFilter(JobFilter::Failed, u"NAME B"_s);
  EXPECT_EQ(idsOf(model), QStringList{u"b"_s});
  model.setFilter(JobFilter::All, {});
  EXPECT_EQ(model.rowCount(), 4);
}

TEST_F(JobTableModelTest, LetsAJobLeaveAndEnterTheFilterAsItChanges) {
  model.upsert({job(u"a"_s, JobState::Running), job(u"b"_s, JobState::Queued)});
  model.setFilter(JobFilter::Active, {});
  EXPECT_EQ(idsOf(model), QStringList{u"a"_s});
  model.upsert({job(u"a"_s, JobState::Succeeded), job(u"b"_s, JobState::Running)});
  model.flush();
  EXPECT_EQ(idsOf(model), QStringList{u"b"_s});
}

TEST_F(JobTableModelTest, KeepsTheSelectionThroughSortingAndFiltering) {
  JobTableView view(model);
  model.upsert({job(u"a"_s, JobState::Queued, 1), job(u"b"_s, JobState::Queued, 2), job(u"c"_s, JobState::Failed, 3)});
  view.selectJob(u"b"_s);
  view.sortByColumn(JobTableModel::Name, Qt::DescendingOrder);
  EXPECT_EQ(view.selectedJobs(), QStringList{u"b"_s});
  model.setFilter(JobFilter::Waiting, {});
  EXPECT_EQ(view.selectedJobs(), QStringList{u"b"_s});
  EXPECT_EQ(view.currentJob(), u"b"_s);
}

TEST_F(JobTableModelTest, ADropNamesTheNextWaitingJobThatStays) {
  model.upsert({job(u"run"_s, JobState::Running), job(u"q1"_s, JobState::Queued, 1), job(u"q2"_s, JobState::Queued, 2),
                job(u"q3"_s, JobState::Queued, 3)});
  QSignalSpy spy(&model, &JobTableModel::moveRequested);
  std::unique_ptr<QMimeData> data(model.mimeData({model.index(model.rowOf(u"q3"_s), 0)}));
  ASSERT_TRUE(data);
  model.dropMimeData(data.get(), Qt::MoveAction, model.rowOf(u"q1"_s), 0, {});
  ASSERT_EQ(spy.count(), 1);
  EXPECT_EQ(spy[0][0].toStringList(), QStringList{u"q3"_s});
  EXPECT_EQ(spy[0][1].toString(), u"q1"_s);
  model.dropMimeData(data.get(), Qt::MoveAction, -1, -1, {});
  EXPECT_EQ(spy[1][1].toString(), QString());
  EXPECT_EQ(model.mimeData({model.index(model.rowOf(u"run"_s), 0)}), nullptr);
}

TEST(JobTableModelSize, FiltersAndSortsAHundredThousandJobsWithoutAPause) {
  JobTableModel model;
  std::vector<JobSummary> jobs;
  for (int i = 0; i < 100'000; ++i)
    jobs.push_back(
        job(u"j%1"_s.arg(i, 6, 10, QLatin1Char('0')), i % 3 == 0 ? JobState::Failed : JobState::Succeeded, i));
  model.upsert(std::move(jobs));
  QElapsedTimer timer;
  timer.start();
  model.setFilter(JobFilter::Failed, {});
  EXPECT_EQ(model.rowCount(), 33'334);
  model.setFilter(JobFilter::All, u"j09999"_s);
  EXPECT_EQ(model.rowCount(), 10);
  model.setFilter(JobFilter::All, {});
  model.sort(JobTableModel::Submitted, Qt::DescendingOrder);
  EXPECT_EQ(model.jobAt(0).id, u"j099999"_s);
  EXPECT_LT(timer.elapsed(), 4000);  // unoptimised, with sanitizers, on a busy machine; optimised: some 100 ms
}
