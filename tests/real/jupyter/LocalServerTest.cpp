// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include "jupyter/JupyterClient.h"
#include "jupyter/LocalServer.h"
#include "jupyter/ServerFiles.h"
#include "support/EventLoop.h"

#include <csignal>

namespace cc::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using jupyter::Endpoint;
using jupyter::LocalServer;
using jupyter::PythonEnvironment;
using jupyter::ServerFiles;

class LocalServerTest : public testing::Test {
protected:
  void SetUp() override {
    QDir().mkpath(root());
    const auto found = await<PythonEnvironment>([&](QObject* c, Reply<PythonEnvironment> r) {
      return jupyter::findPython(qEnvironmentVariable("CC_TEST_PYTHON"), folder.filePath(u"python.json"_s), c, r);
    });
    ASSERT_TRUE(found.ok()) << toStd(found.error().toLogLine());
    python = *found;
  }
  void TearDown() override {
    LocalServer last(http, root(), state());
    const auto ended = await<Nothing>([&](QObject* c, Reply<Nothing> r) { return last.shutDown(c, r); });
    EXPECT_TRUE(ended.ok());
    EXPECT_TRUE(waitFor([&] { return !ServerFiles(state()).isLocked(); }));
  }
  QString root() const { return folder.filePath(u"root"_s); }
  QString state() const { return folder.filePath(u"state"_s); }
  Result<Endpoint> ensure(LocalServer& server) {
    return await<Endpoint>([&](QObject* c, Reply<Endpoint> r) { return server.ensure(python, c, r); },
                           std::chrono::seconds(70));
  }

  QTemporaryDir folder;
  net::HttpClient http;
  PythonEnvironment python;
};

TEST_F(LocalServerTest, StartsOnceAndIsAdoptedByTheNext) {
  qint64 pid = 0;
  QUrl address;
  {
    LocalServer first(http, root(), state());
    const auto endpoint = ensure(first);
    ASSERT_TRUE(endpoint.ok()) << toStd(endpoint.error().toLogLine());
    pid = first.pid();
    address = endpoint->base;
    EXPECT_GT(pid, 0);
    EXPECT_FALSE(endpoint->token.isEmpty());
  }
  EXPECT_TRUE(ServerFiles::isAlive(pid)) << "it outlives us";
  LocalServer second(http, root(), state());
  const auto found = await<Endpoint>([&](QObject* c, Reply<Endpoint> r) { return second.find(c, r); });
  ASSERT_TRUE(found.ok()) << toStd(found.error().toLogLine());
  EXPECT_EQ(found->base, address);
  const auto again = ensure(second);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(second.pid(), pid);
}

TEST_F(LocalServerTest, StartsAtTheSameTimeMakeOneServer) {
  LocalServer one(http, root(), state()), two(http, root(), state());
  QObject context;
  std::vector<Endpoint> endpoints;
  const auto take = [&](Result<Endpoint> endpoint) {
    if (endpoint.ok()) endpoints.push_back(*endpoint);
  };
  one.ensure(python, &context, take);
  two.ensure(python, &context, take);
  one.ensure(python, &context, take);
  ASSERT_TRUE(waitFor([&] { return endpoints.size() == 3; }, std::chrono::seconds(60)));
  EXPECT_EQ(endpoints[0].base, endpoints[1].base);
  EXPECT_EQ(endpoints[0].base, endpoints[2].base);
  EXPECT_EQ(one.pid(), two.pid());
}

TEST_F(LocalServerTest, AnEndingServerIsNotAdopted) {
  LocalServer server(http, root(), state());
  ASSERT_TRUE(ensure(server).ok());
  const qint64 pid = server.pid();
  ASSERT_TRUE(await<Nothing>([&](QObject* c, Reply<Nothing> r) { return server.shutDown(c, r); }).ok());
  ASSERT_TRUE(ensure(server).ok());
  EXPECT_NE(server.pid(), pid);
  EXPECT_FALSE(ServerFiles::isAlive(pid)) << "there are never two";
}

TEST_F(LocalServerTest, AKilledServerIsReplaced) {
  LocalServer server(http, root(), state());
  ASSERT_TRUE(ensure(server).ok());
  const qint64 pid = server.pid();
  ::kill(static_cast<pid_t>(pid), SIGKILL);
  // A dying process lets go of its lock a moment before it is a zombie.
  ASSERT_TRUE(waitFor([&] { return !ServerFiles(state()).isLocked() && server.pid() == 0; }));
  const auto gone = await<Endpoint>([&](QObject* c, Reply<Endpoint> r) { return server.find(c, r); });
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, ErrorCode::RuntimeGone);
  ASSERT_TRUE(ensure(server).ok());
  EXPECT_NE(server.pid(), pid);
  EXPECT_EQ(QDir(state() + u"/runtime"_s).entryList({u"jpserver-*.json"_s}).size(), 1) << "the stale file is removed";
}

