// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/cost/IdleWatch.h"

#include <gtest/gtest.h>

namespace cc::jobs {
namespace {

Sample at(qint64 second, std::optional<double> use) {
  Sample sample{.time = second * 1'000};
  sample.gpus.push_back({.utilization = use});
  return sample;
}

TEST(IdleWatch, WarnsOnceAfterTheTimeAndIsSilentAgainWithWork) {
  IdleWatch watch({.belowPercent = 5, .afterMs = 60'000});
  EXPECT_FALSE(watch.add({at(1, 0), at(30, 2), at(60, 4.9)}));
  EXPECT_TRUE(watch.add({at(61, 0)}));
  EXPECT_TRUE(watch.isIdle());
  EXPECT_EQ(watch.idleMs(), 60'000);
  EXPECT_FALSE(watch.add({at(90, 0)})) << "still idle";
  EXPECT_TRUE(watch.add({at(91, 5)}));
  EXPECT_FALSE(watch.isIdle());
}

TEST(IdleWatch, OneMomentOfWorkBeginsTheTimeAnew) {
  IdleWatch watch({.belowPercent = 5, .afterMs = 60'000});
  EXPECT_FALSE(watch.add({at(1, 0), at(50, 99), at(51, 0), at(100, 0)}));
  EXPECT_TRUE(watch.add({at(111, 0)}));
}

TEST(IdleWatch, ABusyCardAmongIdleOnesIsWork) {
  IdleWatch watch({.belowPercent = 5, .afterMs = 10'000});
  Sample two = at(1, 0);
  two.gpus.push_back({.utilization = 80});
  Sample later = two;
  later.time = 20'000;
  EXPECT_FALSE(watch.add({two, later}));
}

TEST(IdleWatch, MachinesWithoutAGpuAndRepeatedSamplesSayNothing) {
  IdleWatch watch({.belowPercent = 5, .afterMs = 10'000});
  EXPECT_FALSE(watch.add({Sample{.time = 1'000}, Sample{.time = 90'000}}));
  EXPECT_FALSE(watch.add({at(100, {}), at(200, {})})) << "a card that tells nothing";
  EXPECT_FALSE(watch.add({at(300, 0)}));
  EXPECT_FALSE(watch.add({at(290, 0), at(300, 0)}));
}

TEST(IdleWatch, ZeroMeansNever) {
  IdleWatch watch({.belowPercent = 5, .afterMs = 0});
  EXPECT_FALSE(watch.add({at(1, 0), at(100'000, 0)}));
}

}  // namespace
}  // namespace cc::jobs
