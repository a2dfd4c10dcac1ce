// SPDX-License-Identifier: GPL-3.0-or-later
// colabq as users and scripts see it: the real program, talking to a scripted engine over its socket.
#include "base/Paths.h"
#include "engine/EngineServer.h"
#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"

#include <gtest/gtest.h>

#include <signal.h>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::test;
using cc::engine::JobState;

namespace {

struct Ran {
  int code = -1;
  QString out, err;
  Json json() const { return Json::parse(out.toStdString(), nullptr, false); }
  std::vector<Json> lines() const {
    std::vector<Json> all;
    for (const QString& line : out.split(u'\n', Qt::SkipEmptyParts))
      all.push_back(Json::parse(line.toStdString(), nullptr, false));
    return all;
  }
};

class CommandLineTest : public testing::Test {
protected:
  void SetUp() override {
    paths.data = home.filePath(u"data"_s);
    QDir().mkpath(paths.data);
    QFile::setPermissions(paths.data, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    notebook = home.filePath(u"a.ipynb"_s);
    QFile file(notebook);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("{}");
    ASSERT_TRUE(server.listen(paths.engineSocket()).ok());
  }
  void launch(QProcess& process, const QStringList& arguments) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"COLAB_CONTROLLER_HOME"_s, home.path());
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(CC_BIN_DIR) + u"/colabq"_s, arguments);
  }
  Ran finish(QProcess& process) {
    EXPECT_TRUE(waitFor([&] { return process.state() == QProcess::NotRunning; }));
    return {.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            .out = QString::fromUtf8(process.readAllStandardOutput()),
            .err = QString::fromUtf8(process.readAllStandardError())};
  }
  Ran run(const QStringList& arguments) {
    QProcess process;
    launch(process, arguments);
    return finish(process);
  }
  // Every submitted job prints a line and ends like this.
  void endAs(JobState state, std::optional<Error> error = std::nullopt) {
    engine.onSubmit = [this, state, error](const QStringList& ids) {
      for (const QString& id : ids) {
        engine.setState(id, JobState::Running);
        engine.output(id, u"stdout"_s, u"hello\n"_s);
        engine.output(id, u"stderr"_s, u"careful\n"_s);
        engine.setState(id, state, error);
      }
    };
    // The job may have begun before it is followed: what came before is told again, as the engine does.
    engine.onFollow = [this](const QString& id) {
      engine.output(id, u"stdout"_s, u"hello\n"_s);
      engine.output(id, u"stderr"_s, u"careful\n"_s);
    };
  }

  QTemporaryDir home;
  Paths paths;
  QString notebook;
  ScriptedEngine engine;
  engine::EngineServer server{engine};
};

}  // namespace

TEST_F(CommandLineTest, runStreamsOutputsAndEndsWithTheResultsFolder) {
  endAs(JobState::Succeeded);
  const Ran ran = run({u"run"_s, notebook, u"-p"_s, u"lr=0.1"_s, u"-p"_s, u"name=x y"_s, u"-p"_s, u"list=[1,2]"_s});
  EXPECT_EQ(ran.code, 0) << ran.err.toStdString();
  EXPECT_TRUE(ran.out.startsWith(u"hello\n"_s)) << ran.out.toStdString();
  EXPECT_TRUE(ran.err.contains(u"careful\n"_s));
  EXPECT_TRUE(ran.out.split(u'\n', Qt::SkipEmptyParts).last().startsWith(u"Results: /results/"_s))
      << ran.out.toStdString();
  EXPECT_FALSE(ran.err.contains(u'\r')) << "no progress bar in a pipe";
  const Json expected{{"lr", 0.1}, {"name", "x y"}, {"list", {1, 2}}};
  EXPECT_EQ(engine.lastCall(u"submit"_s)->arguments["specs"][0]["parameters"], expected);
}

