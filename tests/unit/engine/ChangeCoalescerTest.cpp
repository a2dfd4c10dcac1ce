// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ChangeCoalescer.h"

#include "support/FakeClock.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::test;
using cc::engine::ChangeCoalescer;

namespace {

struct ChangeCoalescerTest : testing::Test {
  FakeClock clock;
  std::vector<std::pair<qint64, QSet<QString>>> flushed;
  ChangeCoalescer changes{clock, [this](const QSet<QString>& ids) { flushed.emplace_back(clock.monotonic(), ids); }};
};

TEST_F(ChangeCoalescerTest, GathersWhatChangesTogether) {
  changes.note(u"a"_s);
  changes.note(u"b"_s);
  changes.note(u"a"_s);
  clock.advance(0);
  ASSERT_EQ(flushed.size(), 1u);
  EXPECT_EQ(flushed[0].second, (QSet<QString>{u"a"_s, u"b"_s}));
}

TEST_F(ChangeCoalescerTest, TellsAChangeOfStateAtOnceAmongProgress) {
  for (int ms = 0; ms < 5'000; ms += 20) {
    changes.noteProgress(u"a"_s);
    clock.advance(20);
  }
  const size_t before = flushed.size();
  EXPECT_GE(before, 18u);
  EXPECT_LE(before, 20u);
  changes.noteProgress(u"a"_s);
  changes.note(u"a"_s);
  clock.advance(0);
  EXPECT_EQ(flushed.size(), before + 1);
  clock.advance(1'000);
  EXPECT_EQ(flushed.size(), before + 1) << "the progress went with it";
}

TEST_F(ChangeCoalescerTest, NeverTellsMoreThanTenTimesASecondAndForgetsNothing) {
  for (int i = 0; i < 300; ++i) {
    changes.note(QString::number(i));
    clock.advance(10);
  }
  clock.advance(1'000);
  QSet<QString> told;
  for (size_t i = 0; i < flushed.size(); ++i) {
    told += flushed[i].second;
    const qint64 tenBefore = i < 10 ? -1'000 : flushed[i - 10].first;
    EXPECT_GE(flushed[i].first - tenBefore, 1'000);
  }
  EXPECT_EQ(told.size(), 300);
  EXPECT_GE(flushed.size(), 30u);
}

}  // namespace
