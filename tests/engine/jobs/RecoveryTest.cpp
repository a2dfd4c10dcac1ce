// SPDX-License-Identifier: GPL-3.0-or-later
// What a new process makes of what a killed one left.
#include "QueueFixture.h"
#include "jobs/commands/Cancel.h"

using namespace Qt::StringLiterals;
using cc::test::QueueFixture;
using cc::test::waitFor;

namespace cc {
namespace {

using Recovery = QueueFixture;

TEST_F(Recovery, takesUpARunningJobWithTheSameAttemptAndNoSecondRuntime) {
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "running"));
  ASSERT_TRUE(executing());
  const QString attempt = lastRun()->plan().attemptId;
  provider.script.holdRun = false;
  restart();
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_EQ(provider.acquired, 1);
  EXPECT_EQ(parts->store.attempts(id)->size(), 1U);
  EXPECT_EQ(parts->store.attempts(id)->front().id, attempt);
}

TEST_F(Recovery, tellsTheRunThatCellsMayHaveBeenSent) {
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  EXPECT_FALSE(lastRun()->plan().resume);
  restart();
  ASSERT_TRUE(waitFor([&] { return provider.runs.size() == 2 && provider.runs[1] && provider.runs[1]->executing; }));
  EXPECT_TRUE(provider.runs[1]->plan().resume);
}

TEST_F(Recovery, asksAgainWithTheSameKeyWhenTheReplyToAcquireWasLost) {
  provider.script.holdAcquire = true;
  const QString id = submit(spec());
  ASSERT_TRUE(waitFor([&] { return provider.acquired == 1; }));
  provider.script.holdAcquire = false;
  restart();
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_EQ(provider.acquired, 2);
  EXPECT_EQ(parts->store.leases({})->size(), 1U);
}

TEST_F(Recovery, finishesACancelThatWasAskedBefore) {
  provider.script.holdRun = provider.script.ignoreInterrupt = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {id}).ok());
  provider.script.ignoreInterrupt = false;
  restart();
  ASSERT_TRUE(reaches(id, "cancelled"));
  EXPECT_TRUE(waitFor([&] { return provider.live.empty(); }));
}

TEST_F(Recovery, doesNotBelieveOneUnreachableAnswer) {
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  provider.script.refreshError = Error{.code = ErrorCode::NetUnreachable};
  provider.script.holdRun = false;
  restart();
  ASSERT_TRUE(waitFor([&] { return provider.refreshed == 1; }));
  QCoreApplication::processEvents();
  EXPECT_EQ(state(id), "running");
  provider.script.refreshError.reset();
  ASSERT_TRUE(waitFor([&] {
    clock.advance(1'000);
    return state(id) == "succeeded";
  }));
}

TEST_F(Recovery, callsAJobLostOnlyWhenTheProviderSaysGone) {
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  provider.script.refreshError = Error{.code = ErrorCode::RuntimeGone};
  restart();
  ASSERT_TRUE(reaches(id, "lost"));
}

TEST_F(Recovery, releasesALeaseThatNoJobNeeds) {
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(parts->store
                  .addLease({.id = u"stray"_s,
                             .provider = u"fake"_s,
                             .key = u"stray"_s,
                             .state = u"active"_s,
                             .jobId = id,
                             .request = Json::object(),
                             .requestedAt = clock.now()})
                  .ok());
  provider.live[u"stray"_s] = true;
  restart();
  EXPECT_TRUE(waitFor([&] { return provider.live.empty(); }));
}

TEST_F(Recovery, keepsTheQueueHeldAcrossARestart) {
  ASSERT_TRUE(parts->queue->setHeld(true).ok());
  restart();
  EXPECT_TRUE(parts->queue->isHeld());
}

TEST_F(Recovery, waitsOutThePauseOfARetryAcrossARestart) {
  provider.script.outcome = {.end = jobs::RunEnd::RuntimeLost, .error = Error{.code = ErrorCode::KernelDied}};
  auto wanted = spec();
  wanted.retries = 1;
  const QString id = submit(wanted);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  provider.script.outcome = {};
  restart();
  QCoreApplication::processEvents();
  EXPECT_EQ(state(id), "waiting_retry");
  ASSERT_TRUE(waitFor([&] {
    clock.advance(1'000);
    return state(id) == "succeeded";
  }));
}

}  // namespace
}  // namespace cc
