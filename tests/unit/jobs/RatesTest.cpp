// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/cost/Rates.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace cc::jobs {
namespace {

constexpr EpochMs kHour = 3'600'000;

store::LedgerRow machine(qint64 id, EpochMs startedAt, std::optional<double> rate = {}, const QString& from = {}) {
  return {.id = id, .startedAt = startedAt, .unitsPerHour = rate, .rateFrom = from};
}

store::UsageRow usage(EpochMs at, double rate, int runtimes) {
  return {.at = at, .unitsPerHour = rate, .runtimes = runtimes};
}

TEST(Rates, TheOnlyMachineCostsWhatTheAccountSpends) {
  const auto found = findRates({machine(1, 10)}, usage(100, 1.5, 1), {});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_DOUBLE_EQ(found[0].rate.unitsPerHour, 1.5);
  EXPECT_EQ(found[0].rate.source, RateSource::Alone);
}

TEST(Rates, TheOnlyMachineIsNotBelievedToCostOtherwiseUntilItLasts) {
  for (const QString& known : {u"alone"_s, u"learned"_s}) {
    const std::vector<store::LedgerRow> a100{machine(1, 10, 5.4, known)};
    EXPECT_TRUE(findRates(a100, usage(100'000, 0.08, 1), usage(40'000, 5.4, 1)).empty()) << "it died, a CPU came";
    EXPECT_EQ(findRates(a100, usage(100'000, 5.3, 1), {}).size(), 1u);
    EXPECT_EQ(findRates(a100, usage(100'000, 6.4, 1), usage(40'000, 6.4, 1)).size(), 1u) << "it became dearer";
  }
}

TEST(Rates, TheOnlyMachineOfTheAccountMayBeSomebodyElses) {
  EXPECT_TRUE(findRates({}, usage(100, 1.5, 1), {}).empty());
  EXPECT_TRUE(findRates({machine(1, 10)}, usage(100, 4, 2), {}).empty()) << "one of two, and nobody knows which";
}

TEST(Rates, AMachineThatCameBetweenTwoSamplesCostsTheDifference) {
  const auto found =
      findRates({machine(1, 5, 1.0, u"alone"_s), machine(2, 50)}, usage(100, 13.0, 2), usage(40, 1.0, 1));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id, 2);
  EXPECT_DOUBLE_EQ(found[0].rate.unitsPerHour, 12.0);
  EXPECT_EQ(found[0].rate.source, RateSource::Difference);
}

TEST(Rates, AMachineThatWentCostsTheDifferenceToo) {
  store::LedgerRow gone = machine(1, 5, 0.5, u"share"_s);
  gone.endedAt = 60;
  const auto found = findRates({gone, machine(2, 5, 6.0, u"share"_s)}, usage(100, 5.0, 1), usage(40, 6.5, 2));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, 1);
  EXPECT_DOUBLE_EQ(found[0].rate.unitsPerHour, 1.5);
  EXPECT_EQ(found[0].rate.source, RateSource::Difference);
  EXPECT_EQ(found[1].rate.source, RateSource::Alone);
  EXPECT_DOUBLE_EQ(found[1].rate.unitsPerHour, 5.0);
  gone.startedAt = 50;
  EXPECT_EQ(findRates({gone}, usage(100, 5.0, 1), usage(40, 6.5, 2)).size(), 0u) << "it came and went between them";
}

TEST(Rates, NoDifferenceIsTakenWhenMoreChanged) {
  EXPECT_TRUE(findRates({machine(2, 50)}, usage(100, 13.0, 3), usage(40, 1.0, 1)).empty()) << "two came";
  const std::vector<store::LedgerRow> both{machine(1, 50), machine(2, 60)};
  for (const FoundRate& found : findRates(both, usage(100, 13.0, 3), usage(40, 1.0, 2)))
    EXPECT_NE(found.rate.source, RateSource::Difference);
  EXPECT_TRUE(findRates({machine(2, 50)}, usage(100, 1.0, 3), usage(40, 1.0, 2)).empty()) << "told before it counted";
}

// Three jobs sent together: the account counts each machine before its reply is here.
TEST(Rates, NoDifferenceIsTakenWhileMachinesAreBeingMade) {
  const store::LedgerRow t4 = machine(1, 30, 1.1, u"listed"_s), a100 = machine(2, 60, 5.4, u"listed"_s);
  EXPECT_TRUE(findRates({t4, a100}, usage(100, 6.55, 3), usage(40, 6.47, 2)).empty()) << "the third costs 0.08";
  EXPECT_TRUE(findRates({t4, a100}, usage(100, 6.55, 2), usage(40, 1.07, 2)).empty());
  EXPECT_TRUE(findRates({t4, a100}, usage(100, 6.55, 3), usage(40, 1.15, 2)).empty()) << "one is somebody else's";
}

TEST(Rates, ADifferenceThatContradictsWhatWasSeenIsNone) {
  const auto differs = [](double change) {
    const auto found = findRates({machine(1, 5, 1.0, u"alone"_s), machine(2, 50, 1.07, u"learned"_s)},
                                 usage(100, 1.0 + change, 2), usage(40, 1.0, 1));
    return !found.empty() && found.front().rate.source == RateSource::Difference;
  };
  EXPECT_TRUE(differs(1.07));
  EXPECT_TRUE(differs(1.1));
  EXPECT_FALSE(differs(2.06)) << "one more came that nobody knew of";
  EXPECT_FALSE(differs(0.5));
}

TEST(Rates, SeveralMachinesShareWhatTheAccountSpendsByTheirGuesses) {
  const auto found = findRates({machine(1, 5, 1.0, u"listed"_s), machine(2, 5, 3.0, u"learned"_s)},
                               usage(100'000, 8, 2), usage(40'000, 8, 2));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_DOUBLE_EQ(found[0].rate.unitsPerHour, 2);
  EXPECT_DOUBLE_EQ(found[1].rate.unitsPerHour, 6);
  EXPECT_EQ(found[1].rate.source, RateSource::Share);
}

// One of them may have died a moment ago and another not have been heard of: two T4 are not what a CPU and a T4 cost.
TEST(Rates, AShareIsNoBetterThanAGuessWhileMachinesComeAndGo) {
  const std::vector<store::LedgerRow> both{machine(1, 5, 0.08, u"learned"_s), machine(2, 5, 0.08, u"learned"_s)};
  const auto now = usage(100'000, 1.15, 2);
  EXPECT_TRUE(findRates(both, now, {}).empty()) << "told once";
  EXPECT_TRUE(findRates(both, now, usage(40'000, 0.16, 2)).empty()) << "told otherwise before";
  EXPECT_TRUE(findRates(both, now, usage(40'000, 1.15, 1)).empty()) << "of fewer machines";
  EXPECT_TRUE(findRates(both, now, usage(3, 1.15, 2)).empty()) << "before they were there";
  EXPECT_TRUE(findRates(both, now, usage(95'000, 1.15, 2)).empty()) << "a moment ago";
  std::vector<store::LedgerRow> more = both;
  more.push_back(machine(3, 5, 1.07, u"learned"_s));
  more.back().endedAt = 70'000;
  EXPECT_TRUE(findRates(more, now, usage(40'000, 1.15, 2)).empty()) << "one went meanwhile";
  EXPECT_EQ(findRates(both, now, usage(40'000, 1.15, 2)).size(), 2u) << "it lasts";
  const auto none = findRates({machine(1, 5, 0.08, u"learned"_s), machine(2, 5)}, usage(100, 1.15, 2), {});
  ASSERT_EQ(none.size(), 1u) << "where nothing is known it is better than nothing";
  EXPECT_EQ(none[0].id, 2);
  EXPECT_DOUBLE_EQ(none[0].rate.unitsPerHour, 1.07);
}

TEST(Rates, WhatWasObservedIsTakenOffBeforeSharing) {
  const auto found =
      findRates({machine(1, 5, 2.0, u"difference"_s), machine(2, 5), machine(3, 5)}, usage(100, 8, 3), {});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_DOUBLE_EQ(found[0].rate.unitsPerHour, 3);
  EXPECT_DOUBLE_EQ(found[1].rate.unitsPerHour, 3);
}

TEST(Rates, NothingIsLearntFromAnAccountThatSpendsNothingYet) {
  EXPECT_TRUE(findRates({machine(1, 5)}, usage(100, 0, 1), {}).empty());
  EXPECT_TRUE(findRates({machine(1, 5)}, {.at = 100}, {}).empty());
}

TEST(Rates, UnitsAreCountedInsideTheWindow) {
  store::LedgerRow row = machine(1, 2 * kHour, 6.0, u"alone"_s);
  EXPECT_DOUBLE_EQ(*unitsOf(row, 0, 10 * kHour, 3 * kHour), 6);
  row.endedAt = 5 * kHour;
  EXPECT_DOUBLE_EQ(*unitsOf(row, 0, 10 * kHour, 9 * kHour), 18);
  EXPECT_DOUBLE_EQ(*unitsOf(row, 4 * kHour, 10 * kHour, 9 * kHour), 6);
  EXPECT_DOUBLE_EQ(*unitsOf(row, 6 * kHour, 10 * kHour, 9 * kHour), 0);
  row.unitsPerHour.reset();
  EXPECT_FALSE(unitsOf(row, 0, 10 * kHour, 9 * kHour));
}

TEST(Rates, WordsAreStable) {
  for (const auto source : {RateSource::Unknown, RateSource::Listed, RateSource::Configured, RateSource::Learned,
                            RateSource::Share, RateSource::Difference, RateSource::Alone})
    EXPECT_EQ(rateSourceFromWord(toWord(source)), source);
  EXPECT_EQ(rateSourceFromWord(u"guess"_s), RateSource::Unknown);
}

}  // namespace
}  // namespace cc::jobs
