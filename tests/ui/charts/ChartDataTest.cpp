// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/Decimator.h"
#include "ui/charts/MetricChart.h"
#include "ui/charts/SampleRing.h"
#include "ui/charts/TimeWindow.h"

#include "support/EventLoop.h"

#include <gtest/gtest.h>

#include <QTest>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;

namespace {

engine::Sample sampleAt(EpochMs time, double cpu) {
  engine::Sample sample{.time = time};
  sample.cpuPercent = cpu;
  return sample;
}

}  // namespace

TEST(Decimator, KeepsLowestAndHighestOfEachColumn) {
  std::vector<EpochMs> times;
  std::vector<float> values;
  for (int i = 0; i < 86'400; ++i) {
    times.push_back(1'000'000 + i * 1000LL);
    values.push_back(i == 5000 ? 99.0f : float(i % 10));
  }
  const auto points = decimate(times, values, times.front(), times.back(), 500, 5000);
  EXPECT_LE(points.size(), 2 * 503);
  double highest = 0;
  for (qsizetype i = 1; i < points.size(); ++i) EXPECT_LE(points[i - 1].x(), points[i].x());
  for (const QPointF& point : points) highest = std::max(highest, point.y());
  EXPECT_EQ(highest, 99.0);
}

TEST(Decimator, BreaksTheLineWhereNothingWasMeasured) {
  const auto points = decimate({1000, 2000, 60'000, 61'000}, {1, 2, 3, 4}, 0, 70'000, 1000, 5000);
  ASSERT_EQ(points.size(), 5);
  EXPECT_TRUE(std::isnan(points[2].y()));
}

TEST(Decimator, AnswersNothingForNothing) {
  EXPECT_TRUE(decimate({}, {}, 0, 10, 10, 10).isEmpty());
  EXPECT_TRUE(decimate({1}, {1, 2}, 0, 10, 10, 10).isEmpty());
  EXPECT_TRUE(decimate({1}, {1}, 10, 10, 10, 10).isEmpty());
}

TEST(SampleRing, PutsLateSamplesInTheirPlaceAndRepeatedOnesOnce) {
  SampleRing ring;
  ring.add({sampleAt(1000, 1), sampleAt(3000, 3)});
  ring.add({sampleAt(2000, 2), sampleAt(3000, 4)});
  EXPECT_EQ(ring.times(), (std::vector<EpochMs>{1000, 2000, 3000}));
  EXPECT_EQ(*ring.values(u"cpu"_s), (std::vector<float>{1, 2, 4}));
}

TEST(SampleRing, FillsMetricsThatComeLaterWithNothing) {
  SampleRing ring;
  ring.add({sampleAt(1000, 1)});
  auto withGpu = sampleAt(2000, 2);
  withGpu.gpus.push_back({.index = 0, .name = u"L4"_s, .utilization = 50, .memoryUsed = 1073741824.0});
  ring.add({withGpu});
  EXPECT_TRUE(std::isnan((*ring.values(u"gpu0"_s))[0]));
  EXPECT_EQ((*ring.values(u"vram0"_s))[1], 1.0f);
  EXPECT_EQ(ring.gpuName(0), u"L4"_s);
  EXPECT_EQ(ring.valueAt(u"cpu"_s, 2100, 500), 2.0f);
  EXPECT_TRUE(std::isnan(ring.valueAt(u"cpu"_s, 9000, 500)));
}

TEST(TimeWindow, FollowsTheNewestUntilPanned) {
  TimeWindow window;
  window.setExtent(0, 1'000'000);
  EXPECT_EQ(window.to(), 1'000'000);
  window.pan(-60'000);
  EXPECT_FALSE(window.isFollowing());
  window.setExtent(0, 1'100'000);
  EXPECT_EQ(window.to(), 940'000);
  window.follow(true);
  EXPECT_EQ(window.to(), 1'100'000);
}

TEST(TimeWindow, AYoungJobFillsTheCharts) {
  TimeWindow window;
  window.setExtent(1'000'000, 1'005'000);
  EXPECT_EQ(window.span(), 60'000) << "never less than a minute";
  window.setExtent(1'000'000, 1'200'000);
  EXPECT_EQ(window.from(), 1'000'000);
  window.setExtent(1'000'000, 5'000'000);
  EXPECT_EQ(window.span(), 600'000) << "what was chosen, once there is as much";
  window.setExtent(4'900'000, 5'000'000);
  window.follow(false);
  EXPECT_EQ(window.from(), 4'900'000) << "nothing jumps when the following ends";
}

TEST(MetricChart, DrawsTwoPointsAPixelAndSaysTheValueUnderTheMouse) {
  SampleRing ring;
  TimeWindow window;
  MetricChart chart(u"Processor"_s, u"%"_s, ring, window);
  std::vector<engine::Sample> samples;
  for (int i = 0; i < 20'000; ++i) samples.push_back(sampleAt(1'700'000'000'000 + i * 1000LL, 42));
  ring.add(samples);
  chart.setLines({{u"cpu"_s, u"Machine"_s}}, 100);
  chart.resize(600, 240);
  chart.show();
  window.setSpan(20'000'000);
  window.setExtent(ring.first(), ring.last());
  ASSERT_TRUE(test::waitFor([&] { return chart.pointCount() > 0; }));
  EXPECT_LT(chart.pointCount(), 2 * 600 + 10);
  QTest::mouseMove(chart.viewport(), QPoint(300, 120));
  EXPECT_TRUE(test::waitFor([&] {
    chart.viewport()->repaint();
    return chart.hoverText().contains(u"42"_s);
  }));
}
