// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/JobStore.h"

#include "support/TempStore.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

class JobStoreRecordsTest : public testing::Test {
protected:
  test::TempStore m_temp;
  JobStore& m_store = m_temp.jobs;
  QString m_job;

  void SetUp() override {
    ASSERT_TRUE(m_temp.opened.ok());
    m_job = m_temp.add(u"a"_s);
  }
};

TEST_F(JobStoreRecordsTest, AnAttemptComesBackAndChanges) {
  AttemptRow row{.id = u"t1"_s,
                 .jobId = m_job,
                 .number = 1,
                 .leaseId = u"l1"_s,
                 .provider = u"local"_s,
                 .runtime = u"kernel"_s,
                 .accelerator = u"T4"_s,
                 .state = u"starting"_s,
                 .startedAt = 7};
  ASSERT_TRUE(m_store.addAttempt(row).ok());
  row.cellsSent = true;
  row.state = u"failed"_s;
  row.progress = {{"done", 1}};
  row.error = {{"code", "x"}};
  row.environment = {{"kernel", "python3"}};
  row.finishedAt = 9;
  ASSERT_TRUE(m_store.updateAttempt(row).ok());
  ASSERT_TRUE(m_store.addAttempt({.id = u"t2"_s, .jobId = m_job, .number = 2}).ok());
  const auto rows = m_store.attempts(m_job);
  ASSERT_EQ(rows->size(), 2u);
  const AttemptRow& found = rows->front();
  EXPECT_EQ(found.leaseId, row.leaseId);
  EXPECT_EQ(found.provider, row.provider);
  EXPECT_EQ(found.runtime, row.runtime);
  EXPECT_EQ(found.accelerator, row.accelerator);
  EXPECT_EQ(found.state, row.state);
  EXPECT_TRUE(found.cellsSent);
  EXPECT_EQ(found.progress, row.progress);
  EXPECT_EQ(found.error, row.error);
  EXPECT_EQ(found.environment, row.environment);
  EXPECT_EQ(found.startedAt, 7);
  EXPECT_EQ(found.finishedAt, 9);
}

