// SPDX-License-Identifier: GPL-3.0-or-later
// Whole jobs through the engine on a Jupyter server that somebody else started.
#include "EngineFixture.h"
#include "support/LoopbackServer.h"
#include "support/RealJupyterServer.h"

#include <QCryptographicHash>
#include <QDir>

using namespace Qt::StringLiterals;
using cc::test::await;
using cc::test::EngineFixture;
using cc::test::LoopbackServer;
using cc::test::RealJupyterServer;
using cc::test::waitFor;

namespace cc {
namespace {

class JupyterProvider : public EngineFixture {
protected:
  void SetUp() override {
    EngineFixture::SetUp();
    // Nothing of this machine's own Jupyter is needed here.
    configText = "providers:\n  local: {keep_warm: false}\n";
  }
  Result<Nothing> add(const QUrl& url, const QString& token) {
    return await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return engine->addJupyterServer(u"lab"_s, url.toString(), token, context, std::move(reply));
    });
  }
  // What a job of one cell comes to on that server.
  void runOn(const QUrl& url, const QString& token) {
    startEngine();
    ASSERT_TRUE(add(url, token).ok());
    id = submit({.notebook = writeNotebook(u"a.ipynb"_s, {u"print('here')"_s}), .provider = u"lab"_s});
    ASSERT_TRUE(ends(id));
  }
  Error errorOf() { return last[id].error.value_or(Error{.code = ErrorCode::Internal, .detail = u"no error"_s}); }
  QString id;
};

TEST_F(JupyterProvider, runsAJobToItsVerifiedResultsAndLeavesNothingBehind) {
  RealJupyterServer server;
  ASSERT_TRUE(server.isUp()) << server.log().toStdString();
  startEngine();
  ASSERT_TRUE(add(server.endpoint().base, server.endpoint().token).ok());
  engine::JobSpec spec{
      .notebook = writeNotebook(u"j.ipynb"_s, {u"import os; os.makedirs('out')\n"
                                               "open('out/data.bin','wb').write(bytes(range(256))*n)"_s,
                                               u"print('all', n)"_s}),
      .parameters = {{"n", 5000}},
      .provider = u"lab"_s,
      .artifacts = {u"out/*.bin"_s}};
  id = submit(spec);
  ASSERT_TRUE(ends(id));
  ASSERT_EQ(stateOf(id), "succeeded") << errorOf().toLogLine().toStdString();
  EXPECT_EQ(textOf(executed(id), 2), "all 5000\n");
  QFile file(last[id].resultsDir + u"/artifacts/out/data.bin"_s);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.size(), 1'280'000);
  EXPECT_TRUE(waitFor([&] { return QDir(server.root() + u"/colab-controller"_s).isEmpty(); }));
}

TEST_F(JupyterProvider, losesNothingToARateLimit) {
  RealJupyterServer server({u"--ServerApp.limit_rate=True"_s, u"--ServerApp.iopub_msg_rate_limit=20"_s,
                            u"--ServerApp.iopub_data_rate_limit=20000"_s, u"--ServerApp.rate_limit_window=1"_s});
  ASSERT_TRUE(server.isUp()) << server.log().toStdString();
  startEngine();
  ASSERT_TRUE(add(server.endpoint().base, server.endpoint().token).ok());
  id = submit({.notebook = writeNotebook(u"fast.ipynb"_s, {u"for i in range(20000): print(i, flush=i % 100 == 0)"_s}),
               .provider = u"lab"_s});
  ASSERT_TRUE(ends(id));
  ASSERT_EQ(stateOf(id), "succeeded") << errorOf().toLogLine().toStdString();
  std::string lines;
  for (int i = 0; i < 20000; ++i) lines += std::to_string(i) + "\n";
  EXPECT_EQ(textOf(executed(id), 0), lines);
}

TEST_F(JupyterProvider, namesAWrongTokenAMissingOneAndTakesTheRightOne) {
  RealJupyterServer server;
  ASSERT_TRUE(server.isUp()) << server.log().toStdString();
  runOn(server.endpoint().base, u"not-the-token"_s);
  EXPECT_EQ(stateOf(id), "failed");
  EXPECT_EQ(errorOf().code, ErrorCode::AccountForbidden);
  EXPECT_EQ(errorOf().params.value(u"provider"_s), u"lab"_s);
  EXPECT_EQ(errorOf().params.value(u"host"_s), server.endpoint().base.authority());
  // The address stays when only a token is given.
  ASSERT_TRUE(add({}, server.endpoint().token).ok());
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) { return engine->retry({id}, c, std::move(r)); }).ok());
  ASSERT_TRUE(waitFor([&] { return last[id].state == jobs::JobState::Succeeded; }, std::chrono::seconds(60)));
  EXPECT_EQ(textOf(executed(id), 0), "here\n");
}

TEST_F(JupyterProvider, asksForATokenWhereNoneIsGiven) {
  RealJupyterServer server;
  ASSERT_TRUE(server.isUp()) << server.log().toStdString();
  runOn(server.endpoint().base, {});
  EXPECT_EQ(stateOf(id), "failed");
  EXPECT_EQ(errorOf().code, ErrorCode::AccountSignInNeeded);
  EXPECT_EQ(errorOf().params.value(u"variable"_s), u"COLAB_CONTROLLER_TOKEN_LAB"_s);
}

TEST_F(JupyterProvider, saysThatNobodyAnswers) {
  QUrl nowhere;
  {
    LoopbackServer closed;
    nowhere = closed.url();
  }
  runOn(nowhere, u"any"_s);
  EXPECT_EQ(stateOf(id), "failed");
  EXPECT_EQ(errorOf().code, ErrorCode::ProviderDown);
  EXPECT_EQ(errorOf().params.value(u"provider"_s), u"lab"_s);
  EXPECT_EQ(errorOf().params.value(u"host"_s), nowhere.authority());
}

TEST_F(JupyterProvider, saysThatSomethingElseAnswers) {
  LoopbackServer page;
  page.then(LoopbackServer::reply(200, "<html><body>Welcome to nginx</body></html>", "text/html"));
  runOn(page.url(), u"any"_s);
  EXPECT_EQ(stateOf(id), "failed");
  EXPECT_EQ(errorOf().code, ErrorCode::NetBadReply);
  EXPECT_EQ(errorOf().params.value(u"host"_s), page.url().authority());
}

}  // namespace
}  // namespace cc
