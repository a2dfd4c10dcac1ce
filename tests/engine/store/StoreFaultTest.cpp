// SPDX-License-Identifier: GPL-3.0-or-later
// Every statement of a job's life fails once; whatever fails, the file shows whole steps only.
#include "store/JobStore.h"
#include "support/FakeClock.h"
#include "support/FaultyDatabase.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

using Fault = test::FaultyDatabase::Fault;

// A life in seven steps, each one transaction. Answers how many were acknowledged.
class Life {
public:
  explicit Life(Database& database) : m_store(database, m_clock) {}

  int run() {
    int steps = 0;
    for (const auto step : {&Life::submit, &Life::start, &Life::acquired, &Life::progress, &Life::collect,
                            &Life::finish, &Life::release}) {
      if (auto result = (this->*step)(); !result) {
        m_error = result.error();
        return steps;
      }
      ++steps;
    }
    return steps;
  }
  const Error& error() const { return m_error; }

  // The number of steps that the file shows; fails the test when one shows by half.
  int shown() {
    const auto jobs = m_store.jobs({});
    const auto events = m_store.events(QString());
    EXPECT_TRUE(jobs.ok() && events.ok());
    QStringList story;
    for (const EventRow& event : *events) story += event.kind + u':' + event.to;
    if (jobs->empty()) {
      EXPECT_TRUE(story.isEmpty());
      return 0;
    }
    EXPECT_EQ(jobs->size(), 2u);
    for (const JobRow& job : *jobs) EXPECT_TRUE(job.spec.is_object());
    const JobRow job = m_store.job(u"a"_s)->value();
    const auto attempts = m_store.attempts(u"a"_s);
    const auto lease = m_store.lease(u"l"_s);
    const auto artifacts = m_store.artifacts(u"a"_s);
    EXPECT_EQ(story, (QStringList{u"submitted:queued"_s, u"submitted:queued"_s, u"state:starting"_s,
                                  u"lease:requested"_s, u"lease:active"_s, u"state:running"_s, u"state:collecting"_s,
                                  u"state:succeeded"_s, u"lease:released"_s})
                         .mid(0, story.size()));
    const QString leaseState = lease->has_value() ? lease->value().state : QString();
    const QString attempt = attempts->empty() ? QString() : attempts->front().state;
    const bool begun = job.state != u"queued"_s;
    EXPECT_EQ(job.attempts, begun ? 1 : 0);
    EXPECT_EQ(attempts->size(), begun ? 1u : 0u);
    EXPECT_EQ(lease->has_value(), begun);
    if (!begun) return check(1, story, 2);
    if (job.state == u"starting"_s) {
      EXPECT_EQ(leaseState, u"requested"_s);
      return check(2, story, 4);
    }
    if (job.state == u"running"_s) {
      EXPECT_EQ(leaseState, u"active"_s);
      EXPECT_TRUE(attempts->front().cellsSent);
      return check(job.progress.is_null() ? 3 : 4, story, 6);
    }
    EXPECT_EQ(artifacts->size(), job.state == u"succeeded"_s ? 1u : 0u);
    EXPECT_EQ(attempt, job.state == u"succeeded"_s ? u"succeeded"_s : u"running"_s);
    if (job.state == u"collecting"_s) return check(5, story, 7);
    EXPECT_EQ(job.state, u"succeeded"_s);
    return leaseState == u"released"_s ? check(7, story, 9) : check(6, story, 8);
  }

private:
  static int check(int steps, const QStringList& story, int events) {
    EXPECT_EQ(story.size(), events) << "after step " << steps;
    return steps;
  }
  Status submit() {
    std::vector<JobRow> rows(2, JobRow{.spec = Json::object()});
    rows[0].id = u"a"_s;
    rows[1].id = u"b"_s;
    return m_store.addJobs(rows);
  }
  Status start() {
    JobStore::Batch batch(m_store);
    CC_CHECK(m_store.transition(u"a"_s, u"queued"_s, u"starting"_s, u"picked"_s, {.attempts = 1}));
    CC_CHECK(m_store.addLease({.id = u"l"_s, .key = u"k"_s, .state = u"requested"_s, .jobId = u"a"_s}));
    CC_CHECK(m_store.addAttempt({.id = u"t"_s, .jobId = u"a"_s, .number = 1, .state = u"starting"_s}));
    return batch.commit();
  }
  Status acquired() {
    JobStore::Batch batch(m_store);
    CC_CHECK(m_store.changeLease(u"l"_s, u"requested"_s, u"active"_s, {{"url", "x"}}));
    CC_CHECK(m_store.updateAttempt({.id = u"t"_s, .state = u"running"_s, .cellsSent = true}));
    CC_CHECK(m_store.transition(u"a"_s, u"starting"_s, u"running"_s, u"ready"_s));
    return batch.commit();
  }
  Status progress() { return m_store.updateProgress(u"a"_s, {{"done", 1}}); }
  Status collect() { return m_store.transition(u"a"_s, u"running"_s, u"collecting"_s, u"run_ended"_s); }
  Status finish() {
    JobStore::Batch batch(m_store);
    CC_CHECK(m_store.addArtifact({.jobId = u"a"_s, .attempt = 1, .path = u"p"_s}));
    CC_CHECK(m_store.updateAttempt({.id = u"t"_s, .state = u"succeeded"_s, .cellsSent = true}));
    CC_CHECK(m_store.transition(u"a"_s, u"collecting"_s, u"succeeded"_s, u"results_verified"_s));
    return batch.commit();
  }
  Status release() { return m_store.changeLease(u"l"_s, u"active"_s, u"released"_s); }

