// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/JobStore.h"

#include "support/TempStore.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

class JobStoreTest : public testing::Test {
protected:
  test::TempStore m_temp;
  JobStore& m_store = m_temp.jobs;

  void SetUp() override { ASSERT_TRUE(m_temp.opened.ok()); }
  JobRow at(const QString& id) {
    auto found = m_store.job(id);
    return found.ok() && *found ? **found : JobRow{};
  }
  static QStringList names(const Result<std::vector<JobRow>>& rows) {
    QStringList names;
    if (rows.ok()) {
      for (const JobRow& row : *rows) names += row.name;
    }
    return names;
  }
};

TEST_F(JobStoreTest, AJobComesBackAsItWasSubmitted) {
  JobRow row{.id = u"j1"_s,
             .priority = -3,
             .state = u"held"_s,
             .schedule = u"waiting"_s,
             .name = u"näme \U0001F600"_s,
             .notebook = u"/tmp/a b.ipynb"_s,
             .provider = u"local"_s,
             .sweep = u"s"_s,
             .spec = {{"parameters", {{"x", 1.5}}}},
             .progress = {{"total", 3}},
             .error = nullptr,
             .resultsDir = u"/r"_s,
             .retriesLeft = 2,
             .createdAt = 5};
  std::vector<JobRow> rows{row};
  ASSERT_TRUE(m_store.addJobs(rows).ok());
  const JobRow found = at(u"j1"_s);
  EXPECT_EQ(found.name, row.name);
  EXPECT_EQ(found.notebook, row.notebook);
  EXPECT_EQ(found.provider, row.provider);
  EXPECT_EQ(found.sweep, row.sweep);
  EXPECT_EQ(found.spec, row.spec);
  EXPECT_EQ(found.progress, row.progress);
  EXPECT_TRUE(found.error.is_null());
  EXPECT_EQ(found.resultsDir, row.resultsDir);
  EXPECT_EQ(found.retriesLeft, 2);
  EXPECT_EQ(found.priority, -3);
  EXPECT_EQ(found.state, u"held"_s);
  EXPECT_EQ(found.createdAt, 5);
  EXPECT_EQ(found.position, rows[0].position);
}

TEST_F(JobStoreTest, SubmissionFillsInWhatIsEmptyAndLeavesAnEventEach) {
  std::vector<JobRow> rows(2);
  ASSERT_TRUE(m_store.addJobs(rows).ok());
  EXPECT_EQ(rows[0].id.size(), 26);
  EXPECT_LT(rows[0].position, rows[1].position);
  EXPECT_EQ(at(rows[1].id).state, u"queued"_s);
  EXPECT_EQ(at(rows[1].id).schedule, u"waiting"_s);
  EXPECT_EQ(at(rows[1].id).createdAt, m_temp.clock.now());
  const auto events = m_store.events(rows[1].id);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(events->front().kind, u"submitted"_s);
  EXPECT_EQ(events->front().to, u"queued"_s);
  EXPECT_EQ(m_store.events(QString())->size(), 2u);
}

TEST_F(JobStoreTest, ABatchWithOneBadJobAddsNone) {
  std::vector<JobRow> rows{JobRow{.id = u"a"_s}, JobRow{.id = u"b"_s}, JobRow{.id = u"a"_s}};
  const Status added = m_store.addJobs(rows);
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(*m_store.countJobs({}), 0);
  EXPECT_TRUE(m_store.events(QString())->empty());
}

TEST_F(JobStoreTest, AnUnknownJobIsNothingNotAnError) {
  const auto found = m_store.job(u"nope"_s);
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->has_value());
}

