// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Config.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace cc;

TEST(Duration, readsUnitsAlonePlainSecondsAndCombinations) {
  EXPECT_EQ(parseDuration(u"20h"_s), 72'000'000);
  EXPECT_EQ(parseDuration(u"30m"_s), 1'800'000);
  EXPECT_EQ(parseDuration(u"90s"_s), 90'000);
  EXPECT_EQ(parseDuration(u"1h30m"_s), 5'400'000);
  EXPECT_EQ(parseDuration(u"250ms"_s), 250);
  EXPECT_EQ(parseDuration(u"1m 250ms"_s), 60'250);
  EXPECT_EQ(parseDuration(u"2d"_s), 172'800'000);
  EXPECT_EQ(parseDuration(u"1.5h"_s), 5'400'000);
  EXPECT_EQ(parseDuration(u"45"_s), 45'000);
  EXPECT_EQ(parseDuration(u"0"_s), 0);
  EXPECT_EQ(parseDuration(u" 10s "_s), 10'000);
}

TEST(Duration, refusesWhatIsNone) {
  for (const QString& text : {u""_s, u" "_s, u"h"_s, u"-5s"_s, u"-5"_s, u"5x"_s, u"30m1h"_s, u"1h1h"_s, u"1h,"_s,
                              u"nan"_s, u"inf"_s, u"1e30"_s, u"99999999999d"_s, u"one hour"_s}) {
    EXPECT_FALSE(parseDuration(text)) << text.toStdString();
  }
}

TEST(Duration, formattingAndReadingAgree) {
  EXPECT_EQ(formatDuration(5'400'000), u"1h30m"_s);
  EXPECT_EQ(formatDuration(0), u"0s"_s);
  for (const qint64 ms : {1, 999, 1'000, 61'001, 3'600'000, 90'061'001})
    EXPECT_EQ(parseDuration(formatDuration(ms)), ms);
}

TEST(Nearest, findsTypingErrors) {
  const QStringList words{u"timeout"_s, u"cell-timeout"_s, u"retries"_s, u"name"_s};
  EXPECT_EQ(nearest(u"timout"_s, words), u"timeout"_s);
  EXPECT_EQ(nearest(u"tiemout"_s, words), u"timeout"_s);
  EXPECT_EQ(nearest(u"RETRYS"_s, words), u"retries"_s);
  EXPECT_EQ(nearest(u"nmae"_s, words), u"name"_s);
}

TEST(Nearest, offersNothingFarAway) {
  EXPECT_FALSE(nearest(u"zebra"_s, {u"timeout"_s, u"name"_s}));
  EXPECT_FALSE(nearest(u"x"_s, {}));
  EXPECT_FALSE(nearest({}, {u"timeout"_s}));
}
