// SPDX-License-Identifier: GPL-3.0-or-later
// Runtimes that outlive a job: kept on request, or attached by the user.
#include "QueueFixture.h"
#include "jobs/commands/Cancel.h"
#include "jobs/commands/Retry.h"

using namespace Qt::StringLiterals;
using cc::test::QueueFixture;
using cc::test::waitFor;

namespace cc {
namespace {

class Runtimes : public QueueFixture {
protected:
  jobs::JobSpec keeping() {
    jobs::JobSpec wishes = spec();
    wishes.keepRuntime = true;
    return wishes;
  }
  QString leaseOf(const QString& job) { return parts->store.attempts(job)->back().leaseId; }
  store::LeaseRow lease(const QString& id) { return **parts->store.lease(id); }
  // As the engine does for "runtimes attach".
  void attach(const QString& id, const char* kernel = "python3", const QStringList& accelerators = {}) {
    provider.live.insert({id, true});
    ASSERT_TRUE(parts->store
                    .addLease({.id = id,
                               .provider = u"fake"_s,
                               .key = id,
                               .state = u"active"_s,
                               .request = toJson(jobs::Lease{.accelerators = accelerators, .attached = true}),
                               .endpoint = {{"key", id.toStdString()}, {"kernel_name", kernel}},
                               .keep = true})
                    .ok());
  }
};

TEST_F(Runtimes, areKeptAfterASuccessAndAfterAFailingCellWhenThatWasAsked) {
  const QString good = submit(keeping());
  ASSERT_TRUE(reaches(good, "succeeded"));
  provider.script.outcome = {.end = jobs::RunEnd::CellFailed, .error = Error{.code = ErrorCode::CellFailed}};
  const QString bad = submit(keeping());
  ASSERT_TRUE(reaches(bad, "failed"));
  for (const QString& id : {good, bad}) {
    EXPECT_EQ(lease(leaseOf(id)).state, u"active"_s);
    EXPECT_EQ(lease(leaseOf(id)).jobId, id);
  }
  restart();
  EXPECT_EQ(lease(leaseOf(good)).state, u"active"_s);
  EXPECT_EQ(provider.released, 0);
  EXPECT_EQ(provider.live.size(), 2U);
}

TEST_F(Runtimes, areReleasedAfterACancelAndAfterATimeLimitThoughKeepingWasAsked) {
  provider.script.holdRun = true;
  const QString cancelled = submit(keeping());
  ASSERT_TRUE(executing());
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {cancelled}).ok());
  ASSERT_TRUE(reaches(cancelled, "cancelled"));
  EXPECT_TRUE(waitFor([&] { return lease(leaseOf(cancelled)).state == u"released"_s; }));
  jobs::JobSpec limited = keeping();
  limited.timeoutMs = 60'000;
  const QString late = submit(limited);
  ASSERT_TRUE(waitFor([&] { return provider.runs.size() == 2 && lastRun() && lastRun()->executing; }));
  clock.advance(61'000);
  ASSERT_TRUE(reaches(late, "timed_out"));
  EXPECT_TRUE(waitFor([&] { return lease(leaseOf(late)).state == u"released"_s; }));
}

TEST_F(Runtimes, attachedServeOnlyJobsThatWantTheirAccelerator) {
  provider.rented = true;
  attach(u"mine"_s, "python3", {u"T4"_s});
  jobs::JobSpec dear = spec();
  dear.accelerators = {u"A100"_s};
  ASSERT_TRUE(reaches(submit(dear), "succeeded"));
  EXPECT_EQ(provider.acquired, 1) << "a T4 is no A100";
  dear.accelerators = {u"L4"_s, u"t4"_s};
  const QString fitting = submit(dear);
  ASSERT_TRUE(reaches(fitting, "succeeded"));
  EXPECT_EQ(leaseOf(fitting), u"mine"_s);
  EXPECT_EQ(provider.acquired, 1);
}

TEST_F(Runtimes, thatAreKeptAreNotTakenByTheNextJob) {
  ASSERT_TRUE(reaches(submit(keeping()), "succeeded"));
  ASSERT_TRUE(reaches(submit(spec()), "succeeded"));
  EXPECT_EQ(provider.acquired, 2);
}

TEST_F(Runtimes, thatAreAttachedServeOneJobAfterTheOther) {
  attach(u"mine"_s);
  provider.script.holdRun = true;
  const QString first = submit(spec());
  const QString second = submit(spec());
  ASSERT_TRUE(waitFor([&] { return provider.runs.size() == 2 && provider.runs[1] && provider.runs[1]->executing; }));
  EXPECT_EQ(lease(u"mine"_s).jobId, first);
  EXPECT_EQ(leaseOf(first), u"mine"_s);
  EXPECT_NE(leaseOf(second), u"mine"_s);
  EXPECT_EQ(provider.acquired, 1);
  for (const auto& run : provider.runs) run->end({});
  ASSERT_TRUE(reaches(first, "succeeded"));
  ASSERT_TRUE(reaches(second, "succeeded"));
  EXPECT_EQ(lease(u"mine"_s).state, u"active"_s);
  EXPECT_EQ(lease(u"mine"_s).jobId, QString());
  provider.script.holdRun = false;
  provider.script.outcome = {.end = jobs::RunEnd::CellFailed, .error = Error{.code = ErrorCode::CellFailed}};
  const QString third = submit(spec());
  ASSERT_TRUE(reaches(third, "failed"));
  EXPECT_EQ(leaseOf(third), u"mine"_s);
  EXPECT_EQ(lease(u"mine"_s).state, u"active"_s);
  EXPECT_TRUE(provider.live.contains(u"mine"_s));
}

TEST_F(Runtimes, ofAnotherKernelAreLeftAlone) {
  attach(u"mine"_s, "ir");
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_NE(leaseOf(id), u"mine"_s);
}

TEST_F(Runtimes, thatAreAttachedStaySoWhenTheProgramIsKilled) {
  attach(u"mine"_s);
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  provider.runs.clear();
  restart();
  ASSERT_TRUE(executing());
  EXPECT_EQ(lease(u"mine"_s).jobId, id);
  lastRun()->end({});
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_EQ(provider.acquired, 0);
  EXPECT_EQ(lease(u"mine"_s).state, u"active"_s);
  EXPECT_EQ(lease(u"mine"_s).jobId, QString());
}

TEST_F(Runtimes, thatAreAttachedEndWhenTheyAreLostOrDoNotStop) {
  attach(u"lost"_s);
  provider.script.outcome = {.end = jobs::RunEnd::RuntimeLost, .error = Error{.code = ErrorCode::RuntimeGone}};
  ASSERT_TRUE(reaches(submit(spec()), "lost"));
  EXPECT_TRUE(waitFor([&] { return lease(u"lost"_s).state == u"released"_s; }));
  attach(u"deaf"_s);
  provider.script.holdRun = provider.script.ignoreInterrupt = provider.script.ignoreRestart = true;
  const QString id = submit(spec());
  ASSERT_TRUE(waitFor([&] { return provider.runs.size() == 2 && lastRun() && lastRun()->executing; }));
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {id}).ok());
  clock.advance(10'000);
  clock.advance(10'000);
  ASSERT_TRUE(reaches(id, "cancelled"));
  EXPECT_TRUE(waitFor([&] { return lease(u"deaf"_s).state == u"released"_s; }));
}

TEST_F(Runtimes, aRetryOfASuccessIsANewAttemptAndOfARunningJobIsRefused) {
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  provider.script.holdRun = true;
  ASSERT_TRUE(jobs::retryJobs(*parts->queue, {id}).ok());
  ASSERT_TRUE(waitFor([&] { return provider.runs.size() == 2 && lastRun() && lastRun()->executing; }));
  const Status again = jobs::retryJobs(*parts->queue, {id});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::UsageNotAllowedInState);
  EXPECT_EQ(again.error().params.value(u"state"_s), u"running"_s);
  EXPECT_EQ(again.error().params.value(u"job"_s), id);
  lastRun()->end({});
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_EQ(parts->store.attempts(id)->size(), 2U);
}

}  // namespace
}  // namespace cc
