// SPDX-License-Identifier: GPL-3.0-or-later
// Real kernels that outlive a job: kept, attached, released.
#include "EngineFixture.h"
#include "support/RealJupyterServer.h"

#include <QDir>

using namespace Qt::StringLiterals;
using cc::test::await;
using cc::test::EngineFixture;
using cc::test::RealJupyterServer;
using cc::test::waitFor;

namespace cc {
namespace {

class RealRuntimes : public EngineFixture {
protected:
  void SetUp() override {
    EngineFixture::SetUp();
    configText = "providers:\n  local: {keep_warm: false}\n";
  }
  QString keepOne() {
    const QString id = submit({.notebook = writeNotebook(u"keep.ipynb"_s, {u"x = 41"_s}), .keepRuntime = true});
    EXPECT_TRUE(ends(id));
    EXPECT_EQ(stateOf(id), "succeeded") << logOf(id).toStdString();
    return id;
  }
  engine::RuntimeInfo only() {
    const auto found = runtimes();
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? engine::RuntimeInfo{} : found.front();
  }
  Result<QString> attach(const QString& id) {
    return await<QString>([&](QObject* c, Reply<QString> r) { return engine->attachRuntime(id, c, std::move(r)); });
  }
  Result<Nothing> release(const QString& id) {
    return await<Nothing>([&](QObject* c, Reply<Nothing> r) { return engine->releaseRuntime(id, c, std::move(r)); });
  }
};

TEST_F(RealRuntimes, aKeptKernelIsAttachedUsedAndReleased) {
  startEngine();
  const QString job = keepOne();
  const engine::RuntimeInfo kept = only();
  EXPECT_EQ(kept.state, u"kept"_s);
  EXPECT_EQ(kept.job, job);
  ASSERT_EQ(attach(kept.id).valueOr({}), kept.id);
  EXPECT_EQ(only().state, u"attached"_s);
  const QString next =
      submit({.notebook = writeNotebook(u"next.ipynb"_s, {u"print(x + 1)\nopen('out.txt','w').write('y')"_s}),
              .artifacts = {u"out.txt"_s}});
  ASSERT_TRUE(ends(next));
  ASSERT_EQ(stateOf(next), "succeeded") << logOf(next).toStdString();
  EXPECT_EQ(textOf(executed(next), 0), "42\n");
  EXPECT_TRUE(QFile::exists(last[next].resultsDir + u"/artifacts/out.txt"_s));
  EXPECT_EQ(only().state, u"attached"_s);
  ASSERT_TRUE(release(kept.id).ok());
  EXPECT_TRUE(runtimes().empty());
  EXPECT_EQ(release(kept.id).error().code, ErrorCode::UsageUnknownRuntime);
}

TEST_F(RealRuntimes, aKeptKernelOutlivesTheEngine) {
  startEngine();
  keepOne();
  stopEngine();
  startEngine();
  const engine::RuntimeInfo kept = only();
  EXPECT_EQ(kept.state, u"kept"_s);
  ASSERT_TRUE(attach(kept.id).ok());
  const QString next = submit({.notebook = writeNotebook(u"next.ipynb"_s, {u"print(x)"_s})});
  ASSERT_TRUE(ends(next));
  EXPECT_EQ(textOf(executed(next), 0), "41\n") << logOf(next).toStdString();
  ASSERT_TRUE(release(kept.id).ok());
  EXPECT_TRUE(runtimes().empty());
}

// A kernel that somebody opened on a server of their own, deep in a folder.
TEST_F(RealRuntimes, aForeignKernelIsAttachedUsedAndReleased) {
  RealJupyterServer server;
  ASSERT_TRUE(server.isUp()) << server.log().toStdString();
  QDir(server.root()).mkpath(u"mine/deep"_s);
  net::HttpClient http;
  jupyter::JupyterClient client(http, server.endpoint());
  const auto session = await<jupyter::SessionModel>([&](QObject* c, Reply<jupyter::SessionModel> r) {
    return client.openSession(u"mine/deep/book.ipynb"_s, u"book"_s, u"python3"_s, c, std::move(r));
  });
  ASSERT_TRUE(session.ok());
  startEngine();
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) {
                return engine->addJupyterServer(u"lab"_s, server.endpoint().base.toString(), server.endpoint().token, c,
                                                std::move(r));
              }).ok());
  EXPECT_EQ(only().state, u"foreign"_s);
  EXPECT_EQ(release(session->id).error().code, ErrorCode::UsageNotAllowedInState);
  ASSERT_EQ(attach(session->id).valueOr({}), session->id);
  const QString job = submit(
      {.notebook = writeNotebook(u"use.ipynb"_s, {u"import os\nprint(os.getpid())\nopen('made.txt','w').write('z')"_s}),
       .provider = u"lab"_s,
       .artifacts = {u"*.txt"_s}});
  ASSERT_TRUE(ends(job));
  ASSERT_EQ(stateOf(job), "succeeded") << logOf(job).toStdString();
  EXPECT_TRUE(QFile::exists(server.root() + u"/mine/deep/made.txt"_s));
  EXPECT_TRUE(QFile::exists(last[job].resultsDir + u"/artifacts/made.txt"_s));
  EXPECT_FALSE(QFile::exists(server.root() + u"/mine/deep/colab-controller"_s)) << "the journal is where it is read";
  EXPECT_FALSE(logOf(job).contains(u"not recorded"_s)) << logOf(job).toStdString();
  ASSERT_TRUE(release(session->id).ok());
  const auto gone = await<jupyter::KernelModel>(
      [&](QObject* c, Reply<jupyter::KernelModel> r) { return client.kernel(session->kernel.id, c, std::move(r)); });
  EXPECT_EQ(gone.error().code, ErrorCode::RuntimeGone);
}

}  // namespace
}  // namespace cc