  test::FakeClock m_clock;
  JobStore m_store;
  Error m_error;
};

class StoreFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(StoreFaultTest, AFailureOfAnyStatementLeavesWholeSteps) {
  const Fault fault = GetParam();
  int statements = 0;
  for (int n = 1;; ++n) {
    SCOPED_TRACE(n);
    QTemporaryDir folder;
    const DatabaseOptions options{.path = folder.filePath(u"jobs.sqlite"_s), .schema = jobSchema()};
    int acknowledged = 0;
    {
      test::FaultyDatabase database;
      ASSERT_TRUE(database.open(options).ok());
      Life life(database);
      database.failAt(n, fault);
      acknowledged = life.run();
      if (!database.hasFailed()) {
        EXPECT_EQ(acknowledged, 7);
        statements = n - 1;
        break;
      }
      EXPECT_LT(acknowledged, 7);
      EXPECT_EQ(life.error().code, ErrorCode::DiskFull);
      database.heal();
      if (fault != Fault::FromThere) {
        const int shown = life.shown();
        EXPECT_TRUE(shown == acknowledged || (fault == Fault::After && shown == acknowledged + 1)) << shown;
      }
    }
    Database again;
    ASSERT_TRUE(again.open(options).ok());
    Life life(again);
    const int shown = life.shown();
    // One more than acknowledged only when a commit was done and its answer lost.
    EXPECT_GE(shown, acknowledged);
    EXPECT_LE(shown, acknowledged + (fault == Fault::After ? 1 : 0));
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(statements, 40);
}

INSTANTIATE_TEST_SUITE_P(Faults, StoreFaultTest, testing::Values(Fault::Before, Fault::After, Fault::FromThere),
                         [](const auto& instance) {
                           switch (instance.param) {
                             case Fault::Before:
                               return "Before";
                             case Fault::After:
                               return "After";
                             default:
                               return "FromThere";
                           }
                         });

TEST(StoreFault, OpeningSurvivesAFailureOfAnyOfItsStatements) {
  for (int n = 1;; ++n) {
    SCOPED_TRACE(n);
    QTemporaryDir folder;
    const DatabaseOptions options{.path = folder.filePath(u"jobs.sqlite"_s), .schema = jobSchema()};
    test::FaultyDatabase database;
    database.failAt(n, Fault::FromThere);
    const Status opened = database.open(options);
    const bool failed = database.hasFailed();
    EXPECT_EQ(opened.ok(), !failed);
    database.heal();
    ASSERT_TRUE(database.open(options).ok());
    EXPECT_EQ(Life(database).run(), 7);
    if (!failed) break;
  }
}

}  // namespace
}  // namespace cc::store