TEST_F(CommandLineTest, theExitCodeSaysHowTheJobEnded) {
  const std::vector<std::tuple<JobState, std::optional<Error>, int>> cases{
      {JobState::Failed,
       Error{.code = ErrorCode::CellFailed, .params = {{u"cell"_s, u"1"_s}, {u"ename"_s, u"ValueError"_s}}}, 1},
      {JobState::Failed, Error{.code = ErrorCode::JupyterMissing}, 3},
      {JobState::TimedOut, Error{.code = ErrorCode::JobTimedOut}, 4},
      {JobState::Lost, Error{.code = ErrorCode::RuntimeGone}, 5},
      {JobState::Cancelled, Error{.code = ErrorCode::JobCancelled}, 130}};
  for (const auto& [state, error, code] : cases) {
    endAs(state, error);
    EXPECT_EQ(run({u"run"_s, notebook}).code, code) << toWord(state).toStdString();
  }
}

TEST_F(CommandLineTest, aFailureIsExplained) {
  endAs(JobState::Failed,
        Error{.code = ErrorCode::CellFailed, .params = {{u"cell"_s, u"1"_s}, {u"ename"_s, u"ValueError"_s}}});
  const Ran ran = run({u"run"_s, notebook});
  EXPECT_TRUE(ran.err.contains(u"Error: The notebook failed in cell 2: ValueError."_s)) << ran.err.toStdString();
  EXPECT_TRUE(ran.err.contains(u"executed.ipynb"_s));
}

TEST_F(CommandLineTest, aSweepMakesAGridAndTheWorstEndCounts) {
  engine.onSubmit = [this](const QStringList& ids) {
    for (const QString& id : ids) engine.setState(id, id == ids.at(2) ? JobState::TimedOut : JobState::Succeeded);
  };
  const Ran ran = run({u"run"_s, notebook, u"--sweep"_s, u"a=1,2"_s, u"--sweep"_s, u"b=x,y,z"_s});
  EXPECT_EQ(ran.code, 4);
  const Json& specs = engine.lastCall(u"submit"_s)->arguments["specs"];
  ASSERT_EQ(specs.size(), 6u);
  EXPECT_EQ(specs[0]["parameters"], (Json{{"a", 1}, {"b", "x"}}));
  EXPECT_EQ(specs[5]["parameters"], (Json{{"a", 2}, {"b", "z"}}));
  EXPECT_EQ(specs[0]["sweep"], specs[5]["sweep"]);
}

TEST_F(CommandLineTest, runWithJsonIsOneObjectALineAndTheResultIsTheLast) {
  endAs(JobState::Failed, Error{.code = ErrorCode::CellFailed});
  const Ran ran = run({u"--json"_s, u"run"_s, notebook});
  const auto lines = ran.lines();
  ASSERT_FALSE(lines.empty());
  for (const Json& line : lines) EXPECT_TRUE(line.is_object() && line.contains("event")) << line;
  EXPECT_EQ(lines.back()["event"], "result");
  EXPECT_EQ(lines.back()["job"]["state"], "failed");
  for (const char* key : {"code", "message", "hint"}) EXPECT_TRUE(lines.back()["job"]["error"].contains(key)) << key;
}

TEST_F(CommandLineTest, interruptCancelsTheJob) {
  engine.onSubmit = [this](const QStringList& ids) { engine.setState(ids.first(), JobState::Running); };
  QProcess process;
  launch(process, {u"run"_s, notebook});
  ASSERT_TRUE(waitFor([this] { return engine.countCalls(u"follow"_s) == 1; }));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  const Ran ran = finish(process);
  EXPECT_EQ(ran.code, 130);
  EXPECT_EQ(engine.countCalls(u"cancel"_s), 1);
}

TEST_F(CommandLineTest, aSecondInterruptLeavesAtOnce) {
  engine.onSubmit = [this](const QStringList& ids) { engine.setState(ids.first(), JobState::Running); };
  engine.silent.insert(u"cancel"_s);
  QProcess process;
  launch(process, {u"run"_s, notebook});
  ASSERT_TRUE(waitFor([this] { return engine.countCalls(u"follow"_s) == 1; }));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  ASSERT_TRUE(waitFor([this] { return engine.countCalls(u"cancel"_s) == 1; }));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  EXPECT_EQ(finish(process).code, 130);
}

