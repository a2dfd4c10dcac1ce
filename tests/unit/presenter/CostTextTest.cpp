// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/CostText.h"

#include <gtest/gtest.h>
#include <QLocale>

using namespace Qt::StringLiterals;
using namespace cc::ui;

namespace {

struct CostTextTest : testing::Test {
  void SetUp() override { QLocale::setDefault(QLocale::c()); }
};

TEST_F(CostTextTest, NumbersHaveThreeFiguresAfterRounding) {
  EXPECT_EQ(unitsNumber(0.083), u"0.08"_s);
  EXPECT_EQ(unitsNumber(9.994), u"9.99"_s);
  EXPECT_EQ(unitsNumber(9.996), u"10.0"_s);
  EXPECT_EQ(unitsNumber(99.94), u"99.9"_s);
  EXPECT_EQ(unitsNumber(99.97), u"100"_s);
}

TEST_F(CostTextTest, WhatWasPaidIsNeverNothing) {
  EXPECT_EQ(costText(std::nullopt, false), QString());
  EXPECT_EQ(costText(0.0, false), u"0.00 units"_s);
  EXPECT_EQ(costText(0.001, false), u"< 0.01 units"_s);
  EXPECT_EQ(costText(0.001, true), u"< 0.01 units"_s);
  EXPECT_EQ(costText(2.4, true), u"~ 2.40 units"_s);
}

TEST_F(CostTextTest, HowAPriceWasFoundIsSaid) {
  EXPECT_EQ(rateFromText(u"learned"_s), u"as observed on an earlier machine"_s);
  EXPECT_EQ(rateFromText(u"listed"_s), u"estimate"_s);
  EXPECT_EQ(rateFromText({}), QString());
}

}  // namespace
