// SPDX-License-Identifier: GPL-3.0-or-later
// Whole jobs through the engine on the local provider.
#include "EngineFixture.h"

#include <QCryptographicHash>
#include <QDir>

using namespace Qt::StringLiterals;
using cc::test::await;
using cc::test::EngineFixture;
using cc::test::waitFor;

namespace cc {
namespace {

using LocalProvider = EngineFixture;

TEST_F(LocalProvider, runsInTheNotebooksFolderAndLeavesItAlone) {
  QFile data(dir.filePath(u"work/data.txt"_s));
  ASSERT_TRUE(data.open(QIODevice::WriteOnly));
  data.write("beside the notebook");
  data.close();
  startEngine();
  const QString id = submit({.notebook = writeNotebook(u"a.ipynb"_s, {u"print(open('data.txt').read())"_s})});
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "succeeded");
  EXPECT_EQ(textOf(executed(id), 0), "beside the notebook\n");
  stopEngine();
  EXPECT_TRUE(QFile::exists(data.fileName()));
  EXPECT_TRUE(QDir(paths.localRuntimeRoot() + u"/local/root/leases"_s).isEmpty());
}

TEST_F(LocalProvider, injectsParametersByType) {
  startEngine();
  const QString id = submit({.notebook = writeNotebook(u"p.ipynb"_s, {u"print(repr(text), n, flag)"_s}),
                             .parameters = {{"text", "it's \"quoted\"\n"}, {"n", 3}, {"flag", true}}});
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "succeeded");
  EXPECT_EQ(textOf(executed(id), 1), "'it\\'s \"quoted\"\\n' 3 True\n");
}

TEST_F(LocalProvider, stopsAtTheFirstErrorAndNamesIt) {
  startEngine();
  const QString id = submit({.notebook = writeNotebook(u"e.ipynb"_s, {u"print(1)"_s, u"1/0"_s, u"print(2)"_s})});
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "failed");
  ASSERT_TRUE(last[id].error);
  EXPECT_EQ(last[id].error->code, ErrorCode::CellFailed);
  EXPECT_EQ(last[id].error->params.value(u"ename"_s), u"ZeroDivisionError"_s);
  EXPECT_TRUE(executed(id)["cells"][2]["outputs"].empty());
}

TEST_F(LocalProvider, bringsArtifactsHomeVerified) {
  startEngine();
  engine::JobSpec spec{.notebook =
                           writeNotebook(u"f.ipynb"_s, {u"import os; os.makedirs('out', exist_ok=True)\n"
                                                        "open('out/ä b.bin','wb').write(bytes(range(256))*5000)"_s})};
  spec.artifacts = {u"out/*"_s};
  const QString id = submit(spec);
  ASSERT_TRUE(ends(id));
  ASSERT_EQ(stateOf(id), "succeeded");
  auto detail = await<engine::JobDetail>([&](QObject* c, Reply<engine::JobDetail> r) { return engine->job(id, c, r); });
  ASSERT_TRUE(detail.ok());
  ASSERT_EQ(detail->artifacts.size(), 1U);
  QFile file(last[id].resultsDir + u'/' + detail->artifacts[0].path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.size(), 1'280'000);
  EXPECT_EQ(detail->artifacts[0].sha256,
            QString::fromLatin1(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex()));
}

TEST_F(LocalProvider, cancelsARunningJobAndKeepsWhatItPrinted) {
  startEngine();
  const QString id = submit(
      {.notebook = writeNotebook(u"c.ipynb"_s, {u"print('begun', flush=True)\nimport time\ntime.sleep(600)"_s})});
  ASSERT_TRUE(waitFor([&] { return last.count(id) && last[id].runningCell == 0; }));
  auto cancelled = await<Nothing>([&](QObject* c, Reply<Nothing> r) { return engine->cancel({id}, c, r); });
  ASSERT_TRUE(cancelled.ok());
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "cancelled");
  EXPECT_NE(textOf(executed(id), 0).find("begun"), std::string::npos);
}

TEST_F(LocalProvider, survivesTheLossOfTheWholeEngine) {
  startEngine();
  const QString counter = dir.filePath(u"work/count"_s);
  const QString id =
      submit({.notebook = writeNotebook(
                  u"r.ipynb"_s, {u"open('count','a').write('x')\nprint('first')"_s,
                                 u"import time\nfor i in range(30):\n    print(i, flush=True)\n    time.sleep(0.1)"_s,
                                 u"print('last')"_s})});
  ASSERT_TRUE(waitFor([&] { return last.count(id) && last[id].runningCell == 1; }, std::chrono::seconds(60)));
  engine.reset();  // no orderly stop: threads and sockets just end
  last.clear();
  startEngine();
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "succeeded");
  std::string lines;
  for (int i = 0; i < 30; ++i) lines += std::to_string(i) + "\n";
  EXPECT_EQ(textOf(executed(id), 1), lines);
  EXPECT_EQ(textOf(executed(id), 2), "last\n");
  QFile file(counter);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), QByteArray("x"));
}

TEST_F(LocalProvider, samplesTheMachineWhileItRuns) {
  startEngine();
  const QString id = submit({.notebook = writeNotebook(u"s.ipynb"_s, {u"import time\ntime.sleep(3)"_s})});
  ASSERT_TRUE(ends(id));
  auto samples = await<std::vector<engine::Sample>>(
      [&](QObject* c, Reply<std::vector<engine::Sample>> r) { return engine->samples(id, 0, c, r); });
  ASSERT_TRUE(samples.ok());
  EXPECT_GE(samples->size(), 2U);
  ASSERT_FALSE(samples->empty());
  EXPECT_GT(samples->back().memoryTotal.value_or(0), 0);
  EXPECT_TRUE(QFile::exists(last[id].resultsDir + u"/samples.csv"_s));
}

}  // namespace
}  // namespace cc
