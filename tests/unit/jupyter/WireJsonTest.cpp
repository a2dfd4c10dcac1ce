// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/WireJson.h"

#include <gtest/gtest.h>

#include <random>

using namespace cc;
using cc::jupyter::readWireJson;

namespace {

QByteArray nested(int depth) {
  return QByteArray(depth, '[').append(depth, ']');
}

TEST(WireJson, AgreesWithTheGeneralParserWhereThatAccepts) {
  for (const char* text :
       {"null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "18446744073709551615",
        "1.5",
        "-2.5e-3",
        "1E5",
        "123456789012345678901234567890",
        "\"\"",
        "\"a\"",
        R"("\"\\\/\b\f\n\r\t")",
        R"("\u0041\u00e9\u20ac\ud83d\ude00")",
        "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"",
        "[]",
        "{}",
        " [ 1 , 2 ,\t3\n] ",
        R"({"a":{"b":[1,{"c":null}]},"d":"x"})",
        R"({"a":1,"a":2})",
        "[[[[[]]]]]",
        R"(["12345678","1234567\"","12345678\"x","aaaaaaaaaaaaaaaaaaaaaaaa\naaaaaaaaaaaaaaaaaaaa"])"}) {
    const auto mine = readWireJson(text);
    ASSERT_TRUE(mine.ok()) << text << ' ' << qPrintable(mine.error().toLogLine());
    const Json theirs = Json::parse(text);
    EXPECT_EQ(*mine, theirs) << text;
    EXPECT_EQ(mine->type(), theirs.type()) << text;
  }
}

TEST(WireJson, RefusesWhatIsNoJsonWithAPosition) {
  for (const char* text :
       {"",          " ",           "{",         "}",          "[",        "[1",     "[1,", "[1,]", "{\"a\"",
        "{\"a\":",   "{\"a\":1",    "{\"a\":1,", "{\"a\":1,}", "{a:1}",    "\"",     "\"a", "\"\\", "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "01",        "-",          "1.",       "1e",     "+1",  ".5",   "tru",
        "nul",       "nan",         "[1] 2",     "'a'",        "\"a\nb\"", "<html>", "--1", "1 1"}) {
    const auto mine = readWireJson(text);
    ASSERT_FALSE(mine.ok()) << text;
    EXPECT_EQ(mine.error().code, ErrorCode::NetBadReply);
    EXPECT_FALSE(mine.error().params.value(QStringLiteral("position")).isEmpty());
    EXPECT_FALSE(mine.error().detail.isEmpty()) << text;
  }
}

TEST(WireJson, BytesThatAreNoUtf8AreReplaced) {
  for (const char* bad : {"\"a\x80z\"", "\"a\xC3z\"", "\"a\xFFz\"", "\"a\xC0\xAFz\"", "\"a\xED\xA0\x80z\"",
                          "\"a\xF4\x90\x80\x80z\"", "\"a\xE2\x82z\""}) {
    const auto mine = readWireJson(bad);
    ASSERT_TRUE(mine.ok()) << bad;
    const auto& text = mine->get_ref<const std::string&>();
    EXPECT_EQ(text.front(), 'a');
    EXPECT_EQ(text.back(), 'z');
    EXPECT_NE(text.find("\xEF\xBF\xBD"), std::string::npos);
    EXPECT_NO_THROW(std::ignore = mine->dump());
  }
}

TEST(WireJson, LoneSurrogatesAreReplaced) {
  for (const char* bad : {R"("\ud800")", R"("\udc00")", R"("\ud800\ud800")", R"("\ud800x")", R"("\ud83d\u0041")"}) {
    const auto mine = readWireJson(bad);
    ASSERT_TRUE(mine.ok()) << bad;
    EXPECT_NO_THROW(std::ignore = mine->dump());
  }
  EXPECT_EQ(*readWireJson(R"("\ud83d\u0041")"), Json("\xEF\xBF\xBD"
                                                     "A"));
}

TEST(WireJson, NumbersThatJsonDoesNotKnowAreNull) {
  for (const char* text : {"NaN", "Infinity", "-Infinity", "1e999", "-1e999"}) {
    const auto mine = readWireJson(text);
    ASSERT_TRUE(mine.ok()) << text;
    EXPECT_TRUE(mine->is_null()) << text;
  }
}

TEST(WireJson, DeepNestingIsRefusedInsteadOfOverflowingTheStack) {
  EXPECT_TRUE(readWireJson(nested(1000)).ok());
  EXPECT_FALSE(readWireJson(QByteArray(1'000'000, '[')).ok());
  EXPECT_FALSE(readWireJson(nested(1001)).ok());
}

TEST(WireJson, EveryPrefixOfATextIsHandled) {
  const QByteArray text = R"({"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n",true,null],"b":{"c":"d"}})";
  for (qsizetype i = 0; i < text.size(); ++i) EXPECT_FALSE(readWireJson(QByteArray(text.left(i))).ok()) << i;
}

TEST(WireJson, FlippedBytesNeverDisagreeWithTheGeneralParser) {
  std::mt19937 random(7);
  const QByteArray text =
      R"({"a":[1,-2.5e3,"x\u00e9 long enough \ud83d\ude00\n",true,null],"b":{"c":"dddddddddddddd"}})";
  for (int round = 0; round < 20'000; ++round) {
    QByteArray broken = text;
    for (unsigned flips = 1 + random() % 3; flips > 0; --flips) {
      broken[static_cast<qsizetype>(random() % static_cast<unsigned>(broken.size()))] = static_cast<char>(random());
    }
    const Json theirs = Json::parse(broken.begin(), broken.end(), nullptr, false);
    const auto mine = readWireJson(broken);
    if (!theirs.is_discarded()) {
      ASSERT_TRUE(mine.ok()) << broken.toHex().constData();
      ASSERT_EQ(*mine, theirs);
    }
  }
}

}  // namespace
