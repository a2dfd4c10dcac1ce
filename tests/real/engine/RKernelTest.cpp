// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs of R notebooks: no recorder, no sampler, no Python in the kernel.
#include "EngineFixture.h"
#include "support/RealJupyterServer.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;
using cc::test::await;
using cc::test::EngineFixture;
using cc::test::RealJupyterServer;
using cc::test::waitFor;

namespace cc {
namespace {

class RKernel : public EngineFixture {
protected:
  void SetUp() override {
    EngineFixture::SetUp();
    configText = "providers:\n  local: {keep_warm: false}\n";
  }
  engine::JobSpec files(const QString& provider) {
    return {.notebook = writeNotebook(u"files.ipynb"_s,
                                      {u"dir.create('out/deep', recursive = TRUE, showWarnings = FALSE)\n"
                                       "writeBin(as.raw(rep(0:255, n)), 'out/deep/data.bin')\n"
                                       "writeLines('no artifact', 'other.txt')"_s},
                                      "ir", "R"),
            .parameters = {{"n", 5000}},
            .provider = provider,
            .artifacts = {u"out/**"_s}};
  }
  void expectTheFile(const QString& id, const QString& verified) {
    ASSERT_TRUE(ends(id));
    ASSERT_EQ(stateOf(id), "succeeded") << logOf(id).toStdString();
    const engine::JobDetail detail = detailOf(id);
    ASSERT_EQ(detail.artifacts.size(), 1U);
    EXPECT_EQ(detail.artifacts[0].path, u"artifacts/out/deep/data.bin"_s);
    EXPECT_EQ(detail.artifacts[0].size, 1'280'000);
    EXPECT_EQ(detail.artifacts[0].verified, verified);
    QByteArray wanted;
    for (int i = 0; i < 1'280'000; ++i) wanted.append(static_cast<char>(i % 256));
    QFile file(last[id].resultsDir + u"/artifacts/out/deep/data.bin"_s);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_TRUE(file.readAll() == wanted);
    EXPECT_EQ(detail.artifacts[0].sha256,
              QString::fromLatin1(QCryptographicHash::hash(wanted, QCryptographicHash::Sha256).toHex()));
    QFile manifest(last[id].resultsDir + u"/manifest.json"_s);
    ASSERT_TRUE(manifest.open(QIODevice::ReadOnly));
    EXPECT_EQ(parseJson(manifest.readAll())->at("artifacts").at(0).at("verified"), toStd(verified));
  }
};

TEST_F(RKernel, getsItsParametersInRAndReportsProgress) {
  startEngine();
  const QString id = submit(
      {.notebook = writeNotebook(u"p.ipynb"_s, {u"cat(text, n + 1L, flag, words[[2]])"_s, u"x <- 1"_s}, "ir", "R"),
       .parameters = {{"text", "it's \"quoted\""}, {"n", 3}, {"flag", true}, {"words", {"a", "b"}}}});
  ASSERT_TRUE(ends(id));
  ASSERT_EQ(stateOf(id), "succeeded") << logOf(id).toStdString();
  EXPECT_EQ(textOf(executed(id), 1), "it's \"quoted\" 4 TRUE b");
  EXPECT_EQ(last[id].cellsTotal, 3);
  EXPECT_EQ(last[id].cellsDone, 3);
  EXPECT_TRUE(logOf(id).contains(u"no recorder and no sampler"_s)) << logOf(id).toStdString();
  const Json environment = detailOf(id).attempts.at(0).environment;
  EXPECT_FALSE(environment["language_version"].is_null()) << environment.dump();
}

TEST_F(RKernel, stopsAtAnErrorAndNamesIt) {
  startEngine();
  const QString id =
      submit({.notebook = writeNotebook(
                  u"e.ipynb"_s, {u"cat('before')"_s, u"stop('no such luck')"_s, u"cat('after')"_s}, "ir", "R")});
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "failed");
  ASSERT_TRUE(last[id].error);
  EXPECT_EQ(last[id].error->code, ErrorCode::CellFailed);
  EXPECT_TRUE(last[id].error->params.value(u"evalue"_s).contains(u"no such luck"_s));
  EXPECT_EQ(textOf(executed(id), 0), "before");
  EXPECT_TRUE(executed(id)["cells"][2]["outputs"].empty());
}

TEST_F(RKernel, isCancelledByAnInterrupt) {
  startEngine();
  const QString id = submit(
      {.notebook = writeNotebook(u"c.ipynb"_s, {u"cat('begun')\nflush.console()\nSys.sleep(600)"_s}, "ir", "R")});
  ASSERT_TRUE(waitFor([&] { return last.count(id) && last[id].runningCell == 0; }, std::chrono::seconds(60)));
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) { return engine->cancel({id}, c, std::move(r)); }).ok());
  ASSERT_TRUE(ends(id));
  EXPECT_EQ(stateOf(id), "cancelled");
}

TEST_F(RKernel, itsArtifactsAreHashedHereWhenItRunsHere) {
  startEngine();
  expectTheFile(submit(files({})), u"sha256"_s);
}

TEST_F(RKernel, itsArtifactsAreListedAndComparedBySizeWhenItRunsElsewhere) {
  RealJupyterServer server;
  ASSERT_TRUE(server.isUp()) << server.log().toStdString();
  startEngine();
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) {
                return engine->addJupyterServer(u"lab"_s, server.endpoint().base.toString(), server.endpoint().token, c,
                                                std::move(r));
              }).ok());
  const QString id = submit(files(u"lab"_s));
  expectTheFile(id, u"size"_s);
  EXPECT_TRUE(logOf(id).contains(u"only their sizes can be compared"_s)) << logOf(id).toStdString();
}

}  // namespace
}  // namespace cc