TEST_F(CommandLineTest, submitPrintsTheId) {
  const Ran ran = run(
      {u"submit"_s, notebook, u"--timeout"_s, u"20h"_s, u"--accelerator"_s, u"A100,L4"_s, u"--artifact"_s, u"*.bin"_s});
  EXPECT_EQ(ran.code, 0) << ran.err.toStdString();
  EXPECT_EQ(ran.out.trimmed(), engine.details.at(0).summary.id);
  const Json& spec = engine.lastCall(u"submit"_s)->arguments["specs"][0];
  EXPECT_EQ(spec["timeout_ms"], 72'000'000);
  EXPECT_EQ(spec["accelerators"], (Json{"A100", "L4"}));
  EXPECT_EQ(spec["artifacts"], Json::array({"*.bin"}));
  EXPECT_EQ(spec["notebook"], toStd(notebook));
}

TEST_F(CommandLineTest, wrongFlagsNameTheNearestAndExitWith2) {
  const Ran flag = run({u"run"_s, notebook, u"--timout"_s, u"5s"_s});
  EXPECT_EQ(flag.code, 2);
  EXPECT_TRUE(flag.err.contains(u"--timout"_s) && flag.err.contains(u"Did you mean --timeout?"_s))
      << flag.err.toStdString();
  const Ran verb = run({u"rnu"_s, notebook});
  EXPECT_EQ(verb.code, 2);
  EXPECT_TRUE(verb.err.contains(u"Did you mean run?"_s)) << verb.err.toStdString();
  for (const QStringList& wrong : {QStringList{},
                                   {u"run"_s},
                                   {u"run"_s, notebook, u"--timeout"_s, u"soon"_s},
                                   {u"run"_s, notebook, u"--retries"_s, u"many"_s},
                                   {u"jobs"_s, u"--state"_s, u"happy"_s},
                                   {u"run"_s, notebook, u"-p"_s, u"novalue"_s},
                                   {u"run"_s, notebook, u"--sweep"_s, u"a="_s},
                                   {u"runtimes"_s, u"release"_s},
                                   {u"history"_s, u"--since"_s, u"yesterday-ish"_s},
                                   {u"run"_s, notebook, u"--params"_s, u"/nowhere.yaml"_s}}) {
    const Ran ran = run(wrong);
    EXPECT_EQ(ran.code, 2) << wrong.join(u' ').toStdString() << ran.err.toStdString();
    EXPECT_TRUE(ran.err.startsWith(u"Error: "_s)) << ran.err.toStdString();
    EXPECT_TRUE(ran.out.isEmpty());
  }
}

TEST_F(CommandLineTest, errorsAsJsonHaveCodeMessageHintAndDetails) {
  const Ran ran = run({u"--json"_s, u"show"_s, u"zzz"_s});
  EXPECT_EQ(ran.code, 2);
  const Json error = Json::parse(ran.err.toStdString(), nullptr, false);
  ASSERT_TRUE(error.is_object()) << ran.err.toStdString();
  EXPECT_EQ(error["error"]["code"], "usage.unknown_job");
  EXPECT_EQ(error["error"]["details"]["job"], "zzz");
  EXPECT_TRUE(error["error"]["message"].is_string() && error["error"]["hint"].is_string());
}

TEST_F(CommandLineTest, listsAndDetailsAreTablesOrDocuments) {
  const QString id = engine.addJob(u"alpha"_s, JobState::Queued);
  engine.addJob(u"beta"_s, JobState::Held);
  const Ran table = run({u"jobs"_s});
  EXPECT_TRUE(table.out.contains(id) && table.out.contains(u"alpha"_s) && table.out.startsWith(u"JOB"_s));
  const Ran json = run({u"jobs"_s, u"--json"_s, u"--state"_s, u"held"_s});
  EXPECT_EQ(json.json()["total"], 1);
  EXPECT_EQ(json.json()["jobs"][0]["name"], "beta");
  EXPECT_EQ(run({u"show"_s, id, u"--json"_s}).json()["id"], toStd(id));
  EXPECT_TRUE(run({u"show"_s, id}).out.contains(u"State         queued"_s));
}

