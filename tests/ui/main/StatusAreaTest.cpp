// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/StatusArea.h"

#include <gtest/gtest.h>

#include <QDateTime>
#include <QLabel>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;

namespace {

struct StatusAreaTest : testing::Test {
  StatusArea area;
  QToolButton* usage() { return area.findChild<QToolButton*>(u"usageButton"_s); }
  QLabel* engine() { return area.findChild<QLabel*>(u"engineStateLabel"_s); }
  void SetUp() override {
    QLocale::setDefault(QLocale::c());
    area.setEngineState(EngineState::Hosted);
    area.show();
  }
  static engine::UsageInfo told() {
    const EpochMs now = QDateTime::currentMSecsSinceEpoch();
    return {.provider = u"colab"_s,
            .account = u"me@example.org"_s,
            .tier = u"pro"_s,
            .units = 87.42,
            .unitsPerHour = 1.5,
            .at = now,
            .lastsUntil = now + 58 * 3'600'000LL,
            .spentToday = 2.5,
            .dayLimit = 10};
  }
};

TEST_F(StatusAreaTest, NothingIsSaidOfAnAccountThatIsNotThere) {
  EXPECT_FALSE(usage()->isVisible());
  area.setUsage({});
  EXPECT_FALSE(usage()->isVisible());
}

TEST_F(StatusAreaTest, TierBalanceRateAndHowLongTheyLast) {
  area.setUsage({told()});
  EXPECT_TRUE(usage()->isVisible());
  EXPECT_TRUE(usage()->text().contains(u"Pro"_s));
  EXPECT_TRUE(usage()->text().contains(u"87.4 units left"_s)) << usage()->text().toStdString();
  EXPECT_TRUE(usage()->text().contains(u"1.50 units an hour"_s));
  EXPECT_TRUE(usage()->text().contains(u"lasts until"_s));
  EXPECT_TRUE(usage()->toolTip().contains(u"me@example.org"_s));
  EXPECT_TRUE(usage()->toolTip().contains(u"2.50 of 10.0 units"_s)) << usage()->toolTip().toStdString();
  EXPECT_FALSE(usage()->toolTip().contains(u"elsewhere"_s));
}

TEST_F(StatusAreaTest, WhatOthersSpentIsSaid) {
  engine::UsageInfo usages = told();
  usages.fellToday = 9.0;
  area.setUsage({usages});
  EXPECT_TRUE(usage()->toolTip().contains(u"machines elsewhere"_s)) << usage()->toolTip().toStdString();
}

TEST_F(StatusAreaTest, AClickLeadsToTheAccounts) {
  area.setUsage({told()});
  QSignalSpy clicked(&area, &StatusArea::usageClicked);
  QTest::mouseClick(usage(), Qt::LeftButton);
  EXPECT_EQ(clicked.count(), 1);
}

TEST_F(StatusAreaTest, ASpentBudgetIsSaidBesideTheEngine) {
  area.setBudgetSpent(true);
  EXPECT_TRUE(engine()->text().contains(u"budget spent"_s));
  area.setBudgetSpent(false);
  EXPECT_FALSE(engine()->text().contains(u"budget"_s));
}

}  // namespace
