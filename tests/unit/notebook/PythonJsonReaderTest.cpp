// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/PythonJsonReader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace cc;
using cc::notebook::bigInteger;
using cc::notebook::parsePythonJson;

namespace {

QByteArray nested(int depth) {
  return QByteArray(depth, '[').append(depth, ']');
}

TEST(PythonJsonReader, AgreesWithTheGeneralParserWhereThatAccepts) {
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
    const auto mine = parsePythonJson(text);
    ASSERT_TRUE(mine.ok()) << text << ' ' << qPrintable(mine.error().toLogLine());
    const Json theirs = Json::parse(text);
    EXPECT_EQ(*mine, theirs) << text;
    EXPECT_EQ(mine->type(), theirs.type()) << text;
  }
}

TEST(PythonJsonReader, RefusesWhatIsNoJsonWithAPosition) {
  for (const char* text :
       {"",          " ",           "{",         "}",          "[",        "[1",     "[1,", "[1,]", "{\"a\"",
        "{\"a\":",   "{\"a\":1",    "{\"a\":1,", "{\"a\":1,}", "{a:1}",    "\"",     "\"a", "\"\\", "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "01",        "-",          "1.",       "1e",     "+1",  ".5",   "tru",
        "nul",       "nan",         "[1] 2",     "'a'",        "\"a\nb\"", "<html>", "--1", "1 1"}) {
    const auto mine = parsePythonJson(text);
    ASSERT_FALSE(mine.ok()) << text;
    EXPECT_EQ(mine.error().code, ErrorCode::NetBadReply);
    EXPECT_FALSE(mine.error().params.value(QStringLiteral("position")).isEmpty());
    EXPECT_FALSE(mine.error().detail.isEmpty()) << text;
  }
}

TEST(PythonJsonReader, BytesThatAreNoUtf8AreReplaced) {
  for (const char* bad : {"\"a\x80z\"", "\"a\xC3z\"", "\"a\xFFz\"", "\"a\xC0\xAFz\"", "\"a\xED\xA0\x80z\"",
                          "\"a\xF4\x90\x80\x80z\"", "\"a\xE2\x82z\""}) {
    const auto mine = parsePythonJson(bad);
    ASSERT_TRUE(mine.ok()) << bad;
    const auto& text = mine->get_ref<const std::string&>();
    EXPECT_EQ(text.front(), 'a');
    EXPECT_EQ(text.back(), 'z');
    EXPECT_NE(text.find("\xEF\xBF\xBD"), std::string::npos);
    EXPECT_NO_THROW(std::ignore = mine->dump());
  }
}

TEST(PythonJsonReader, LoneSurrogatesAreReplaced) {
  for (const char* bad : {R"("\ud800")", R"("\udc00")", R"("\ud800\ud800")", R"("\ud800x")", R"("\ud83d\u0041")"}) {
    const auto mine = parsePythonJson(bad);
    ASSERT_TRUE(mine.ok()) << bad;
    EXPECT_NO_THROW(std::ignore = mine->dump());
  }
  EXPECT_EQ(*parsePythonJson(R"("\ud83d\u0041")"), Json("\xEF\xBF\xBD"
                                                        "A"));
}

TEST(PythonJsonReader, NumbersAreThoseOfPython) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const auto& [text, wanted] : std::vector<std::pair<const char*, double>>{{"Infinity", kInfinity},
                                                                                {"-Infinity", -kInfinity},
                                                                                {"1e999", kInfinity},
                                                                                {"-1e999", -kInfinity},
                                                                                {"0.0001e400", kInfinity},
                                                                                {"1e99999999999999999999", kInfinity},
                                                                                {"1e-999", 0},
                                                                                {"1e-99999999999999999999", 0},
                                                                                {"-0.0", -0.0},
                                                                                {"1e400", kInfinity}}) {
    const auto mine = parsePythonJson(text);
    ASSERT_TRUE(mine.ok()) << text;
    ASSERT_TRUE(mine->is_number_float()) << text;
    EXPECT_EQ(mine->get<double>(), wanted) << text;
  }
  EXPECT_TRUE(std::isnan(parsePythonJson("[NaN]")->front().get<double>()));
  for (const char* bad : {"-NaN", "+Infinity", "Nan", "infinity", "Infinit", "NaNs"}) {
    EXPECT_FALSE(parsePythonJson(bad).ok()) << bad;
  }
}

TEST(PythonJsonReader, IntegersOfAnySizeStayExact) {
  for (const char* text : {"18446744073709551616", "-9223372036854775809", "1180591620717411303424"}) {
    const auto mine = parsePythonJson(text);
    ASSERT_TRUE(mine.ok()) << text;
    EXPECT_EQ(bigInteger(*mine).value_or(""), text);
  }
  EXPECT_FALSE(bigInteger(*parsePythonJson("18446744073709551615")).has_value());
}

TEST(PythonJsonReader, DeepNestingIsRefusedInsteadOfOverflowingTheStack) {
  EXPECT_TRUE(parsePythonJson(nested(notebook::kMaxJsonDepth)).ok());
  EXPECT_FALSE(parsePythonJson(QByteArray(1'000'000, '[')).ok());
  EXPECT_FALSE(parsePythonJson(nested(notebook::kMaxJsonDepth + 1)).ok());
}

TEST(PythonJsonReader, EveryPrefixOfATextIsHandled) {
  const QByteArray text = R"({"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n",true,null],"b":{"c":"d"}})";
  for (qsizetype i = 0; i < text.size(); ++i) EXPECT_FALSE(parsePythonJson(QByteArray(text.left(i))).ok()) << i;
}

TEST(PythonJsonReader, FlippedBytesNeverDisagreeWithTheGeneralParser) {
  std::mt19937 random(7);
  const QByteArray text =
      R"({"a":[1,-2.5e3,"x\u00e9 long enough \ud83d\ude00\n",true,null],"b":{"c":"dddddddddddddd"}})";
  for (int round = 0; round < 20'000; ++round) {
    QByteArray broken = text;
    for (unsigned flips = 1 + random() % 3; flips > 0; --flips) {
      broken[static_cast<qsizetype>(random() % static_cast<unsigned>(broken.size()))] = static_cast<char>(random());
    }
    const Json theirs = Json::parse(broken.begin(), broken.end(), nullptr, false);
    const auto mine = parsePythonJson(broken);
    if (!theirs.is_discarded()) {
      ASSERT_TRUE(mine.ok()) << broken.toHex().constData();
      ASSERT_EQ(*mine, theirs) << broken.toHex().constData();
    }
  }
}

}  // namespace
