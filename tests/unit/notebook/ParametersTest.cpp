// SPDX-License-Identifier: GPL-3.0-or-later
#include "Messages.h"
#include "notebook/Parameters.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace cc::notebook {
namespace {

std::vector<Parameter> infer(const std::string& source, const char* language = "python") {
  Notebook notebook = test::codeNotebook({"import x", source});
  notebook.cell(1)["metadata"]["tags"] = {"parameters"};
  notebook.document()["metadata"]["kernelspec"] = {{"name", "k"}, {"language", language}};
  return inferParameters(notebook);
}

Parameter one(const std::string& source, const char* language = "python") {
  const auto found = infer(source, language);
  EXPECT_EQ(found.size(), 1U) << source;
  return found.empty() ? Parameter{} : found[0];
}

TEST(Parameters, KnowsPythonsLiterals) {
  struct Case {
    const char* source;
    ParameterType type;
    Json value;
  };
  using T = ParameterType;
  const std::vector<Case> cases{
      {"x = 1", T::Int, 1},
      {"x = -1_000", T::Int, -1000},
      {"x = 0x1F", T::Int, 31},
      {"x=+ 5", T::Int, 5},
      {"x = 1e-3", T::Float, 1e-3},
      {"x = .5", T::Float, 0.5},
      {"x = -2.", T::Float, -2.0},
      {"x = True", T::Bool, true},
      {"x = None", T::None, nullptr},
      {"x = 'a\"b'", T::String, "a\"b"},
      {"x = \"a\\n\\x41\\u00e9\\t\\q\"", T::String, "a\nA\xC3\xA9\t\\q"},
      {"x = r'\\n'", T::String, "\\n"},
      {"x = U'a' \"b\"", T::String, "ab"},
      {"x = '''a\n'b' # no comment'''", T::String, "a\n'b' # no comment"},
      {"x = '# no comment'", T::String, "# no comment"},
      {"x = ''", T::String, ""},
      {"x = [1, 'a',  # first\n     [None, 2.5],\n]", T::List, {1, "a", {nullptr, 2.5}}},
      {"x = (1, 2)", T::List, {1, 2}},
      {"x = (1)", T::Int, 1},
      {"x = ()", T::List, Json::array()},
      {"x = {'a': 1, \"b\": {'c': []}}", T::Dict, {{"a", 1}, {"b", {{"c", Json::array()}}}}},
      {"x = {}", T::Dict, Json::object()},
      {"x = (\n  'long '\n  'text'\n)", T::String, "long text"},
      {"x = 1 + \\\n  2", T::Expression, nullptr},
      {"x = 10 ** 3", T::Expression, nullptr},
      {"x = f'{a}'", T::Expression, nullptr},
      {"x = b'a'", T::Expression, nullptr},
      {"x = {1, 2}", T::Expression, nullptr},
      {"x = {1: 2}", T::Expression, nullptr},
      {"x = Path('a')", T::Expression, nullptr},
      {"x = 99999999999999999999", T::Expression, nullptr},
      {"x = 1j", T::Expression, nullptr},
      {"x = 007", T::Expression, nullptr},
      {"x = '\\N{BULLET}'", T::Expression, nullptr},
      {"x = y = 1", T::Expression, nullptr},
      {"x = [1 2]", T::Expression, nullptr},
      {"x = 'open", T::Expression, nullptr},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.source);
    const Parameter parameter = one(c.source);
    EXPECT_EQ(parameter.name, u"x"_s);
    EXPECT_EQ(parameter.type, c.type);
    EXPECT_EQ(parameter.value, c.value);
    EXPECT_FALSE(parameter.sourceText.isEmpty());
  }
}

TEST(Parameters, KeepsTheTextOfAnExpression) {
  EXPECT_EQ(one("x = os.environ.get('A', 'b')  # from outside").sourceText, u"os.environ.get('A', 'b')"_s);
}

