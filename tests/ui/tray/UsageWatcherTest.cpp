// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/UsageWatcher.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;

namespace {

constexpr EpochMs kNow = 1'000'000'000;
constexpr qint64 kMinute = 60'000;

struct UsageWatcherTest : testing::Test {
  UsageWatcher watcher;
  QList<int> told;
  void SetUp() override {
    QObject::connect(&watcher, &UsageWatcher::low, &watcher,
                     [this](const engine::UsageInfo&, int minutes) { told << minutes; });
  }
  void left(qint64 minutes) { watcher.see({{.provider = u"colab"_s, .lastsUntil = kNow + minutes * kMinute}}, kNow); }
  void idle() { watcher.see({{.provider = u"colab"_s}}, kNow); }
};

TEST_F(UsageWatcherTest, EachStepIsToldOnce) {
  for (const qint64 minutes : {120, 31, 30, 29, 11, 10, 9, 1, 0, 0}) left(minutes);
  EXPECT_EQ(told, (QList<int>{30, 10, 0}));
}

TEST_F(UsageWatcherTest, StepsAreSkippedWhenTheRateRises) {
  left(120);
  left(5);
  EXPECT_EQ(told, QList<int>{10});
}

TEST_F(UsageWatcherTest, UnitsThatAreNotSpentAreEnough) {
  idle();
  EXPECT_TRUE(told.isEmpty());
  left(20);
  idle();
  left(20);
  EXPECT_EQ(told, (QList<int>{30, 30})) << "a new machine, a new word";
}

TEST_F(UsageWatcherTest, AfterAPurchaseItMayBeToldAgain) {
  left(20);
  left(600);
  left(20);
  EXPECT_EQ(told, (QList<int>{30, 30}));
}

}  // namespace