TEST_F(JobStoreTest, AnUnambiguousBeginningNamesAJob) {
  std::vector<JobRow> rows{JobRow{.id = u"abc1"_s}, JobRow{.id = u"abd1"_s}, JobRow{.id = u"abc12"_s}};
  ASSERT_TRUE(m_store.addJobs(rows).ok());
  EXPECT_EQ(*m_store.findJobId(u"abd"_s), u"abd1"_s);
  EXPECT_EQ(*m_store.findJobId(u" ABD "_s), u"abd1"_s);
  EXPECT_EQ(*m_store.findJobId(u"abc1"_s), u"abc1"_s);
  const auto ambiguous = m_store.findJobId(u"abc"_s);
  ASSERT_FALSE(ambiguous.ok());
  EXPECT_EQ(ambiguous.error().code, ErrorCode::UsageUnknownJob);
  EXPECT_EQ(ambiguous.error().params.value(u"matches"_s), u"abc1, abc12"_s);
  for (const QString& unknown : {u""_s, u"x"_s, u"%"_s, u"abc123"_s}) {
    const auto none = m_store.findJobId(unknown);
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().code, ErrorCode::UsageUnknownJob);
    EXPECT_EQ(none.error().params.value(u"job"_s), unknown);
    EXPECT_FALSE(none.error().params.contains(u"matches"_s));
  }
}

TEST_F(JobStoreTest, ListingIsNewestFirstWithLimitAndOffset) {
  for (const QString& name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s}) m_temp.add(name);
  EXPECT_EQ(names(m_store.jobs({})), (QStringList{u"d"_s, u"c"_s, u"b"_s, u"a"_s}));
  EXPECT_EQ(names(m_store.jobs({.limit = 2, .offset = 1})), (QStringList{u"c"_s, u"b"_s}));
  EXPECT_EQ(names(m_store.jobs({.limit = 1, .newestFirst = false})), (QStringList{u"a"_s}));
  EXPECT_EQ(names(m_store.jobs({.offset = 3})), (QStringList{u"a"_s}));
}

TEST_F(JobStoreTest, ListingFiltersByStatesAndText) {
  m_temp.add(u"one"_s, u"running"_s);
  m_temp.add(u"two"_s, u"failed"_s);
  m_temp.add(u"three"_s);
  EXPECT_EQ(names(m_store.jobs({.states = {u"running"_s, u"failed"_s}})), (QStringList{u"two"_s, u"one"_s}));
  EXPECT_EQ(names(m_store.jobs({.states = {u"queued"_s}, .text = u"o"_s})), (QStringList{u"three"_s}));
  EXPECT_EQ(names(m_store.jobs({.text = u"BOOKS/tw"_s})), (QStringList{u"two"_s}));
  EXPECT_EQ(names(m_store.jobs({.text = u"job-th"_s})), (QStringList{u"three"_s}));
  EXPECT_EQ(*m_store.countJobs({.states = {u"running"_s, u"queued"_s}}), 2);
  EXPECT_EQ(*m_store.countJobs({.text = u"two"_s}), 1);
  EXPECT_EQ(*m_store.countByState(), (QMap<QString, int>{{u"failed"_s, 1}, {u"queued"_s, 1}, {u"running"_s, 1}}));
}

TEST_F(JobStoreTest, TextSearchTakesWildcardsLiterally) {
  for (const QString& name : {u"100%"_s, u"a_b"_s, u"axb"_s, u"c\\d"_s, u"it's"_s}) m_temp.add(name);
  EXPECT_EQ(names(m_store.jobs({.text = u"%"_s})), (QStringList{u"100%"_s}));
  EXPECT_EQ(names(m_store.jobs({.text = u"a_"_s})), (QStringList{u"a_b"_s}));
  EXPECT_EQ(names(m_store.jobs({.text = u"\\"_s})), (QStringList{u"c\\d"_s}));
  EXPECT_EQ(names(m_store.jobs({.text = u"t's"_s})), (QStringList{u"it's"_s}));
}

TEST_F(JobStoreTest, ListingWithoutSpecLeavesJsonOut) {
  m_temp.add(u"a"_s);
  EXPECT_FALSE(m_store.jobs({})->front().spec.is_null());
  EXPECT_TRUE(m_store.jobs({.withSpec = false})->front().spec.is_null());
}