TEST(Parameters, TakesOnlyAssignmentsToNamesAtTheLeft) {
  const auto found = infer(
      "import os\nif os: y = 1\nfor i in x:\n  z = 1\na, b = 1, 2\nc += 1\nd == 1\ne.f = 1\ng[0] = 1\nh: int\n"
      "print('a = 1')\n'''\nk = 1\n'''\nelse: m = 1\nok = 1; also = 2\n%time n = 1\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name, u"ok"_s);
  EXPECT_EQ(found[0].line, 16);
  EXPECT_EQ(found[1].name, u"also"_s);
}

TEST(Parameters, ReadsHelpFromTheLineOrFromAbove) {
  const auto found =
      infer("# Parameters\nlr = 0.1  # learning rate\n\n# how often\n# it goes\nepochs = 3\n\n# alone\n\nx = 1\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].help, u"learning rate"_s);
  EXPECT_EQ(found[1].help, u"how often\nit goes"_s);
  EXPECT_EQ(found[2].help, u""_s);
}

TEST(Parameters, ReadsAnnotations) {
  const Parameter rate = one("rate: float = 1");
  EXPECT_EQ(rate.type, ParameterType::Float);
  EXPECT_EQ(rate.annotation, u"float"_s);
  for (const char* source : {"n: Optional[int] = None", "n: 'int | None' = None", "n: typing.Union[None, int] = None",
                             "n = None  # type: Optional[int] how many"}) {
    const Parameter number = one(source);
    EXPECT_EQ(number.type, ParameterType::Int) << source;
    EXPECT_TRUE(number.optional) << source;
  }
  EXPECT_EQ(one("n = 3  # type: int how many").help, u"how many"_s);
  EXPECT_EQ(one("d: Dict[str, int] = {'a': 1}").annotation, u"Dict[str, int]"_s);
  EXPECT_FALSE(one("n: int = 1").optional);
  EXPECT_TRUE(one("n = None").optional);
}

TEST(Parameters, ReadsChoices) {
  EXPECT_EQ(one("a = 'relu'  # the function; one of: relu, 'tanh', gelu").choices,
            (std::vector<Json>{"relu", "tanh", "gelu"}));
  EXPECT_EQ(one("a = 'relu'  # the function; one of: relu, tanh").help, u"the function"_s);
  EXPECT_EQ(one("n = 8  # One of: 8, 16, 32").choices, (std::vector<Json>{8, 16, 32}));
  EXPECT_EQ(one("# size (one of: 1, 2) in px\nn = 1").help, u"size in px"_s);
  const Parameter literal = one("a: Optional[Literal['x, y', \"z\"]] = None");
  EXPECT_EQ(literal.choices, (std::vector<Json>{"x, y", "z"}));
  EXPECT_EQ(literal.type, ParameterType::String);
  EXPECT_TRUE(literal.optional);
}

TEST(Parameters, TheLastAssignmentCounts) {
  const auto found = infer("a = 1\nb = 2\na = 'x'\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].value, "x");
}

TEST(Parameters, KnowsR) {
  EXPECT_EQ(one("x <- 3L", "R").type, ParameterType::Int);
  EXPECT_EQ(one("x <- 3  # three", "R").type, ParameterType::Float);
  EXPECT_EQ(one("x = TRUE", "R").value, true);
  EXPECT_EQ(one("x.y <- 'a\\u00e9'", "R").value, "a\xC3\xA9");
  EXPECT_EQ(one("x <- NULL", "R").type, ParameterType::None);
  EXPECT_EQ(one("x <- c(1, 2,\n 3) # c", "R").value, Json({1, 2, 3}));
  EXPECT_EQ(one("x <- list(a = 1, \"b c\" = c('x'))", "R").value, Json({{"a", 1}, {"b c", {"x"}}}));
  EXPECT_EQ(one("x <- Sys.time()", "R").type, ParameterType::Expression);
  EXPECT_TRUE(infer("x$a <- 1\nx == 1\nf(a = 1)", "R").empty());
}

TEST(Parameters, NoneWithoutATaggedCell) {
  EXPECT_TRUE(inferParameters(test::codeNotebook({"x = 1"})).empty());
}

TEST(Parameters, SurvivesBrokenSource) {
  for (const char* source :
       {"x = (", "x = [1,", "x = '''", "x = \"\\", "x = '\\", "\\", "x = \\", "x: ' = 1", "x:", "x = -", "x = 0x",
        "x = {'a':", "x: Literal[ = 1", "x: Optional[Literal[']] = 1", ")))x = 1", "#", "x = '\\x", "x = '\\7"}) {
    (void)infer(source);
    (void)infer(source, "R");
  }
  (void)infer("x = " + std::string(100'000, '['));
  (void)infer("x: " + std::string(100'000, '[') + " = 1");
  (void)infer("x = " + std::string(100'000, '-') + "1");
}

TEST(Parameters, ChecksAndConvertsValues) {
  const auto known =
      infer("i = 1\nf = 0.5\ns = 'a'\nb = True\nl = []\nd = {}\nn = None\ne = g()\nc = 'x' # one of: x, y\n");
  struct Case {
    Json given;
    Json checked;  // null: refused
  };
  for (const Case& c : std::vector<Case>{{{{"i", "3"}}, {{"i", 3}}},
                                         {{{"i", 3.0}}, {{"i", 3}}},
                                         {{{"i", 3.5}}, nullptr},
                                         {{{"i", "x"}}, nullptr},
                                         {{{"i", true}}, nullptr},
                                         {{{"i", nullptr}}, nullptr},
                                         {{{"f", "3"}}, {{"f", 3}}},
                                         {{{"f", 2}}, {{"f", 2}}},
                                         {{{"f", "1e-3"}}, {{"f", 1e-3}}},
                                         {{{"f", "one"}}, nullptr},
                                         {{{"s", 3}}, nullptr},
                                         {{{"s", ""}}, {{"s", ""}}},
                                         {{{"b", "true"}}, {{"b", true}}},
                                         {{{"b", 1}}, nullptr},
                                         {{{"l", "[1]"}}, {{"l", {1}}}},
                                         {{{"l", "{}"}}, nullptr},
                                         {{{"d", "{\"a\":1}"}}, {{"d", {{"a", 1}}}}},
                                         {{{"n", 3}}, {{"n", 3}}},
                                         {{{"n", nullptr}}, {{"n", nullptr}}},
                                         {{{"e", "x"}}, {{"e", "x"}}},
                                         {{{"c", "y"}}, {{"c", "y"}}},
                                         {{{"c", "z"}}, nullptr}}) {
    SCOPED_TRACE(c.given.dump());
    const auto checked = checkParameters(known, c.given);
    ASSERT_EQ(checked.ok(), !c.checked.is_null());
    if (checked.ok()) {
      EXPECT_EQ(*checked, c.checked);
      continue;
    }
    EXPECT_EQ(checked.error().code, ErrorCode::UsageBadParameter);
    EXPECT_EQ(checked.error().params.value(u"name"_s).toStdString(), c.given.begin().key());
  }
  EXPECT_EQ(checkParameters(known, {{"c", "z"}}).error().params.value(u"expected"_s), u"one of: x, y"_s);
}

TEST(Parameters, AllowsAndReportsUnknownNames) {
  QStringList unknown;
  const auto checked = checkParameters(infer("a = 1"), {{"a", 2}, {"z", "t"}}, &unknown);
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(*checked, Json({{"a", 2}, {"z", "t"}}));
  EXPECT_EQ(unknown, QStringList{u"z"_s});
}

}  // namespace
}  // namespace cc::notebook
