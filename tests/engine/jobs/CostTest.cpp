// SPDX-License-Identifier: GPL-3.0-or-later
// What the queue's machines cost: the ledger, budgets, forecasts.
#include "QueueFixture.h"
#include "jobs/LeaseKeeper.h"
#include "jobs/commands/Retry.h"

using namespace Qt::StringLiterals;

namespace cc::test {

class CostTest : public QueueFixture {
protected:
  void SetUp() override {
    provider.rented = true;
    provider.script.holdRun = true;
    tell(100, 0, 0);
    QueueFixture::SetUp();
    clock.advance(1);
  }
  void tell(double units, double perHour, int runtimes) {
    provider.told = jobs::ProviderUsage{.account = u"me@example.org"_s,
                                        .tier = u"pro"_s,
                                        .units = units,
                                        .unitsPerHour = perHour,
                                        .runtimes = runtimes};
  }
  std::vector<store::LedgerRow> rows(const QString& job) { return parts->ledger.ofJob(job).valueOr({}); }
  jobs::JobSpec paid(double maxUnits = 0) {
    jobs::JobSpec wanted = spec();
    wanted.accelerators = {u"T4"_s};
    wanted.maxUnits = maxUnits;
    return wanted;
  }
  QString running(const jobs::JobSpec& wanted) {
    const auto before = provider.runs.size();
    const QString id = submit(wanted);
    EXPECT_TRUE(waitFor([&] { return provider.runs.size() > before && lastRun()->executing; }));
    EXPECT_TRUE(waitFor([&] { return rows(id).size() == 1; }));
    return id;
  }
  store::LedgerSum sum(const QString& job) { return (*parts->queue->costs().sums(job))[job]; }
  void pass(qint64 ms) {
    clock.advance(ms);
    QCoreApplication::processEvents();
  }
};

constexpr qint64 kMinute = 60'000, kHour = 3'600'000;

TEST_F(CostTest, AnAttemptCostsFromTheMachineToItsRelease) {
  tell(100, 2, 1);
  const QString id = running(paid());
  EXPECT_EQ(rows(id).front().accelerator, u"T4"_s);
  pass(kHour);
  ASSERT_TRUE(waitFor([&] { return rows(id).front().rateFrom == u"alone"_s; }));
  provider.script.releaseError = Error{.code = ErrorCode::NetTimedOut};
  lastRun()->end({});
  ASSERT_TRUE(reaches(id, "succeeded"));
  pass(kHour);
  EXPECT_EQ(rows(id).front().endedAt, 0) << "it costs until the release is confirmed";
  provider.script.releaseError.reset();
  pass(kHour);
  ASSERT_TRUE(waitFor([&] { return rows(id).front().endedAt > 0; }));
  const store::LedgerSum cost = sum(id);
  EXPECT_TRUE(cost.isMeasured);
  EXPECT_GT(cost.units, 4.0);
  EXPECT_LE(cost.units, 6.0);
  EXPECT_NEAR(cost.acceleratorSeconds, cost.units / 2 * 3'600, 1);
}

TEST_F(CostTest, NothingIsLostOrDoubledByAKill) {
  tell(100, 2, 1);
  const QString id = running(paid());
  const EpochMs began = rows(id).front().startedAt;
  restart();
  pass(kMinute);
  ASSERT_TRUE(waitFor([&] { return parts->queue->runner(id) && parts->queue->runner(id)->run(); }));
  EXPECT_EQ(rows(id).size(), 1u);
  EXPECT_EQ(rows(id).front().startedAt, began);
  EXPECT_EQ(rows(id).front().endedAt, 0);
}

TEST_F(CostTest, AReleaseThatNobodySawIsStillPaidUntilIt) {
  tell(100, 2, 1);
  const QString id = running(paid());
  pass(kHour);
  const store::LeaseRow lease = parts->store.leases({u"active"_s})->front();
  parts->queue->stop();
  ASSERT_TRUE(parts->store.changeLease(lease.id, u"active"_s, u"releasing"_s).ok());
  ASSERT_TRUE(parts->store.changeLease(lease.id, u"releasing"_s, u"released"_s).ok());
  const EpochMs released = clock.now();
  clock.advance(kHour);
  restart();
  pass(1);
  ASSERT_TRUE(waitFor([&] { return rows(id).front().endedAt > 0; }));
  EXPECT_EQ(rows(id).front().endedAt, released);
}

TEST_F(CostTest, AMachineCostsBeforeItIsReadyAndWhenItNeverIs) {
  tell(100, 2, 1);
  provider.script.tellRented = provider.script.holdAcquire = true;
  const QString id = submit(paid());
  ASSERT_TRUE(waitFor([&] { return rows(id).size() == 1; }));
  const EpochMs began = clock.now();
  EXPECT_EQ(rows(id).front().startedAt, began);
  pass(kHour);
  provider.script.holdAcquire = false;
  provider.script.acquireError = Error{.code = ErrorCode::RuntimeUnreachable};
  restart();  // what was told is on record
  ASSERT_TRUE(reaches(id, "failed"));
  ASSERT_TRUE(waitFor([&] { return rows(id).front().endedAt > 0; }));
  EXPECT_EQ(rows(id).size(), 1u);
  EXPECT_EQ(rows(id).front().startedAt, began);
  EXPECT_NEAR(sum(id).units, 2.0, 0.01);
}

TEST_F(CostTest, AMachineThatOnlyTheReleaseFoundIsPaidSinceItWasAskedFor) {
  tell(100, 2, 1);
  provider.script.acquireError = Error{.code = ErrorCode::NetTimedOut};
  provider.script.releaseError = Error{.code = ErrorCode::NetTimedOut};
  const EpochMs asked = clock.now();
  int failures = 0;
  QObject::connect(parts->services.leases, &jobs::LeaseKeeper::releaseFailed, parts->services.leases,
                   [&failures] { ++failures; });
  const QString id = submit(paid());
  ASSERT_TRUE(reaches(id, "failed"));
  ASSERT_TRUE(waitFor([&] { return failures == 1; }));
  QCoreApplication::processEvents();
  EXPECT_TRUE(rows(id).empty());
  provider.script.releaseError.reset();
  provider.script.findOnRelease = true;
  pass(kHour);
  ASSERT_TRUE(waitFor([&] { return rows(id).size() == 1 && rows(id).front().endedAt > 0; }));
  EXPECT_EQ(rows(id).front().startedAt, asked);
  EXPECT_EQ(rows(id).front().endedAt, clock.now());
  EXPECT_NEAR(sum(id).units, 2.0, 0.01);
}

TEST_F(CostTest, ADiskThatIsNearlyFullIsToldOnceAndTakenBack) {
  tell(100, 2, 1);
  const QString id = running(paid());
  const auto sampled = [&](qint64 second, double free) {
    Q_EMIT lastRun()->sampled({jobs::Sample{.time = second * 1'000, .diskFree = free, .diskTotal = 100e9}});
  };
  sampled(1, 11e9);
  EXPECT_FALSE(parts->queue->costs().warning(id));
  sampled(2, 10e9);
  const auto warning = parts->queue->costs().warning(id);
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->code, ErrorCode::RuntimeDiskLow);
  EXPECT_EQ(warning->params.value(u"used_percent"_s), u"90"_s);
  EXPECT_EQ(warning->params.value(u"free"_s), u"10000000000"_s);
  sampled(3, 11e9);
  EXPECT_TRUE(parts->queue->costs().warning(id)) << "not taken back by a file that comes and goes";
  sampled(4, 13e9);
  EXPECT_FALSE(parts->queue->costs().warning(id));
  QStringList told;
  const auto events = parts->store.events(id);
  for (const store::EventRow& event : *events) {
    if (event.kind == u"warning"_s) told << event.to;
  }
  EXPECT_EQ(told, (QStringList{u"runtime.disk_low"_s, QString()}));
}

TEST_F(CostTest, AKeptMachineIsPaidByItsJobNoLonger) {
  config.providers.front().keepMs = 10 * kHour;
  jobs::JobSpec kept = paid();
  kept.keepRuntime = true;
  tell(100, 2, 1);
  const QString id = running(kept);
  pass(kHour);
  lastRun()->end({});
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(waitFor([&] { return rows(id).front().endedAt > 0; }));
  pass(kHour);
  EXPECT_NEAR(sum(id).units, 2.0, 0.01);
  const auto open = parts->ledger.openRows();
  ASSERT_EQ(open->size(), 1u);
  EXPECT_TRUE(open->front().jobId.isEmpty());
  EXPECT_EQ(open->front().startedAt, rows(id).front().endedAt);
}

TEST_F(CostTest, TheSecondMachineCostsTheDifference) {
  tell(100, 2, 1);
  const QString first = running(paid());
  pass(2 * kMinute);
  ASSERT_TRUE(waitFor([&] { return rows(first).front().rateFrom == u"alone"_s; }));
  tell(99, 14, 2);
  jobs::JobSpec other = paid();
  other.accelerators = {u"A100"_s};  // another T4 at six times the price would not be believed
  const QString second = running(other);
  pass(2 * kMinute);
  ASSERT_TRUE(waitFor([&] { return rows(second).front().rateFrom == u"difference"_s; }))
      << rows(second).front().rateFrom.toStdString();
  EXPECT_DOUBLE_EQ(*rows(second).front().unitsPerHour, 12);
  EXPECT_DOUBLE_EQ(*rows(first).front().unitsPerHour, 2);
}

TEST_F(CostTest, GuessesServeUntilARateWasSeen) {
  provider.listedUnits = 3;
  tell(100, 0, 0);  // the account does not tell of it yet
  const QString id = running(paid());
  EXPECT_EQ(rows(id).front().rateFrom, u"listed"_s);
  EXPECT_FALSE(sum(id).isMeasured);
  config.acceleratorPrices = {{u"T4"_s, 4.0}};
  EXPECT_EQ(parts->queue->costs().rateOf(provider, {u"T4"_s, false}).source, jobs::RateSource::Configured);
  tell(100, 2, 1);
  pass(2 * kMinute);
  ASSERT_TRUE(waitFor([&] { return sum(id).isMeasured; }));
  EXPECT_EQ(parts->queue->costs().rateOf(provider, {u"T4"_s, false}).source, jobs::RateSource::Learned);
}

TEST_F(CostTest, AJobThatUsedUpItsBudgetIsStoppedAndNotTriedAgain) {
  tell(100, 6, 1);
  jobs::JobSpec wanted = paid(1.0);
  wanted.retries = 3;
  const QString id = running(wanted);
  pass(2 * kMinute);
  ASSERT_EQ(state(id), "running");
  pass(8 * kMinute);
  ASSERT_TRUE(reaches(id, "failed")) << state(id);
  EXPECT_EQ(stringAt(row(id).error, "code"), u"account.budget_spent"_s);
  EXPECT_NEAR(sum(id).units, 1.0, 0.1) << "stopped on time, not at the next minute";
  EXPECT_TRUE(waitFor([&] { return provider.live.empty(); })) << "and its machine is gone";
  const Status again = jobs::retryJobs(*parts->queue, {id});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::AccountBudgetSpent);
}

TEST_F(CostTest, ASpentDayHoldsWhatCostsAndNothingElse) {
  config.budget.day = 1;
  tell(100, 6, 1);
  const QString first = running(paid());
  pass(11 * kMinute);
  ASSERT_TRUE(parts->queue->costs().spentBudget());
  EXPECT_EQ(parts->queue->costs().spentBudget()->params[u"scope"_s], u"day"_s);
  const QString second = submit(paid());
  pass(kMinute);
  EXPECT_EQ(state(second), "queued");
  EXPECT_EQ(state(first), "running") << "what runs goes on";
  lastRun()->end({});
  ASSERT_TRUE(reaches(first, "succeeded"));
  pass(kMinute);
  EXPECT_EQ(state(second), "queued");
  tell(99, 0, 0);
  pass(24 * kHour);
  EXPECT_TRUE(reaches(second, "running")) << "a new day";
  int told = 0;
  const auto events = parts->store.events(QString());
  for (const store::EventRow& event : *events) told += event.kind == u"budget"_s;
  EXPECT_EQ(told, 2) << "once spent, once free again";
}

TEST_F(CostTest, AnIdleCardIsToldOnceAndTakenBack) {
  config.idle = {.belowPercent = 5, .afterMs = 60'000};
  tell(100, 2, 1);
  const QString id = running(paid());
  const auto sampled = [&](qint64 second, double use) {
    jobs::Sample sample{.time = second * 1'000};
    sample.gpus.push_back({.utilization = use});
    Q_EMIT lastRun()->sampled({sample});
  };
  sampled(1, 0);
  sampled(70, 0);
  const auto warning = parts->queue->costs().warning(id);
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->code, ErrorCode::RuntimeIdle);
  sampled(71, 90);
  EXPECT_FALSE(parts->queue->costs().warning(id));
  QStringList told;
  const auto events = parts->store.events(id);
  for (const store::EventRow& event : *events) {
    if (event.kind == u"warning"_s) told << event.to;
  }
  EXPECT_EQ(told, (QStringList{u"runtime.idle"_s, QString()}));
}

TEST_F(CostTest, TheAccountTellsHowLongItLasts) {
  tell(10, 5, 1);
  running(paid());
  pass(2 * kMinute);
  const auto usages = parts->queue->costs().usages();
  ASSERT_EQ(usages.size(), 1u);
  EXPECT_EQ(usages[0].usage.account, u"me@example.org"_s);
  EXPECT_EQ(usages[0].lastsUntil, usages[0].at + 2 * kHour);
  EXPECT_GT(usages[0].spentToday, 0.0);
  tell(7, 5, 1);
  pass(2 * kMinute);
  tell(50, 5, 1);  // bought some
  pass(2 * kMinute);
  tell(49, 5, 1);
  pass(2 * kMinute);
  EXPECT_NEAR(*parts->queue->costs().usages()[0].fellToday, 94.0, 1e-9) << "100 to 10 to 7, then 50 to 49";
}

TEST_F(CostTest, AForecastComesFromEarlierRunsElseFromTheLimit) {
  provider.listedUnits = 3;
  jobs::JobSpec wanted = paid();
  wanted.provider = u"fake"_s;
  auto none = parts->queue->costs().forecast(wanted);
  EXPECT_TRUE(none->isPaid);
  EXPECT_FALSE(none->hours);
  EXPECT_EQ(none->rate.source, jobs::RateSource::Listed);
  wanted.timeoutMs = 2 * kHour;
  EXPECT_DOUBLE_EQ(*parts->queue->costs().forecast(wanted)->units, 6);
  EXPECT_EQ(parts->queue->costs().forecast(wanted)->basis, u"limit"_s);
  tell(100, 2, 1);
  const QString id = running(wanted);
  pass(kHour);
  lastRun()->end({});
  ASSERT_TRUE(reaches(id, "succeeded"));
  const auto known = parts->queue->costs().forecast(wanted);
  EXPECT_NE(known->basis, u"limit"_s);
  EXPECT_NEAR(*known->hours, 1, 0.01);
  EXPECT_NEAR(*known->units, 2, 0.02);
  EXPECT_EQ(known->balance, 100.0);
}

}  // namespace cc::test
