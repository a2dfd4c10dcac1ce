// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ChartsView.h"

#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"
#include "ui/FakeDialogs.h"
#include "ui/charts/MetricChart.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;
using cc::test::waitFor;
using engine::JobState;

namespace {

struct ChartsViewTest : testing::Test {
  QTemporaryDir folder;
  test::ScriptedEngine engine;
  test::FakeDialogs dialogs;
  ChartsView view{dialogs};

  void open(bool gpu, int width) {
    const QString id = engine.addJob(u"job"_s, JobState::Running);
    for (int i = 0; i < 30; ++i) {
      engine::Sample sample{.time = 1'700'000'000'000 + i * 1000LL};
      sample.cpuPercent = 40;
      sample.memoryUsed = 4e9;
      sample.diskTotal = 100.0 * 1073741824;
      sample.diskFree = 25.0 * 1073741824;
      if (gpu) sample.gpus.push_back({.index = 0, .name = u"Card"_s, .utilization = 50, .memoryUsed = 1e9});
      engine.sampleSeries[id].push_back(sample);
    }
    view.setEngine(&engine);
    view.resize(width, 500);
    view.show();
    view.showJob(&engine.find(id)->summary);
    ASSERT_TRUE(waitFor([&] { return chart(u"cpuChart"_s)->pointCount() > 0; }));
  }
  MetricChart* chart(const QString& name) { return view.findChild<MetricChart*>(name); }
};

}  // namespace

TEST_F(ChartsViewTest, ShowsHowFullTheDiskIs) {
  open(false, 1100);
  EXPECT_TRUE(chart(u"diskChart"_s)->isVisible());
  EXPECT_FALSE(chart(u"gpuChart"_s)->isVisible());
  EXPECT_EQ(view.ring().valueAt(u"disk_used"_s, view.ring().last(), 1000), 75.0f);
  EXPECT_EQ(chart(u"diskChart"_s)->y(), chart(u"cpuChart"_s)->y());  // three fit side by side
}

TEST_F(ChartsViewTest, PutsChartsBelowEachOtherWhereThereIsNoRoom) {
  open(true, 600);
  EXPECT_TRUE(chart(u"gpuChart"_s)->isVisible() && chart(u"vramChart"_s)->isVisible());
  EXPECT_GT(chart(u"ramChart"_s)->y(), chart(u"cpuChart"_s)->y());
  EXPECT_GE(chart(u"cpuChart"_s)->height(), 130);
}

TEST_F(ChartsViewTest, SavesItsChartsAndItsNumbers) {
  open(true, 900);
  dialogs.path = folder.filePath(u"c.png"_s);
  QTest::mouseClick(view.findChild<QToolButton*>(u"exportPngButton"_s), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return !QImage(dialogs.path).isNull(); }));
  dialogs.path = folder.filePath(u"c.csv"_s);
  QTest::mouseClick(view.findChild<QToolButton*>(u"exportCsvButton"_s), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return QFile::exists(dialogs.path); }));
  QFile csv(dialogs.path);
  ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
  EXPECT_EQ(csv.readAll().count('\n'), 31);
}