TEST_F(JobStoreTest, TheQueueGoesByPriorityThenPosition) {
  m_temp.add(u"low"_s, u"queued"_s, -1);
  m_temp.add(u"first"_s);
  m_temp.add(u"second"_s);
  m_temp.add(u"high"_s, u"queued"_s, 5);
  m_temp.add(u"held"_s, u"held"_s, 9);
  EXPECT_EQ(names(m_store.nextQueued(0)), (QStringList{u"high"_s, u"first"_s, u"second"_s, u"low"_s}));
  EXPECT_EQ(names(m_store.nextQueued(1)), (QStringList{u"high"_s}));
  ASSERT_TRUE(m_store.setPriority(u"job-second"_s, 7).ok());
  ASSERT_TRUE(m_store.setPosition(u"job-low"_s, 1).ok());
  EXPECT_EQ(names(m_store.nextQueued(2)), (QStringList{u"second"_s, u"high"_s}));
}

TEST_F(JobStoreTest, TheQueueLeavesOutBusyProviders) {
  std::vector<JobRow> rows;
  for (const QString& provider : {u"p"_s, u"q"_s, u"r"_s}) rows.push_back({.name = provider, .provider = provider});
  ASSERT_TRUE(m_store.addJobs(rows).ok());
  EXPECT_EQ(names(m_store.nextQueued(0, false, {u"q"_s})), (QStringList{u"p"_s, u"r"_s}));
  EXPECT_EQ(names(m_store.nextQueued(1, true, {u"p"_s, u"q"_s})), (QStringList{u"r"_s}));
}

