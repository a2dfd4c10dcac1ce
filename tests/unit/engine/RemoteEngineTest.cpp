// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/RemoteEngine.h"

#include "engine/EngineServer.h"
#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"

#include <gtest/gtest.h>

#include <QLocalServer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::test;
using namespace cc::engine;
using EnginePtr = std::shared_ptr<Engine>;

namespace {

class RemoteEngineTest : public testing::Test {
protected:
  void SetUp() override { paths.data = folder.path(); }
  Result<EnginePtr> connectNow() {
    return await<EnginePtr>([this](QObject* o, Reply<EnginePtr> r) { return connectEngine(paths, o, std::move(r)); });
  }
  // A server of ours and a connected client.
  void serve() {
    ASSERT_TRUE(server.listen(paths.engineSocket()).ok());
    auto connected = connectNow();
    ASSERT_TRUE(connected.ok()) << connected.error().toLogLine().toStdString();
    remote = *connected;
  }
  QTemporaryDir folder;
  Paths paths;
  ScriptedEngine scripted;
  EngineServer server{scripted};
  EnginePtr remote;
};

}  // namespace

TEST_F(RemoteEngineTest, withoutAnEngineItSaysSoAtOnce) {
  const auto result = connectNow();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::EngineNotRunning);
}

TEST_F(RemoteEngineTest, anotherProtocolIsNamed) {
  QLocalServer other;
  ASSERT_TRUE(other.listen(paths.engineSocket()));
  QObject::connect(&other, &QLocalServer::newConnection, &other, [&other] {
    other.nextPendingConnection()->write("{\"event\":\"hello\",\"protocol\":99,\"version\":\"9.0\"}\n");
  });
  const auto result = connectNow();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::ProtocolMismatch);
  EXPECT_EQ(result.error().params.value(u"ours"_s), u"1"_s);
  EXPECT_EQ(result.error().params.value(u"theirs"_s), u"99"_s);
}

TEST_F(RemoteEngineTest, somethingElseBehindTheSocketIsNoEngine) {
  QLocalServer other;
  ASSERT_TRUE(other.listen(paths.engineSocket()));
  QObject::connect(&other, &QLocalServer::newConnection, &other,
                   [&other] { other.nextPendingConnection()->write("220 mail.example ESMTP\n"); });
  EXPECT_FALSE(connectNow().ok());
}

TEST_F(RemoteEngineTest, everyCallArrivesWithItsArgumentsAndBringsItsAnswerBack) {
  serve();
  JobSpec spec;
  spec.notebook = u"/n/a.ipynb"_s;
  spec.parameters = {{"lr", 0.1}};
  const auto ids = await<QStringList>([&](QObject* o, Reply<QStringList> r) { return remote->submit({spec}, o, r); });
  ASSERT_TRUE(ids.ok());
  const QString id = ids->first();
  EXPECT_EQ(scripted.find(id)->spec.parameters, spec.parameters);
  const auto detail = await<JobDetail>([&](QObject* o, Reply<JobDetail> r) { return remote->job(id, o, r); });
  ASSERT_TRUE(detail.ok());
  EXPECT_EQ(detail->spec.notebook, spec.notebook);
  const auto page = await<JobPage>(
      [&](QObject* o, Reply<JobPage> r) { return remote->jobs({.states = {u"queued"_s}, .limit = 3}, o, r); });
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->total, 1);
  EXPECT_EQ(scripted.lastCall(u"jobs"_s)->arguments["limit"], 3);
  const auto status = [&](auto method) {
    return await<Nothing>([&](QObject* o, Reply<Nothing> r) { return method(o, std::move(r)); });
  };
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->hold({id}, o, r); }).ok());
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->release({id}, o, r); }).ok());
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->setPriority({id}, -4, o, r); }).ok());
  EXPECT_EQ(scripted.find(id)->summary.priority, -4);
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->move({id}, u"x"_s, o, r); }).ok());
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->holdQueue(true, o, r); }).ok());
  EXPECT_TRUE(scripted.queueHeld);
  EXPECT_TRUE(remote->isQueueHeld());
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->cancel({id}, o, r); }).ok());
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) { return remote->retry({id}, o, r); }).ok());
  EXPECT_TRUE(status([&](QObject* o, Reply<Nothing> r) {
                return remote->addJupyterServer(u"lab"_s, u"http://h/"_s, u"secret-token"_s, o, r);
              }).ok());
  const auto providers = await<std::vector<ProviderInfo>>([&](QObject* o, auto r) { return remote->providers(o, r); });
  ASSERT_TRUE(providers.ok());
  EXPECT_EQ(providers->at(0).name, u"lab"_s);
  const auto folderOf =
      await<QString>([&](QObject* o, Reply<QString> r) { return remote->results(id, u"/to"_s, o, r); });
  EXPECT_EQ(folderOf.valueOr({}), u"/to"_s);
}

