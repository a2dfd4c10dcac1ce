// SPDX-License-Identifier: GPL-3.0-or-later
// What the queue does when a provider has no machine, and how it looks after those it got.
#include "QueueFixture.h"
#include "jobs/LeaseKeeper.h"

using namespace Qt::StringLiterals;

namespace cc::test {

class ScarcityTest : public QueueFixture {
protected:
  void SetUp() override {
    QueueFixture::SetUp();
    config.retries = 0;
  }
  std::optional<ErrorCode> waitsFor() const {
    const auto why = parts->queue->waitsFor(provider.name());
    return why ? std::optional(why->code) : std::nullopt;
  }
  static Error scarce(ErrorCode code) { return Error{.code = code, .retryable = true}; }
};

TEST_F(ScarcityTest, AJobWaitsForAMachineWithoutSpendingRetries) {
  provider.script.acquireError = scarce(ErrorCode::ProviderNothingAvailable);
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(row(id).retriesLeft, 0);
  EXPECT_EQ(row(id).notBefore - clock.now(), 60'000);
  clock.advance(60'000);
  ASSERT_TRUE(waitFor([&] { return provider.acquired == 2 && state(id) == "waiting_retry"; }));
  EXPECT_EQ(row(id).notBefore - clock.now(), 120'000) << "longer each time";
  provider.script.acquireError.reset();
  clock.advance(120'000);
  EXPECT_TRUE(reaches(id, "succeeded"));
}

TEST_F(ScarcityTest, TheWaitEndsWithTheLastRefusal) {
  config.waitMs = 150'000;
  provider.script.acquireError = scarce(ErrorCode::ProviderNothingAvailable);
  const QString id = submit(spec());
  for (int n = 1; n <= 2; ++n) {
    ASSERT_TRUE(waitFor([&] { return provider.acquired == n && state(id) == "waiting_retry"; }));
    clock.advance(n * 60'000);
  }
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(stringAt(row(id).error, "code"), u"provider.nothing_available"_s);
}

TEST_F(ScarcityTest, TooManyMachinesHoldsTheOthersBackUntilOneIsFree) {
  provider.script.holdRun = true;
  const QString first = submit(spec());
  ASSERT_TRUE(executing());
  provider.script.acquireError = scarce(ErrorCode::AccountTooManyRuntimes);
  const QString second = submit(spec());
  ASSERT_TRUE(reaches(second, "waiting_retry"));
  const QString third = submit(spec());
  parts->queue->wake();
  QCoreApplication::processEvents();
  EXPECT_EQ(state(third), "queued") << "nobody asks for it";
  EXPECT_EQ(waitsFor(), ErrorCode::AccountTooManyRuntimes);
  EXPECT_EQ(provider.acquired, 2);
  provider.script.acquireError.reset();
  lastRun()->end({});
  ASSERT_TRUE(reaches(first, "succeeded"));
  EXPECT_TRUE(waitFor([&] { return state(second) == "running" && state(third) == "running"; }))
      << state(second) << state(third);
}

TEST_F(ScarcityTest, OnlyMachinesInUseAreKeptAlive) {
  provider.rented = true;
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  for (int minute = 0; minute < 3; ++minute) clock.advance(70'000);
  EXPECT_GE(provider.pinged.size(), 3);
  lastRun()->end({});
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(waitFor([&] { return provider.live.empty(); }));
  const auto before = provider.pinged.size();
  for (int minute = 0; minute < 3; ++minute) clock.advance(70'000);
  EXPECT_EQ(provider.pinged.size(), before);
}

TEST_F(ScarcityTest, AKeptMachineIsKeptAliveForATimeOnly) {
  config.providers.front().keepMs = 600'000;
  provider.rented = true;
  jobs::JobSpec kept = spec();
  kept.keepRuntime = true;
  ASSERT_TRUE(reaches(submit(kept), "succeeded"));
  for (int minute = 0; minute < 5; ++minute) clock.advance(60'000);
  EXPECT_GE(provider.pinged.size(), 4);
  for (int minute = 0; minute < 10; ++minute) clock.advance(60'000);
  const auto then = provider.pinged.size();
  for (int minute = 0; minute < 10; ++minute) clock.advance(60'000);
  EXPECT_EQ(provider.pinged.size(), then);
}

TEST_F(ScarcityTest, AMachineThatEndsAtItsAgeIsLeftInTime) {
  provider.rented = true;
  provider.lifetimeMs = 12LL * 3'600'000;
  provider.script.holdRun = true;
  jobs::JobSpec wanted = spec();
  wanted.retries = 1;
  const QString id = submit(wanted);
  ASSERT_TRUE(executing());
  clock.advance(11LL * 3'600'000);
  EXPECT_EQ(state(id), "running");
  clock.advance(3'600'000 - 900'000 + 1'000);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(stringAt(row(id).error, "code"), u"runtime.life_over"_s);
  ASSERT_TRUE(waitFor([&] { return provider.live.empty(); })) << "the old machine is let go";
  clock.advance(600'000);
  ASSERT_TRUE(reaches(id, "running"));
  EXPECT_EQ(provider.acquired, 2);
  clock.advance(12LL * 3'600'000);
  EXPECT_TRUE(reaches(id, "lost")) << "no retries are left";
}

TEST_F(ScarcityTest, WhatARunWarnsOfIsTold) {
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  Q_EMIT lastRun()->warned(Error{.code = ErrorCode::AccountConsentNeeded});
  ASSERT_TRUE(parts->queue->warning(id));
  EXPECT_EQ(parts->queue->warning(id)->code, ErrorCode::AccountConsentNeeded);
  Q_EMIT lastRun()->warned(std::nullopt);
  EXPECT_FALSE(parts->queue->warning(id));
}

TEST_F(ScarcityTest, TwoMissedPingsAreTold) {
  provider.rented = true;
  provider.script.holdRun = true;
  provider.script.keepAliveError = Error{.code = ErrorCode::AccountSignInNeeded};
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  for (int minute = 0; minute < 3; ++minute) {
    clock.advance(70'000);
    QCoreApplication::processEvents();
  }
  QFile log(row(id).resultsDir + u"/job.log"_s);
  ASSERT_TRUE(log.open(QIODevice::ReadOnly));
  EXPECT_EQ(log.readAll().count("could not be kept alive"), 1);
}

TEST_F(ScarcityTest, AMachineThatWasReleasedAndIsStillThereIsReleasedAgain) {
  provider.rented = true;
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(waitFor([&] { return provider.released == 1; }));
  ASSERT_TRUE(waitFor([&] { return parts->store.leases({u"released"_s}).valueOr({}).size() == 1; }));
  const auto lease = parts->store.leases({u"released"_s}).value().front();
  provider.listed = {{.key = lease.key}, {.key = u"of-the-user"_s, .ours = false}};
  clock.advance(301'000);
  EXPECT_TRUE(waitFor([&] { return provider.released == 2; })) << "and nothing else is touched";
  EXPECT_TRUE(waitFor([&] { return parts->store.leases({u"released"_s}).valueOr({}).size() == 1; }));
}

TEST_F(ScarcityTest, AMachineThatSomebodyHoldsNowIsNotReleasedForAnOlderLeasesSake) {
  provider.rented = true;
  const auto lease = [this](const char* id, const char* state) {
    const store::LeaseRow row{.id = QString::fromLatin1(id),
                              .provider = u"fake"_s,
                              .key = u"machine"_s,
                              .state = u"active"_s,
                              .request = toJson(jobs::Lease{.attached = true}),
                              .endpoint = {{"key", "machine"}, {"kernel_name", "python3"}},
                              .keep = true,
                              .requestedAt = clock.now()};
    ASSERT_TRUE(parts->store.addLease(row).ok());
    if (QLatin1String(state) == "active"_L1) return;
    ASSERT_TRUE(parts->store.changeLease(row.id, u"active"_s, u"releasing"_s).ok());
    ASSERT_TRUE(parts->store.changeLease(row.id, u"releasing"_s, u"released"_s).ok());
  };
  lease("first", "released");
  lease("second", "active");
  provider.listed = {{.key = u"machine"_s}};
  for (int round = 0; round < 3; ++round) {
    clock.advance(301'000);
    QCoreApplication::processEvents();
  }
  EXPECT_EQ(provider.released, 0);
  EXPECT_EQ((*parts->store.lease(u"first"_s))->state, u"released"_s);
  EXPECT_EQ((*parts->store.lease(u"second"_s))->state, u"active"_s);
  // Once nobody holds it, it is a leftover.
  ASSERT_TRUE(parts->store.changeLease(u"second"_s, u"active"_s, u"releasing"_s).ok());
  ASSERT_TRUE(parts->store.changeLease(u"second"_s, u"releasing"_s, u"released"_s).ok());
  clock.advance(301'000);
  EXPECT_TRUE(waitFor([&] { return provider.released > 0; }));
}

TEST_F(ScarcityTest, ABlockedAccountIsNotAskedAgainForADay) {
  provider.script.acquireError = Error{.code = ErrorCode::AccountBlocked};
  ASSERT_TRUE(reaches(submit(spec()), "failed"));
  provider.script.acquireError.reset();
  const QString next = submit(spec());
  for (int hour = 0; hour < 23; ++hour) {
    clock.advance(3'600'000);
    parts->queue->wake();
    QCoreApplication::processEvents();
  }
  EXPECT_EQ(state(next), "queued");
  EXPECT_EQ(provider.acquired, 1);
  EXPECT_EQ(waitsFor(), ErrorCode::AccountBlocked) << "its user can see why";
  clock.advance(2 * 3'600'000);
  EXPECT_TRUE(reaches(next, "succeeded"));
  EXPECT_EQ(waitsFor(), std::nullopt);
}

TEST_F(ScarcityTest, WithoutASignInOneJobFailsAndTheOthersWaitForIt) {
  provider.rented = true;
  config.parallel = 1;
  provider.script.acquireError = Error{.code = ErrorCode::AccountSignInExpired};
  const QString first = submit(spec()), second = submit(spec());
  QStringList told;
  QObject::connect(parts->queue.get(), &jobs::JobQueue::jobChanged, parts->queue.get(),
                   [&](const QString& id) { told << id; });
  ASSERT_TRUE(reaches(first, "failed"));
  clock.advance(48 * 3'600'000);
  parts->queue->wake();
  QCoreApplication::processEvents();
  EXPECT_EQ(state(second), "queued");
  EXPECT_EQ(provider.acquired, 1);
  EXPECT_EQ(waitsFor(), ErrorCode::AccountSignInExpired);
  EXPECT_TRUE(told.contains(second)) << "windows show it";
  provider.script.acquireError.reset();
  parts->queue->resumeSignedIn();
  EXPECT_TRUE(reaches(second, "succeeded"));
  EXPECT_EQ(waitsFor(), std::nullopt);
}

TEST_F(ScarcityTest, AServerOfOnesOwnThatWantsATokenHoldsNobodyBack) {
  config.parallel = 1;
  provider.script.acquireError = Error{.code = ErrorCode::AccountSignInNeeded};
  const QString first = submit(spec()), second = submit(spec());
  EXPECT_TRUE(reaches(first, "failed"));
  EXPECT_TRUE(reaches(second, "failed"));
}

TEST_F(ScarcityTest, APageInsteadOfAnAnswerIsTriedAgain) {
  jobs::JobSpec again = spec();
  again.retries = 1;
  provider.script.acquireError = Error{.code = ErrorCode::NetBadReply, .params = {{u"sort"_s, u"html"_s}}};
  const QString id = submit(again);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  provider.script.acquireError.reset();
  clock.advance(60'000);
  EXPECT_TRUE(reaches(id, "succeeded"));
}

}  // namespace cc::test