TEST_F(CommandLineTest, wishesReachTheEngine) {
  const QString id = engine.addJob(u"alpha"_s, JobState::Queued);
  EXPECT_EQ(run({u"hold"_s, id}).code, 0);
  EXPECT_EQ(engine.find(id)->summary.state, JobState::Held);
  EXPECT_EQ(run({u"release"_s, id}).code, 0);
  EXPECT_EQ(run({u"cancel"_s, id}).code, 0);
  EXPECT_EQ(run({u"cancel"_s, id}).code, 2);
  EXPECT_EQ(run({u"retry"_s, id}).code, 0);
  EXPECT_EQ(engine.find(id)->summary.state, JobState::Queued);
}

TEST_F(CommandLineTest, waitEndsWithTheJobAndWatchShowsItsOutputs) {
  const QString id = engine.addJob(u"alpha"_s, JobState::Lost);
  engine.onFollow = [this](const QString& job) { engine.output(job, u"stdout"_s, u"told again\n"_s); };
  EXPECT_EQ(run({u"wait"_s, id}).code, 5);
  const Ran watch = run({u"watch"_s, id});
  EXPECT_EQ(watch.code, 5);
  EXPECT_TRUE(watch.out.contains(u"told again\n"_s));
}

TEST_F(CommandLineTest, theOtherVerbsAnswer) {
  const QString id = engine.addJob(u"alpha"_s, JobState::Succeeded);
  engine.runtimeList = {{.id = u"r1"_s, .provider = u"local"_s, .state = u"active"_s}};
  engine.providerList = {
      {.name = u"lab"_s, .kind = u"jupyter"_s, .ok = false, .error = Error{.code = ErrorCode::ProviderDown}}};
  engine.checks = {{.id = u"jupyter"_s, .ok = true}};
  engine.events = {{.at = 1'767'225'600'000, .job = id, .kind = u"state"_s, .from = u"queued"_s, .to = u"starting"_s}};
  EXPECT_EQ(run({u"results"_s, id, u"--to"_s, u"/tmp/x"_s}).out, u"/tmp/x\n"_s);
  EXPECT_EQ(run({u"runtimes"_s, u"--json"_s}).json()["runtimes"][0]["id"], "r1");
  EXPECT_EQ(run({u"providers"_s, u"--json"_s}).json()["providers"][0]["error"]["code"], "provider.down");
  EXPECT_EQ(run({u"doctor"_s}).code, 0);
  EXPECT_EQ(run({u"history"_s, u"--json"_s}).lines().at(0)["job"], toStd(id));
  EXPECT_EQ(run({u"runtimes"_s, u"attach"_s, u"r1"_s}).out, u"r1\n"_s);
  EXPECT_EQ(run({u"runtimes"_s, u"--json"_s}).json()["runtimes"][0]["state"], "attached");
  EXPECT_EQ(run({u"runtimes"_s, u"release"_s, u"r1"_s}).code, 0);
  EXPECT_EQ(run({u"runtimes"_s, u"attach"_s, u"r1"_s}).code, 2);
}

TEST_F(CommandLineTest, accountsAreListedChosenAndSignedOut) {
  EXPECT_TRUE(run({u"account"_s}).err.contains(u"colabq sign-in"_s));
  engine.setAccounts(
      {ScriptedEngine::account(u"a@example.org"_s, {u"drive"_s}), ScriptedEngine::account(u"b@example.org"_s)});
  const QString table = run({u"account"_s}).out;
  EXPECT_TRUE(table.contains(u"a@example.org"_s) && table.contains(u"drive"_s)) << table.toStdString();
  const Ran chosen = run({u"account"_s, u"--json"_s, u"--default"_s, u"b@example.org"_s});
  EXPECT_EQ(chosen.code, 0);
  EXPECT_EQ(engine.lastCall(u"makeDefaultAccount"_s)->arguments["account"], "b@example.org");
  EXPECT_EQ(run({u"sign-out"_s}).out, u"b@example.org\n"_s);
  EXPECT_EQ(run({u"sign-out"_s, u"nobody"_s}).code, 3);
}