TEST_F(RemoteEngineTest, listsComeBackWhole) {
  serve();
  scripted.runtimeList = {{.id = u"r1"_s, .provider = u"local"_s}};
  scripted.checks = {{.id = u"jupyter"_s, .ok = true}, {.id = u"disk_space"_s, .warning = true}};
  scripted.events = {{.at = 1'767'225'600'000, .job = u"j"_s, .kind = u"state"_s}};
  scripted.logs[u"j"_s] = u"line\n"_s;
  scripted.sampleSeries[u"j"_s] = {{.time = 1'767'225'600'000, .cpuPercent = 5.0}};
  scripted.views[u"j"_s] = {.job = u"j"_s, .revision = 3, .cellCount = 1, .cells = {{.cell = {{"source", "x"}}}}};
  EXPECT_EQ(await<std::vector<RuntimeInfo>>([&](QObject* o, auto r) { return remote->runtimes(o, r); })->size(), 1u);
  EXPECT_EQ(await<std::vector<DoctorCheck>>([&](QObject* o, auto r) { return remote->doctor(o, r); })->size(), 2u);
  EXPECT_EQ(await<std::vector<JobEvent>>([&](QObject* o, auto r) { return remote->history(0, o, r); })->size(), 1u);
  EXPECT_EQ(*await<QString>([&](QObject* o, auto r) { return remote->log(u"j"_s, o, r); }), u"line\n"_s);
  EXPECT_EQ(await<std::vector<Sample>>([&](QObject* o, auto r) { return remote->samples(u"j"_s, 0, o, r); })
                ->at(0)
                .cpuPercent,
            5.0);
  EXPECT_EQ(await<NotebookView>([&](QObject* o, auto r) { return remote->view(u"j"_s, 0, o, r); })->cells.size(), 1u);
  EXPECT_EQ(await<NotebookInspection>([&](QObject* o, auto r) { return remote->inspect(u"/x.ipynb"_s, o, r); })->path,
            u"/x.ipynb"_s);
  EXPECT_EQ(*await<QString>([&](QObject* o, auto r) { return remote->attachRuntime(u"r1"_s, o, r); }), u"r1"_s);
  EXPECT_TRUE(await<Nothing>([&](QObject* o, auto r) { return remote->releaseRuntime(u"r1"_s, o, r); }).ok());
}

TEST_F(RemoteEngineTest, errorsArriveWithCodeParametersAndCauses) {
  serve();
  scripted.failures.insert({u"submit"_s, Error{.code = ErrorCode::NotebookTruncated,
                                               .params = {{u"index"_s, u"2"_s}},
                                               .causes = {Error{.code = ErrorCode::DiskFull}}}});
  const auto result = await<QStringList>([&](QObject* o, Reply<QStringList> r) { return remote->submit({}, o, r); });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::NotebookTruncated);
  EXPECT_EQ(result.error().params.value(u"index"_s), u"2"_s);
  EXPECT_EQ(result.error().causes.at(0).code, ErrorCode::DiskFull);
}

TEST_F(RemoteEngineTest, changesComeOnlyOnceSomebodyListens) {
  serve();
  scripted.addJob(u"unseen"_s);
  ASSERT_TRUE(await<JobPage>([&](QObject* o, auto r) { return remote->jobs({}, o, r); }).ok());
  QStringList names;
  QObject::connect(remote.get(), &Engine::changed, remote.get(), [&names](const ChangeSet& changes) {
    for (const JobSummary& job : changes.jobs) names.append(job.name);
  });
  ASSERT_TRUE(await<JobPage>([&](QObject* o, auto r) { return remote->jobs({}, o, r); }).ok());
  scripted.addJob(u"seen"_s);
  ASSERT_TRUE(waitFor([&] { return !names.isEmpty(); }));
  EXPECT_EQ(names, QStringList{u"seen"_s});
}

