// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/StreamText.h"

#include <gtest/gtest.h>
#include <QRegularExpression>
#include <random>

namespace cc::notebook {
namespace {

// nbconvert's expression itself; "." leaves out the line feed only.
std::string byExpression(const std::string& text) {
  static const QRegularExpression pattern(QStringLiteral("[^\\n]*\\r(?=[^\\n])"));
  return toStd(fromStd(text).remove(pattern));
}

TEST(StreamText, DropsWhatACarriageReturnOverwrites) {
  for (const auto& [text, left] : std::vector<std::pair<std::string, std::string>>{{"50%\r60%\r70%\n", "70%\n"},
                                                                                   {"a\r\nb\r\n", "a\r\nb\r\n"},
                                                                                   {"a\rb\r", "b\r"},
                                                                                   {"\r\r\n", "\r\n"},
                                                                                   {"", ""}}) {
    std::string copy = text;
    dropOverwritten(copy);
    EXPECT_EQ(copy, left);
  }
}

TEST(StreamText, DroppingAsTextComesEqualsDroppingAtTheEnd) {
  std::mt19937 random(7);
  for (int round = 0; round < 3'000; ++round) {
    std::string whole;
    std::string grown;
    const int parts = 1 + int(random() % 6);
    for (int i = 0; i < parts; ++i) {
      std::string part;
      for (int n = int(random() % 5); n > 0; --n) part += "ab\r\n"[random() % 4];
      whole += part;
      appendStream(grown, part);
    }
    const std::string expected = byExpression(whole);
    dropOverwritten(whole);
    ASSERT_EQ(whole, expected);
    ASSERT_EQ(grown, expected);
  }
}

}  // namespace
}  // namespace cc::notebook
