// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/JobSpec.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::jobs;

namespace {

TEST(JobSpecTest, ComesBackFromJsonAsItWas) {
  JobSpec spec;
  spec.notebook = u"/n.ipynb"_s;
  spec.parameters = {{"x", 1}};
  spec.checkpoints = {u"*.pt"_s, u"checkpoints/**"_s};
  spec.checkpointEveryMs = 60'000;
  spec.inputs = {{.from = u"gs://bucket/a"_s, .to = u"in/a"_s}, {.from = u"/b"_s, .to = u"b"_s}};
  const Json json = toJson(spec);
  const auto back = jobSpecFromJson(json);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(toJson(*back), json);
  ASSERT_EQ(back->inputs.size(), 2u);
  EXPECT_EQ(back->inputs[0].from, u"gs://bucket/a"_s);
  EXPECT_EQ(back->inputs[0].to, u"in/a"_s);
}

TEST(JobSpecTest, WrongInputsAreNamed) {
  for (const char* inputs : {R"("a")", R"(["a"])", R"([{"from": "a"}])", R"([{"from": 1, "to": "b"}])"}) {
    Json json = toJson(JobSpec{.notebook = u"/n.ipynb"_s});
    json["inputs"] = Json::parse(inputs);
    const auto spec = jobSpecFromJson(json);
    ASSERT_FALSE(spec.ok()) << inputs;
    EXPECT_EQ(spec.error().params.value(u"member"_s), u"inputs"_s);
  }
}

TEST(JobSpecTest, AnInputIsAPlaceAndMaybeAName) {
  const QTemporaryDir folder;
  QFile odd(folder.filePath(u"a=b.csv"_s));
  ASSERT_TRUE(odd.open(QIODevice::WriteOnly));
  EXPECT_EQ(inputFromText(u"gs://b/x=in/y"_s).from, u"gs://b/x"_s);
  EXPECT_EQ(inputFromText(u"gs://b/x=in/y"_s).to, u"in/y"_s);
  EXPECT_EQ(inputFromText(u"/d/x.csv"_s).to, QString());
  EXPECT_EQ(inputFromText(odd.fileName()).from, odd.fileName()) << "a file that is called so";
  for (const QString& text : {u"gs://b/x=in/y"_s, u"/d/x.csv"_s}) EXPECT_EQ(toText(inputFromText(text)), text);
  EXPECT_EQ(toText({.from = u"/d/x.csv"_s, .to = u"x.csv"_s}), u"/d/x.csv"_s);
}

}  // namespace