TEST_F(JobStoreRecordsTest, AnAttemptNeedsItsJobItsOwnNumberAndItsRow) {
  ASSERT_TRUE(m_store.addAttempt({.id = u"t1"_s, .jobId = m_job, .number = 1}).ok());
  EXPECT_EQ(m_store.addAttempt({.id = u"t2"_s, .jobId = m_job, .number = 1}).error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(m_store.addAttempt({.id = u"t3"_s, .jobId = u"nope"_s, .number = 1}).error().code,
            ErrorCode::StoreConflict);
  EXPECT_EQ(m_store.updateAttempt({.id = u"t9"_s}).error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(m_store.attempts(m_job)->size(), 1u);
}

TEST_F(JobStoreRecordsTest, ALeaseGoesThroughItsStatesWithEvents) {
  ASSERT_TRUE(m_store
                  .addLease({.id = u"l1"_s,
                             .provider = u"local"_s,
                             .key = u"k"_s,
                             .state = u"requested"_s,
                             .jobId = m_job,
                             .request = {{"kernel", "python3"}}})
                  .ok());
  EXPECT_EQ(m_store.lease(u"l1"_s)->value().requestedAt, m_temp.clock.now());
  EXPECT_TRUE(m_store.lease(u"l1"_s)->value().endpoint.is_null());
  ASSERT_TRUE(m_store.changeLease(u"l1"_s, u"requested"_s, u"active"_s, {{"url", "http://127.0.0.1:1"}}).ok());
  ASSERT_TRUE(m_store.changeLease(u"l1"_s, u"active"_s, u"active"_s, {{"url", "http://127.0.0.1:2"}}).ok());
  m_temp.clock.advance(50);
  ASSERT_TRUE(m_store.changeLease(u"l1"_s, u"active"_s, u"releasing"_s).ok());
  EXPECT_EQ(m_store.lease(u"l1"_s)->value().releasedAt, 0);
  ASSERT_TRUE(m_store.changeLease(u"l1"_s, u"releasing"_s, u"released"_s).ok());
  const LeaseRow lease = m_store.lease(u"l1"_s)->value();
  EXPECT_EQ(lease.endpoint, (Json{{"url", "http://127.0.0.1:2"}}));
  EXPECT_EQ(lease.request, (Json{{"kernel", "python3"}}));
  EXPECT_EQ(lease.releasedAt, m_temp.clock.now());
  QStringList states;
  const auto events = m_store.events(m_job);
  for (const EventRow& event : *events) {
    if (event.kind != u"lease"_s) continue;
    states += event.to;
    EXPECT_EQ(event.details, (Json{{"lease", "l1"}, {"provider", "local"}}));
  }
  EXPECT_EQ(states, (QStringList{u"requested"_s, u"active"_s, u"releasing"_s, u"released"_s}));
}

TEST_F(JobStoreRecordsTest, AGuardedLeaseChangeSaysWhatIsThere) {
  ASSERT_TRUE(m_store.addLease({.id = u"l1"_s, .key = u"k"_s, .state = u"active"_s}).ok());
  const Status refused = m_store.changeLease(u"l1"_s, u"requested"_s, u"active"_s);
  EXPECT_EQ(refused.error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(refused.error().params.value(u"found"_s), u"active"_s);
  EXPECT_EQ(m_store.changeLease(u"nope"_s, u"requested"_s, u"active"_s).error().params.value(u"found"_s), u""_s);
  EXPECT_FALSE(m_store.lease(u"nope"_s)->has_value());
}

TEST_F(JobStoreRecordsTest, OneKeyHasOneLiveLease) {
  ASSERT_TRUE(m_store.addLease({.id = u"l1"_s, .provider = u"p"_s, .key = u"k"_s, .state = u"requested"_s}).ok());
  EXPECT_EQ(m_store.addLease({.id = u"l2"_s, .provider = u"p"_s, .key = u"k"_s, .state = u"requested"_s}).error().code,
            ErrorCode::StoreConflict);
  EXPECT_TRUE(m_store.addLease({.id = u"l3"_s, .provider = u"q"_s, .key = u"k"_s, .state = u"requested"_s}).ok());
  ASSERT_TRUE(m_store.changeLease(u"l1"_s, u"requested"_s, u"lost"_s).ok());
  EXPECT_TRUE(m_store.addLease({.id = u"l2"_s, .provider = u"p"_s, .key = u"k"_s, .state = u"requested"_s}).ok());
  EXPECT_EQ(m_store.leases({u"requested"_s})->size(), 2u);
  EXPECT_EQ(m_store.leases({u"requested"_s, u"lost"_s})->size(), 3u);
  EXPECT_EQ(m_store.leases({})->size(), 3u);
}

TEST_F(JobStoreRecordsTest, AWarmLeaseGoesToAnotherJobOnce) {
  const QString other = m_temp.add(u"b"_s);
  ASSERT_TRUE(m_store.addLease({.id = u"l1"_s, .key = u"k"_s, .state = u"active"_s, .jobId = m_job}).ok());
  ASSERT_TRUE(m_store.assignLease(u"l1"_s, m_job, QString(), true).ok());
  EXPECT_TRUE(m_store.lease(u"l1"_s)->value().keep);
  ASSERT_TRUE(m_store.assignLease(u"l1"_s, QString(), other, false).ok());
  const Status late = m_store.assignLease(u"l1"_s, QString(), m_job, false);
  EXPECT_EQ(late.error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(late.error().params.value(u"found"_s), other);
  EXPECT_EQ(m_store.assignLease(u"nope"_s, QString(), m_job, false).error().code, ErrorCode::StoreConflict);
}

TEST_F(JobStoreRecordsTest, AnArtifactReplacesTheOneOfItsPath) {
  ASSERT_TRUE(m_store.addArtifact({.jobId = m_job, .attempt = 1, .path = u"b/model.bin"_s, .size = 5}).ok());
  ASSERT_TRUE(m_store.addArtifact({.jobId = m_job, .attempt = 1, .path = u"a.csv"_s, .size = 1}).ok());
  ASSERT_TRUE(m_store
                  .addArtifact({.jobId = m_job,
                                .attempt = 2,
                                .path = u"b/model.bin"_s,
                                .size = 5'000'000'000,
                                .sha256 = u"ff"_s,
                                .at = 3})
                  .ok());
  const auto rows = m_store.artifacts(m_job);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(0).path, u"a.csv"_s);
  EXPECT_EQ(rows->at(1).attempt, 2);
  EXPECT_EQ(rows->at(1).size, 5'000'000'000);
  EXPECT_EQ(rows->at(1).sha256, u"ff"_s);
  EXPECT_EQ(rows->at(1).at, 3);
}

TEST_F(JobStoreRecordsTest, EventsComeInOrderByNumberJobAndTime) {
  m_temp.clock.advance(1'000);
  ASSERT_TRUE(m_store.addEvent({.jobId = m_job, .kind = u"note"_s, .details = {{"text", "hello"}}}).ok());
  ASSERT_TRUE(m_store.addEvent({.kind = u"note"_s, .at = 5}).ok());
  const auto all = m_store.events(QString());
  ASSERT_EQ(all->size(), 3u);
  EXPECT_LT(all->at(1).number, all->at(2).number);
  EXPECT_EQ(m_store.events(m_job)->size(), 2u);
  EXPECT_EQ(m_store.eventsAfter(all->at(0).number, 1)->front().details, (Json{{"text", "hello"}}));
  EXPECT_EQ(m_store.eventsAfter(all->at(0).number, 0)->size(), 2u);
  EXPECT_EQ(m_store.eventsSince(m_temp.clock.now())->size(), 1u);
}

TEST_F(JobStoreRecordsTest, ARecordIsReplacedAndNullIsAValue) {
  EXPECT_FALSE(m_store.record(u"queue.held"_s)->has_value());
  ASSERT_TRUE(m_store.setRecord(u"queue.held"_s, true).ok());
  EXPECT_EQ(m_store.record(u"queue.held"_s)->value(), Json(true));
  ASSERT_TRUE(m_store.setRecord(u"queue.held"_s, nullptr).ok());
  EXPECT_TRUE(m_store.record(u"queue.held"_s)->has_value());
}

// The dump is that of schema 1 as first released; it is never edited. A later schema adds its own beside it.
TEST(JobStoreMigration, AFileOfSchema1LoadsForEver) {
  QFile dump(QStringLiteral(CC_FIXTURES "/store/jobs-schema-1.sql"));
  ASSERT_TRUE(dump.open(QIODevice::ReadOnly));
  test::TempStore temp;
  temp.database.close();
  ASSERT_TRUE(QFile::remove(temp.path()));
  ASSERT_TRUE(temp.database.open({.path = temp.path()}).ok());
  for (const QString& statement : QString::fromUtf8(dump.readAll()).split(u";\n"_s, Qt::SkipEmptyParts)) {
    const auto run = temp.database.write(statement);
    ASSERT_TRUE(run.ok()) << qPrintable(run.error().toLogLine());
  }
  ASSERT_TRUE(temp.database.open(temp.options()).ok());
  const auto jobs = temp.jobs.jobs({});
  ASSERT_TRUE(jobs.ok());
  ASSERT_EQ(jobs->size(), 2u);
  EXPECT_EQ(jobs->at(0).name, u"sweep-b"_s);
  EXPECT_EQ(jobs->at(0).state, u"queued"_s);
  EXPECT_EQ(jobs->at(1).spec, (Json{{"name", "train"}, {"parameters", {{"lr", 0.1}}}}));
  EXPECT_EQ(jobs->at(1).progress, (Json{{"done", 3}, {"failed", 0}, {"total", 3}}));
  const QString id = jobs->at(1).id;
  EXPECT_EQ(temp.jobs.attempts(id)->front().environment, (Json{{"kernel", "python3"}}));
  EXPECT_EQ(temp.jobs.artifacts(id)->front().size, 1234);
  EXPECT_EQ(temp.jobs.events(id)->size(), 7u);
  EXPECT_EQ(temp.jobs.leases({u"released"_s})->front().endpoint, (Json{{"kernel", "k-1"}}));
  EXPECT_EQ(temp.jobs.record(u"queue.held"_s)->value(), Json(false));
  EXPECT_TRUE(temp.jobs.transition(jobs->at(0).id, u"queued"_s, u"held"_s, u"hold"_s).ok());
}

}  // namespace
}  // namespace cc::store