TEST_F(RemoteEngineTest, followedOutputAndSamplesAndViewsArrive) {
  serve();
  const QString job = scripted.addJob(u"a"_s, JobState::Running);
  QString text;
  qint64 revision = 0;
  size_t samples = 0;
  QObject::connect(remote.get(), &Engine::outputArrived, remote.get(),
                   [&](const OutputChunk& chunk) { text += QString::fromUtf8(chunk.text); });
  QObject::connect(remote.get(), &Engine::viewChanged, remote.get(), [&](const QString&, qint64 r) { revision = r; });
  QObject::connect(remote.get(), &Engine::sampled, remote.get(),
                   [&](const QString&, const std::vector<Sample>& s) { samples += s.size(); });
  ASSERT_TRUE(await<Nothing>([&](QObject* o, auto r) { return remote->follow(job, true, o, r); }).ok());
  ASSERT_TRUE(await<NotebookView>([&](QObject* o, auto r) { return remote->view(job, 0, o, r); }).ok());
  scripted.output(job, u"stdout"_s, u"été\n"_s);
  Q_EMIT scripted.viewChanged(job, 5);
  Q_EMIT scripted.sampled(job, {Sample{}, Sample{}});
  EXPECT_TRUE(waitFor([&] { return text == u"été\n"_s && revision == 5 && samples == 2; }));
}

TEST_F(RemoteEngineTest, aReplayComesBeforeTheReplyToFollow) {
  serve();
  const QString job = scripted.addJob(u"a"_s, JobState::Succeeded);
  scripted.onFollow = [this](const QString& id) { scripted.output(id, u"stdout"_s, u"again"_s); };
  QString text;
  QObject::connect(remote.get(), &Engine::outputArrived, remote.get(),
                   [&](const OutputChunk& chunk) { text += QString::fromUtf8(chunk.text); });
  ASSERT_TRUE(await<Nothing>([&](QObject* o, auto r) { return remote->follow(job, true, o, r); }).ok());
  EXPECT_EQ(text, u"again"_s);
}

TEST_F(RemoteEngineTest, aCancelledCallIsCancelledThereToo) {
  serve();
  scripted.silent.insert(u"results"_s);
  Call call = remote->results(u"x"_s, {}, remote.get(), [](auto) { FAIL(); });
  ASSERT_TRUE(waitFor([&] { return scripted.countCalls(u"results"_s) == 1; }));
  call.cancel();
  EXPECT_TRUE(waitFor([&] { return scripted.cancelledCalls == 1; }));
}

TEST_F(RemoteEngineTest, aLostConnectionEndsOpenAndLaterCalls) {
  auto doomed = std::make_unique<EngineServer>(scripted);
  ASSERT_TRUE(doomed->listen(paths.engineSocket()).ok());
  auto connected = connectNow();
  ASSERT_TRUE(connected.ok());
  EnginePtr engine = *connected;
  scripted.silent.insert(u"doctor"_s);
  std::optional<Error> open;
  int failures = 0;
  QObject::connect(engine.get(), &Engine::failed, engine.get(), [&](const Error&) { ++failures; });
  QObject::connect(engine.get(), &Engine::stopped, engine.get(), [&] { ++failures; });
  engine->doctor(engine.get(), [&](auto result) { open = result.error(); });
  ASSERT_TRUE(waitFor([&] { return scripted.countCalls(u"doctor"_s) == 1; }));
  doomed.reset();
  ASSERT_TRUE(waitFor([&] { return open.has_value(); }));
  EXPECT_EQ(failures, 1);
  const auto later = await<JobPage>([&](QObject* o, auto r) { return engine->jobs({}, o, r); });
  EXPECT_EQ(later.error().code, ErrorCode::EngineNotRunning);
}

TEST_F(RemoteEngineTest, stoppingLeavesTheOtherProcessRunning) {
  serve();
  bool stopped = false;
  QObject::connect(remote.get(), &Engine::stopped, remote.get(), [&] { stopped = true; });
  remote->stop();
  ASSERT_TRUE(waitFor([&] { return stopped; }));
  EXPECT_EQ(scripted.countCalls(u"stop"_s), 0);
  EXPECT_TRUE(connectNow().ok());
}

TEST_F(RemoteEngineTest, tenThousandSpecsGoInOneBatch) {
  serve();
  JobSpec spec;
  spec.notebook = u"/n/a.ipynb"_s;
  const auto ids = await<QStringList>(
      [&](QObject* o, Reply<QStringList> r) { return remote->submit(std::vector<JobSpec>(10'000, spec), o, r); });
  ASSERT_TRUE(ids.ok());
  EXPECT_EQ(ids->size(), 10'000);
}

TEST_F(RemoteEngineTest, droppingTheLastOwnerInsideASignalIsSafe) {
  serve();
  QObject::connect(remote.get(), &Engine::stopped, remote.get(), [this] { remote.reset(); });
  remote->stop();
  EXPECT_TRUE(waitFor([&] { return !remote && server.connectionCount() == 0; }));
}