TEST_F(LocalServerTest, ItsSecretIsPrivateAndNotOnTheCommandLine) {
  LocalServer server(http, root(), state());
  const auto endpoint = ensure(server);
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ(QFileInfo(state() + u"/token"_s).permissions() & (QFile::ReadGroup | QFile::ReadOther), 0);
  for (const char* name : {"cmdline", "environ"}) {
    QFile file(u"/proc/%1/%2"_s.arg(server.pid()).arg(QLatin1StringView(name)));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains(endpoint->token.toLatin1())) << name;
  }
  QFile log(state() + u"/server.log"_s);
  ASSERT_TRUE(log.open(QIODevice::ReadOnly));
  EXPECT_FALSE(log.readAll().contains(endpoint->token.toLatin1()));
}

TEST_F(LocalServerTest, ReadsHiddenFoldersAndRunsKernels) {
  LocalServer server(http, root(), state());
  const auto endpoint = ensure(server);
  ASSERT_TRUE(endpoint.ok());
  jupyter::JupyterClient client(http, *endpoint);
  QDir().mkpath(root() + u"/.hidden"_s);
  QFile file(root() + u"/.hidden/x.txt"_s);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("seen");
  file.close();
  const auto bytes = await<QByteArray>(
      [&](QObject* c, Reply<QByteArray> r) { return client.readRange(u".hidden/x.txt"_s, 0, 100, c, r); });
  ASSERT_TRUE(bytes.ok()) << toStd(bytes.error().toLogLine());
  EXPECT_EQ(*bytes, "seen");
  EXPECT_TRUE(await<jupyter::SessionModel>([&](QObject* c, Reply<jupyter::SessionModel> r) {
                return client.openSession(u"a.ipynb"_s, u"a"_s, u"python3"_s, c, r);
              }).ok());
}

TEST_F(LocalServerTest, AServerThatCannotStartSaysWhy) {
  LocalServer server(http, root(), state());
  QFile broken(folder.filePath(u"python"_s));
  ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
  broken.write("#!/bin/sh\necho no such thing here >&2\nexit 1\n");
  broken.close();
  broken.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
  python.python = broken.fileName();
  const auto endpoint = ensure(server);
  ASSERT_FALSE(endpoint.ok());
  EXPECT_EQ(endpoint.error().code, ErrorCode::ServerStartFailed);
  EXPECT_TRUE(endpoint.error().detail.contains(u"no such thing here"_s));
}

TEST_F(LocalServerTest, AnInterpreterWithoutJupyterIsReported) {
  const auto found = await<PythonEnvironment>(
      [&](QObject* c, Reply<PythonEnvironment> r) { return jupyter::findPython(u"/bin/false"_s, {}, c, r); });
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, ErrorCode::JupyterMissing);
  EXPECT_TRUE(found.error().params.value(u"tried"_s).contains(u"/bin/false"_s));
}

TEST_F(LocalServerTest, AnInterpreterWithAnOldJupyterIsReported) {
  QFile old(folder.filePath(u"old-python"_s));
  ASSERT_TRUE(old.open(QIODevice::WriteOnly));
  old.write("#!/bin/sh\necho '[\"1.13.7\", \"6.9.1\"]'\n");
  old.close();
  old.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
  for (int round = 0; round < 2; ++round) {  // asked, then remembered
    const auto found = await<PythonEnvironment>([&](QObject* c, Reply<PythonEnvironment> r) {
      return jupyter::findPython(old.fileName(), folder.filePath(u"old.json"_s), c, r);
    });
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, ErrorCode::ServerTooOld);
    EXPECT_EQ(found.error().params.value(u"version"_s), u"1.13.7"_s);
    EXPECT_EQ(found.error().params.value(u"python"_s), old.fileName());
  }
}

TEST_F(LocalServerTest, AFoundInterpreterIsRemembered) {
  QFile cache(folder.filePath(u"python.json"_s));
  ASSERT_TRUE(cache.open(QIODevice::ReadOnly));
  EXPECT_TRUE(cache.readAll().contains(python.python.toUtf8()));
  EXPECT_FALSE(python.serverVersion.isEmpty());
  EXPECT_FALSE(python.kernelVersion.isEmpty());
}

}  // namespace cc::test
