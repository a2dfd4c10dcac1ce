// SPDX-License-Identifier: GPL-3.0-or-later
#include "Messages.h"
#include "notebook/NotebookIo.h"
#include "notebook/Parameters.h"

#include <gtest/gtest.h>
#include <QProcess>
#include <QStandardPaths>
#include <limits>
#include <random>

using namespace Qt::StringLiterals;

namespace cc::notebook {
namespace {

// What a program prints that gets the text on its standard input.
QByteArray run(const QString& program, const QStringList& arguments, const QByteArray& given) {
  QProcess process;
  process.start(program, arguments);
  process.write(given);
  process.closeWriteChannel();
  EXPECT_TRUE(process.waitForFinished(60'000));
  EXPECT_EQ(process.exitCode(), 0) << process.readAllStandardError().toStdString();
  return process.readAllStandardOutput();
}

Json randomValue(std::mt19937& random, int depth) {
  static const std::vector<std::string> pieces{"a",
                                               "\"",
                                               "'",
                                               "\\",
                                               "\n",
                                               "\r",
                                               "\t",
                                               "#",
                                               "{",
                                               "}",
                                               "$",
                                               "`",
                                               "\"\"\"",
                                               "\\\"",
                                               "\x01",
                                               "\x7f",
                                               "\xC3\xA9",
                                               "\xE2\x80\xA8",
                                               "\xF0\x9F\x98\x80",
                                               "__import__('os')",
                                               "\\N{DASH}",
                                               "\\u0041",
                                               "%s",
                                               "0",
                                               "9"};
  switch (random() % (depth > 2 ? 6U : 8U)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return std::int64_t(random()) - std::int64_t(random()) * 1'000'000'007;
    case 3:
      return std::ldexp(double(random()), int(random() % 200) - 120);
    case 6: {
      Json list = Json::array();
      for (unsigned n = random() % 4; n > 0; --n) list.push_back(randomValue(random, depth + 1));
      return list;
    }
    case 7: {
      Json object = Json::object();
      for (unsigned n = random() % 4; n > 0; --n)
        object[pieces[random() % pieces.size()]] = randomValue(random, depth + 1);
      return object;
    }
    default: {
      std::string text;
      for (unsigned n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
      return text;
    }
  }
}

TEST(ParameterSource, PythonReadsBackEveryValue) {
  std::mt19937 random(11);
  Json values = Json::object();
  for (int i = 0; i < 2'000; ++i) values["p" + std::to_string(i)] = randomValue(random, 0);
  values["nul"] = std::string("a\0b", 3);
  values["big"] = std::numeric_limits<std::uint64_t>::max();
  values["low"] = std::numeric_limits<std::int64_t>::min();
  const auto source = parameterSource(u"Python"_s, values);
  ASSERT_TRUE(source.ok());
  EXPECT_TRUE(source->starts_with("# Parameters\n"));
  for (const char c : *source) ASSERT_TRUE((c >= ' ' && c < '\x7f') || c == '\n') << "only printable ASCII";
  const QByteArray program =
      "import sys, json\nspace = {}\nexec(sys.stdin.read(), space)\n"
      "del space['__builtins__']\nprint(json.dumps(space))\n";
  const QByteArray printed =
      run(u"python3"_s, {u"-c"_s, QString::fromUtf8(program)}, QByteArray::fromStdString(*source));
  const auto back = parseJson(printed);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, values);
}

TEST(ParameterSource, RReadsBackText) {
  if (QStandardPaths::findExecutable(u"Rscript"_s).isEmpty()) FAIL() << "needs R";
  const std::string text =
      "a\"'\\\n\t\x01\xC3\xA9"
      "41\xE2\x80\xA8\xF0\x9F\x98\x80`$#";
  const auto source = parameterSource(
      u"R"_s,
      {{"x", text}, {"l", {1, true, nullptr, {{"k \"", 2.5}}}}, {"i", std::numeric_limits<double>::infinity()}});
  ASSERT_TRUE(source.ok());
  const QByteArray check = QByteArray::fromStdString(*source) +
                           "\ncat(utf8ToInt(x))\nstopifnot(l[[1]] == 1, isTRUE(l[[2]]), is.null(l[[3]]), "
                           "l[[4]][['k \"']] == 2.5, i > 1)\n";
  QByteArray expected;
  for (const uint code : fromStd(text).toUcs4()) expected += (expected.isEmpty() ? "" : " ") + QByteArray::number(code);
  EXPECT_EQ(run(u"Rscript"_s, {u"--vanilla"_s, u"-"_s}, check), expected);
}

TEST(ParameterSource, QuotesByType) {
  const Json values = {{"a", nullptr},
                       {"b", true},
                       {"c", 1.0},
                       {"d", {1, "x"}},
                       {"e", {{"k", 1}}},
                       {"f", std::numeric_limits<double>::quiet_NaN()},
                       {"g", -std::numeric_limits<double>::infinity()}};
  EXPECT_EQ(*parameterSource(u"python"_s, values),
            "# Parameters\na = None\nb = True\nc = 1.0\nd = [1, \"x\"]\ne = {\"k\": 1}\nf = float('nan')\n"
            "g = float('-inf')\n");
  EXPECT_EQ(*parameterSource(u"r"_s, values),
            "# Parameters\na = NULL\nb = TRUE\nc = 1.0\nd = list(1, \"x\")\ne = list(\"k\" = 1)\nf = NaN\ng = -Inf\n");
}

TEST(ParameterSource, RefusesWhatIsNoIdentifier) {
  for (const char* name : {"", "1a", "a b", "a\n", "a=1;b", "import", "None", "a.b", "a-b", "x\xE2\x80\xA8"}) {
    const auto source = parameterSource(u"python"_s, {{name, 1}});
    ASSERT_FALSE(source.ok()) << name;
    EXPECT_EQ(source.error().code, ErrorCode::UsageBadParameter);
  }
  for (const char* name : {"", "_a", ".1", "TRUE", "a b", "function", "a\n", "..."}) {
    EXPECT_FALSE(parameterSource(u"r"_s, {{name, 1}}).ok()) << name;
  }
  EXPECT_TRUE(parameterSource(u"python"_s, {{"gr\xC3\xB6\xC3\x9F"
                                             "e",
                                             1}})
                  .ok());
  EXPECT_TRUE(parameterSource(u"r"_s, {{"a.b", 1}}).ok());
  EXPECT_FALSE(parameterSource(u"r"_s, {{"a", {{"", 1}}}}).ok());
  EXPECT_FALSE(parameterSource(u"r"_s, {{"a", std::string("\0", 1)}}).ok());
  EXPECT_EQ(parameterSource(u"julia"_s, {{"a", 1}}).error().code, ErrorCode::NotebookLanguageUnsupported);
}

TEST(ParameterSource, InjectsBehindTheParametersCellOrOnTop) {
  Notebook notebook = test::codeNotebook({"x", "y"});
  EXPECT_EQ(*injectParameters(notebook, Json::object()), -1);
  EXPECT_EQ(notebook.cellCount(), 2);
  Notebook untagged = notebook;
  EXPECT_EQ(*injectParameters(untagged, {{"a", 1}}), 0);
  notebook.cell(0)["metadata"]["tags"] = {"parameters"};
  EXPECT_EQ(*injectParameters(notebook, {{"a", 1}}), 1);
  EXPECT_TRUE(notebook.hasTag(1, "injected-parameters"));
  EXPECT_EQ(*injectParameters(notebook, {{"a", 2}}), 1);
  EXPECT_EQ(notebook.cellCount(), 3);
  EXPECT_EQ(notebook.source(1), "# Parameters\na = 2\n");
  EXPECT_TRUE(parseNotebook(notebookBytes(notebook)).ok());
}

TEST(ParameterSource, InjectsNoIdsBefore45) {
  Notebook notebook;
  notebook.document()["nbformat_minor"] = 4;
  ASSERT_TRUE(injectParameters(notebook, {{"a", 1}}).ok());
  EXPECT_FALSE(notebook.cell(0).contains("id"));
}

TEST(ParameterSource, FailsWithoutTouchingANotebookOfAnotherLanguage) {
  Notebook notebook;
  notebook.document()["metadata"]["kernelspec"] = {{"name", "julia-1.9"}, {"language", "julia"}};
  EXPECT_EQ(injectParameters(notebook, {{"a", 1}}).error().code, ErrorCode::NotebookLanguageUnsupported);
  EXPECT_EQ(notebook.cellCount(), 0);
}

}  // namespace
}  // namespace cc::notebook