TEST_F(CommandLineTest, aSignInShowsItsAddressAndTakesTheOneThatIsPasted) {
  QProcess process;
  launch(process, {u"sign-in"_s, u"--no-browser"_s, u"--credentials"_s, u"c.json"_s, u"--drive"_s});
  ASSERT_TRUE(waitFor([&] { return process.canReadLine(); }));
  EXPECT_EQ(QString::fromUtf8(process.readLine()), engine.signInPage.toString() + u'\n');
  const Json& asked = engine.lastCall(u"signIn"_s)->arguments;
  EXPECT_TRUE(QDir::isAbsolutePath(stringAt(asked, "credentials_file")));
  EXPECT_EQ(asked["features"], Json({"drive"}));
  EXPECT_EQ(asked["needs_keychain"], false) << "the engine goes on without us";
  process.write("http://127.0.0.1:1/?code=x\n");
  ASSERT_TRUE(waitFor([&] { return engine.pasted == QStringList{u"http://127.0.0.1:1/?code=x"_s}; }));
  auto account = ScriptedEngine::account(u"a@example.org"_s, {u"drive"_s, u"storage"_s});
  account.persistent = false;
  engine.endSignIn(account);
  const Ran ran = finish(process);
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, u"a@example.org\n"_s);
  EXPECT_TRUE(ran.err.contains(u"Not granted: drive"_s)) << ran.err.toStdString();
  EXPECT_TRUE(ran.err.contains(u"in memory"_s));
}

TEST_F(CommandLineTest, anInterruptedSignInEnds) {
  QProcess process;
  launch(process, {u"sign-in"_s, u"--no-browser"_s});
  ASSERT_TRUE(waitFor([&] { return process.canReadLine(); }));
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  EXPECT_EQ(finish(process).code, 130);
  EXPECT_TRUE(waitFor([&] { return !engine.isSigningIn(); }));
}

TEST_F(CommandLineTest, aServerIsAddedWithItsTokenFromStdin) {
  QProcess process;
  launch(process, {u"providers"_s, u"add"_s, u"lab"_s, u"http://lab.example.org:8888/"_s});
  ASSERT_TRUE(process.waitForStarted());
  process.write("not-a-real-token\nmore\n");
  const Ran added = finish(process);
  EXPECT_EQ(added.code, 0) << added.err.toStdString();
  EXPECT_EQ(added.out, u"lab\n"_s);
  EXPECT_EQ(added.err, QString()) << "no prompt in a pipe";
  EXPECT_EQ(engine.lastCall(u"addJupyterServer"_s)->arguments["url"], "http://lab.example.org:8888/");
  EXPECT_EQ(engine.lastToken, u"not-a-real-token"_s);
  const Ran nameless = run({u"providers"_s, u"add"_s});
  EXPECT_EQ(nameless.code, 2);
  EXPECT_TRUE(nameless.err.contains(u"needs a name"_s)) << nameless.err.toStdString();
}

TEST_F(CommandLineTest, helpAndVersionNeedNoEngine) {
  server.close();
  EXPECT_EQ(run({u"--help"_s}).code, 0);
  EXPECT_TRUE(run({u"run"_s, u"--help"_s}).out.contains(u"--cell-timeout"_s));
  EXPECT_TRUE(run({u"--version"_s}).out.startsWith(u"colabq "_s));
}

TEST_F(CommandLineTest, withoutAnEngineSubmitSaysHowToStartOne) {
  server.close();
  const Ran ran = run({u"submit"_s, notebook});
  EXPECT_EQ(ran.code, 3);
  EXPECT_TRUE(ran.err.contains(u"colabq serve"_s)) << ran.err.toStdString();
}

TEST_F(CommandLineTest, anEngineThatStopsUnderARunIsSaid) {
  engine.onSubmit = [this](const QStringList&) { engine.stop(); };
  const Ran ran = run({u"run"_s, notebook});
  EXPECT_EQ(ran.code, 3);
  EXPECT_TRUE(ran.err.contains(u"stopping"_s)) << ran.err.toStdString();
}