TEST_F(JobStoreTest, ATransitionChangesStateAndFieldsAndLeavesItsEvent) {
  const QString id = m_temp.add(u"a"_s);
  m_temp.clock.advance(1'000);
  const JobChange change{.schedule = u"launching"_s,
                         .error = Json{{"code", "x"}},
                         .progress = Json{{"done", 1}},
                         .resultsDir = u"/r"_s,
                         .attempts = 1,
                         .retriesLeft = 4,
                         .startedAt = 11,
                         .finishedAt = 12,
                         .notBefore = 13};
  ASSERT_TRUE(m_store.transition(id, u"queued"_s, u"starting"_s, u"picked"_s, change, {{"lease", "l1"}}).ok());
  const JobRow row = at(id);
  EXPECT_EQ(row.state, u"starting"_s);
  EXPECT_EQ(row.schedule, u"launching"_s);
  EXPECT_EQ(row.error, (Json{{"code", "x"}}));
  EXPECT_EQ(row.progress, (Json{{"done", 1}}));
  EXPECT_EQ(row.resultsDir, u"/r"_s);
  EXPECT_EQ(row.attempts, 1);
  EXPECT_EQ(row.retriesLeft, 4);
  EXPECT_EQ(row.startedAt, 11);
  EXPECT_EQ(row.finishedAt, 12);
  EXPECT_EQ(row.notBefore, 13);
  const auto events = m_store.events(id);
  ASSERT_EQ(events->size(), 2u);
  const EventRow& event = events->back();
  EXPECT_EQ(event.kind, u"state"_s);
  EXPECT_EQ(event.from, u"queued"_s);
  EXPECT_EQ(event.to, u"starting"_s);
  EXPECT_EQ(event.reason, u"picked"_s);
  EXPECT_EQ(event.details, (Json{{"lease", "l1"}}));
  EXPECT_EQ(event.at, m_temp.clock.now());
}

TEST_F(JobStoreTest, WhatATransitionDoesNotNameStaysAndNullClearsJson) {
  const QString id = m_temp.add(u"a"_s);
  ASSERT_TRUE(m_store
                  .transition(id, u"queued"_s, u"held"_s, u"hold"_s,
                              {.error = Json{{"code", "x"}}, .retriesLeft = 3, .notBefore = 9})
                  .ok());
  ASSERT_TRUE(m_store.transition(id, u"held"_s, u"queued"_s, u"release"_s).ok());
  EXPECT_EQ(at(id).error, (Json{{"code", "x"}}));
  EXPECT_EQ(at(id).retriesLeft, 3);
  EXPECT_EQ(at(id).notBefore, 9);
  ASSERT_TRUE(m_store.transition(id, u"queued"_s, u"held"_s, u"hold"_s, {.error = Json(), .notBefore = 0}).ok());
  EXPECT_TRUE(at(id).error.is_null());
  EXPECT_EQ(at(id).notBefore, 0);
}

TEST_F(JobStoreTest, ATransitionFromAnotherStateSaysWhatIsThereAndChangesNothing) {
  const QString id = m_temp.add(u"a"_s, u"running"_s);
  const Status refused = m_store.transition(id, u"queued"_s, u"starting"_s, u"picked"_s);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(refused.error().params.value(u"id"_s), id);
  EXPECT_EQ(refused.error().params.value(u"expected"_s), u"queued"_s);
  EXPECT_EQ(refused.error().params.value(u"found"_s), u"running"_s);
  EXPECT_EQ(at(id).state, u"running"_s);
  EXPECT_EQ(m_store.events(id)->size(), 1u);
  const Status unknown = m_store.transition(u"nope"_s, u"queued"_s, u"starting"_s, u"picked"_s);
  EXPECT_EQ(unknown.error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(unknown.error().params.value(u"found"_s), u""_s);
}

TEST_F(JobStoreTest, ABatchIsOneTransaction) {
  const QString a = m_temp.add(u"a"_s), b = m_temp.add(u"b"_s);
  {
    JobStore::Batch batch(m_store);
    ASSERT_TRUE(m_store.transition(a, u"queued"_s, u"held"_s, u"hold"_s).ok());
    ASSERT_TRUE(m_store.transition(b, u"queued"_s, u"held"_s, u"hold"_s).ok());
  }
  EXPECT_EQ(*m_store.countJobs({.states = {u"held"_s}}), 0);
  {
    JobStore::Batch batch(m_store);
    ASSERT_TRUE(m_store.transition(a, u"queued"_s, u"held"_s, u"hold"_s).ok());
    ASSERT_TRUE(m_store.transition(b, u"queued"_s, u"held"_s, u"hold"_s).ok());
    ASSERT_TRUE(batch.commit().ok());
    EXPECT_FALSE(batch.commit().ok());
  }
  EXPECT_EQ(*m_store.countJobs({.states = {u"held"_s}}), 2);
}

TEST_F(JobStoreTest, AConflictDoesNotSpoilABatchAFailedStatementDoes) {
  const QString a = m_temp.add(u"a"_s);
  {
    JobStore::Batch batch(m_store);
    EXPECT_FALSE(m_store.transition(a, u"running"_s, u"lost"_s, u"runtime_lost"_s).ok());
    ASSERT_TRUE(m_store.transition(a, u"queued"_s, u"held"_s, u"hold"_s).ok());
    EXPECT_TRUE(batch.commit().ok());
  }
  EXPECT_EQ(at(a).state, u"held"_s);
  JobStore::Batch batch(m_store);
  ASSERT_TRUE(m_store.transition(a, u"held"_s, u"queued"_s, u"release"_s).ok());
  EXPECT_EQ(m_temp.add(u"a"_s), QString());
  EXPECT_EQ(batch.commit().error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(at(a).state, u"held"_s);
}

TEST_F(JobStoreTest, ProgressIsKeptWithoutAnEvent) {
  const QString id = m_temp.add(u"a"_s);
  ASSERT_TRUE(m_store.updateProgress(id, {{"total", 4}, {"done", 2}, {"failed", 0}}).ok());
  EXPECT_EQ(at(id).progress, (Json{{"total", 4}, {"done", 2}, {"failed", 0}}));
  EXPECT_EQ(m_store.events(id)->size(), 1u);
  EXPECT_EQ(m_store.updateProgress(u"nope"_s, nullptr).error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(m_store.setPriority(u"nope"_s, 1).error().code, ErrorCode::StoreConflict);
}

TEST_F(JobStoreTest, MovingKeepsTheGivenOrderBeforeTheTarget) {
  for (const QString& name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s}) m_temp.add(name);
  ASSERT_TRUE(m_store.moveJobs({u"job-e"_s, u"job-c"_s}, u"job-b"_s).ok());
  EXPECT_EQ(names(m_store.nextQueued(0)).join(QString()), u"aecbd"_s);
  ASSERT_TRUE(m_store.moveJobs({u"job-a"_s, u"job-b"_s}, QString()).ok());
  EXPECT_EQ(names(m_store.nextQueued(0)).join(QString()), u"ecdab"_s);
  ASSERT_TRUE(m_store.moveJobs({u"job-b"_s}, u"job-e"_s).ok());
  EXPECT_EQ(names(m_store.nextQueued(0)).join(QString()), u"becda"_s);
}

TEST_F(JobStoreTest, MovingToOnePlaceOverAndOverNeverRunsOutOfRoom) {
  for (const QString& name : {u"a"_s, u"b"_s, u"c"_s}) m_temp.add(name);
  for (int i = 0; i < 100; ++i) {
    const QString moved = i % 2 ? u"job-a"_s : u"job-b"_s;
    ASSERT_TRUE(m_store.moveJobs({moved}, u"job-c"_s).ok());
    EXPECT_EQ(names(m_store.nextQueued(0)).join(QString()), i % 2 ? u"bac"_s : u"abc"_s);
  }
}

TEST_F(JobStoreTest, MovingUnknownJobsMovesNone) {
  for (const QString& name : {u"a"_s, u"b"_s, u"c"_s}) m_temp.add(name);
  EXPECT_EQ(m_store.moveJobs({u"job-c"_s, u"nope"_s}, u"job-a"_s).error().params.value(u"job"_s), u"nope"_s);
  EXPECT_EQ(m_store.moveJobs({u"job-c"_s}, u"nope"_s).error().code, ErrorCode::UsageUnknownJob);
  EXPECT_EQ(m_store.moveJobs({u"job-c"_s}, u"job-c"_s).error().code, ErrorCode::UsageUnknownJob);
  EXPECT_EQ(names(m_store.nextQueued(0)).join(QString()), u"abc"_s);
}

TEST_F(JobStoreTest, PruningForgetsOldFinishedJobsWithAllTheirRows) {
  const QString old = m_temp.add(u"old"_s), young = m_temp.add(u"young"_s), open = m_temp.add(u"open"_s);
  ASSERT_TRUE(m_store.transition(old, u"queued"_s, u"failed"_s, u"x"_s, {.finishedAt = 100}).ok());
  ASSERT_TRUE(m_store.addAttempt({.id = u"t"_s, .jobId = old, .number = 1}).ok());
  ASSERT_TRUE(m_store.addArtifact({.jobId = old, .path = u"p"_s}).ok());
  ASSERT_TRUE(m_store.addLease({.id = u"l"_s, .key = u"k"_s, .state = u"released"_s, .jobId = old}).ok());
  ASSERT_TRUE(m_store.addLease({.id = u"m"_s, .key = u"m"_s, .state = u"active"_s, .jobId = old}).ok());
  ASSERT_TRUE(m_store.transition(young, u"queued"_s, u"failed"_s, u"x"_s, {.finishedAt = 300}).ok());
  const qint64 newest = m_store.events(QString())->back().number;
  EXPECT_EQ(*m_store.prune({u"failed"_s, u"queued"_s}, 200), QStringList{old});
  EXPECT_FALSE(m_store.job(old)->has_value());
  EXPECT_TRUE(m_store.job(young)->has_value());
  EXPECT_TRUE(m_store.job(open)->has_value());
  EXPECT_TRUE(m_store.attempts(old)->empty());
  EXPECT_TRUE(m_store.artifacts(old)->empty());
  EXPECT_TRUE(m_store.events(old)->empty());
  EXPECT_EQ(m_store.leases({})->size(), 1u);
  EXPECT_EQ(m_store.eventsAfter(newest, 0)->front().kind, u"pruned"_s);
  EXPECT_TRUE(m_store.prune({u"failed"_s}, 200)->isEmpty());
  EXPECT_EQ(m_store.eventsAfter(newest, 0)->size(), 1u);
}

}  // namespace
}  // namespace cc::store
