// SPDX-License-Identifier: GPL-3.0-or-later
// The provider against the stand-in: real machines behind a real proxy, real kernels.
#include "providers/colab/ColabProvider.h"
#include "providers/colab/ColabQuestions.h"

#include "notebook/NotebookIo.h"
#include "support/GoogleFixture.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cc::test {

using jobs::Lease;
using jobs::RunEnd;
using jobs::RunOutcome;
using jobs::Runtime;

class ColabProviderTest : public GoogleFixture {
protected:
  void SetUp() override {
    GoogleFixture::SetUp();
    config.endpoints = standin.endpoints();
    makeProvider();
  }
  void TearDown() override { provider.reset(); }

  void makeProvider(ProviderConfig entry = {}) {
    entry.name = entry.kind = u"colab"_s;
    if (entry.generation.isEmpty()) entry.generation = u"tunnel"_s;
    if (entry.onMismatch.isEmpty()) entry.onMismatch = u"queue"_s;
    const providers::ProviderContext context{.paths = paths,
                                             .config = config,
                                             .clock = clock,
                                             .http = http,
                                             .secrets = *secrets,
                                             .accounts = *accounts,
                                             .openBrowser = [this](const QUrl& url) {
                                               opened << url;
                                               return true;
                                             }};
    provider = std::make_unique<providers::ColabProvider>(entry, context);
  }
  Lease lease(const QStringList& accelerators = {}) {
    Lease lease;
    lease.id = lease.key = u"lease-%1"_s.arg(++leases);
    lease.provider = u"colab"_s;
    lease.language = u"python"_s;
    lease.accelerators = accelerators;
    lease.account = provider->account();
    return lease;
  }
  Result<Runtime> acquire(const Lease& wanted) {
    return get<Runtime>(
        [&](QObject* context, Reply<Runtime> reply) { return provider->acquire(wanted, context, reply); });
  }
  Result<Runtime> refresh(const Lease& held) {
    return get<Runtime>(
        [&](QObject* context, Reply<Runtime> reply) { return provider->refresh(held, context, reply); });
  }
  Result<Nothing> release(const Lease& held) {
    return get<Nothing>([&](QObject* context, Reply<Nothing> reply) { return provider->release(held, context, reply); },
                        std::chrono::seconds(200));
  }
  std::unique_ptr<jobs::AttemptRun> begin(const Lease& held, const QStringList& cells, bool resume = false) {
    Json book{{"nbformat", 4}, {"nbformat_minor", 5}, {"metadata", Json::object()}, {"cells", Json::array()}};
    int index = 0;
    for (const QString& source : cells) {
      book["cells"].push_back({{"cell_type", "code"},
                               {"id", "c" + std::to_string(index++)},
                               {"metadata", Json::object()},
                               {"execution_count", nullptr},
                               {"outputs", Json::array()},
                               {"source", toStd(source)}});
    }
    jobs::AttemptPlan plan{
        .attemptId = held.key + u"-a"_s, .notebook = *notebook::parseNotebook(dumpJson(book)), .resume = resume};
    auto run = provider->createRun(held, std::move(plan));
    QObject::connect(run.get(), &jobs::AttemptRun::ready, run.get(), &jobs::AttemptRun::proceed);
    QObject::connect(run.get(), &jobs::AttemptRun::logged, run.get(), [this](const QString& line) { log << line; });
    QObject::connect(run.get(), &jobs::AttemptRun::finished, run.get(),
                     [this](const RunOutcome& outcome) { outcomes.push_back(outcome); });
    QObject::connect(run.get(), &jobs::AttemptRun::sampled, run.get(), [this](const std::vector<jobs::Sample>& some) {
      samples.insert(samples.end(), some.begin(), some.end());
    });
    run->start();
    return run;
  }
  bool ended(std::chrono::seconds limit = std::chrono::seconds(100)) {
    return waitFor([this] { return !outcomes.empty(); }, limit);
  }
  static QString text(const jobs::AttemptRun& run) {
    QString all;
    for (int cell = 0; cell < run.notebook().cellCount(); ++cell) {
      for (const Json& output : at(run.notebook().cell(cell), "outputs")) all += fromStd(output.dump());
    }
    return all;
  }
  // A lease with its machine, ready to run.
  Lease held(const QStringList& accelerators = {}) {
    Lease wanted = lease(accelerators);
    const auto runtime = acquire(wanted);
    EXPECT_TRUE(runtime.ok()) << qPrintable(runtime.error().toLogLine());
    if (runtime.ok()) wanted.endpoint = runtime->endpoint;
    return wanted;
  }

  Paths paths;
  Config config;
  std::unique_ptr<providers::ColabProvider> provider;
  QList<QUrl> opened;
  QStringList log;
  std::vector<RunOutcome> outcomes;
  std::vector<jobs::Sample> samples;
  int leases = 0;
};

TEST_F(ColabProviderTest, RunsANotebookWithItsCardAndLetsTheMachineGo) {
  const Lease used = held({u"A100"_s, u"T4"_s});
  ASSERT_EQ(standin.machines().size(), 1u);
  EXPECT_EQ(stringAt(at(used.endpoint, "machine"), "accelerator"), u"A100"_s);
  EXPECT_FALSE(used.endpoint.dump().find("token") != std::string::npos) << used.endpoint.dump();
  const auto run = begin(used, {u"import os; print(os.getcwd())"_s, u"import time; time.sleep(2.5)\n6 * 7"_s,
                                u"open('result.txt', 'w').write('done')"_s});
  ASSERT_TRUE(ended());
  EXPECT_EQ(outcomes[0].end, RunEnd::Succeeded)
      << (outcomes[0].error ? qPrintable(outcomes[0].error->toLogLine()) : "");
  EXPECT_TRUE(text(*run).contains(u"42"_s));
  EXPECT_TRUE(text(*run).contains(u"content"_s)) << qPrintable(text(*run));
  ASSERT_FALSE(samples.empty());
  ASSERT_FALSE(samples.back().gpus.empty());
  EXPECT_TRUE(samples.back().gpus.front().name.contains(u"A100"_s));
  const auto files =
      get<std::vector<jobs::RemoteFile>>([&](QObject* context, Reply<std::vector<jobs::RemoteFile>> reply) {
        return run->findFiles({u"*.txt"_s}, context, reply);
      });
  ASSERT_TRUE(files.ok());
  ASSERT_EQ(files->size(), 1u);
  const QString target = folder.filePath(u"home.txt"_s);
  EXPECT_TRUE(get<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                return run->fetchFile(files->front(), target, context, reply);
              }).ok());
  EXPECT_EQ(QFileInfo(target).size(), 4);
  EXPECT_TRUE(release(used).ok());
  EXPECT_TRUE(standin.machines().empty());
  EXPECT_TRUE(release(used).ok()) << "once more is success";
}

TEST_F(ColabProviderTest, TheSameKeyIsTheSameMachineAfterALostReply) {
  standin.fault("lost_reply", {{"route", "tun.assign.post"}});
  const Lease used = held();
  const auto again = acquire(used);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->endpoint, used.endpoint);
  EXPECT_EQ(standin.machines().size(), 1u);
}

TEST_F(ColabProviderTest, AMachineThatNobodyHeardOfIsFoundByItsKeyAndReleased) {
  standin.fault("slow_create", {{"route", "tun.assign.post"}, {"seconds", 3}});
  const size_t before = standin.requests(u"tun.assign.post"_s);
  const size_t ended = standin.control(u"/machines?ended=1"_s).size();
  const Lease wanted = lease();
  Call call;
  {
    QObject context;
    call = provider->acquire(wanted, &context, [](Result<Runtime>) {});
    ASSERT_TRUE(waitFor([&] { return standin.requests(u"tun.assign.post"_s) > before; }));
    call.cancel();
  }
  EXPECT_TRUE(release(wanted).ok());
  EXPECT_TRUE(standin.machines().empty());
  EXPECT_EQ(standin.control(u"/machines?ended=1"_s).size(), ended + 1);
}

TEST_F(ColabProviderTest, TheNextAcceleratorIsAskedForWhenNoneIsFree) {
  standin.fault("unavailable", {{"route", "tun.assign.post"}, {"match", {{"accelerator", "A100"}}}, {"times", 0}});
  const Lease used = held({u"A100"_s, u"L4"_s});
  EXPECT_EQ(stringAt(at(used.endpoint, "machine"), "accelerator"), u"L4"_s);
}

TEST_F(ColabProviderTest, NothingFreeSaysWhatWasTriedAndLeavesNothing) {
  standin.fault("unavailable", {{"route", "tun.assign.post"}, {"times", 0}});
  const Lease wanted = lease({u"A100"_s, u"T4"_s});
  const auto runtime = acquire(wanted);
  ASSERT_FALSE(runtime.ok());
  EXPECT_EQ(runtime.error().code, ErrorCode::ProviderNothingAvailable);
  EXPECT_EQ(runtime.error().params.value(u"tried"_s), u"A100, T4"_s);
  EXPECT_TRUE(runtime.error().retryable);
  EXPECT_TRUE(release(wanted).ok());
}

TEST_F(ColabProviderTest, AnotherMachineThanAskedForIsLetGoAtOnce) {
  standin.fault("grant", {{"route", "tun.assign.post"}, {"accelerator", "G4"}});
  const auto runtime = acquire(lease({u"A100"_s}));
  ASSERT_FALSE(runtime.ok());
  EXPECT_EQ(runtime.error().params.value(u"granted"_s), u"G4"_s);
  EXPECT_TRUE(standin.machines().empty());
}

TEST_F(ColabProviderTest, TheCardsOwnNameIsBelieved) {
  standin.fault("grant", {{"route", "tun.assign.post"}, {"device", "Tesla T4"}});
  const auto runtime = acquire(lease({u"A100"_s}));
  ASSERT_FALSE(runtime.ok());
  EXPECT_EQ(runtime.error().params.value(u"granted"_s), u"Tesla T4"_s);
  EXPECT_TRUE(standin.machines().empty());
  makeProvider({.onMismatch = u"take"_s});
  standin.fault("grant", {{"route", "tun.assign.post"}, {"device", "Tesla T4"}});
  EXPECT_TRUE(acquire(lease({u"A100"_s})).ok());
}

TEST_F(ColabProviderTest, ATokenThatCannotKeepMachinesCostsNone) {
  standin.fault("keep_alive_scope", {{"route", "tun.keep-alive.get"}, {"times", 0}});
  const auto runtime = acquire(lease());
  ASSERT_FALSE(runtime.ok());
  EXPECT_EQ(runtime.error().code, ErrorCode::AccountScopeMissing);
  EXPECT_TRUE(standin.machines().empty());
}

TEST_F(ColabProviderTest, AnExpiredProxyTokenIsRenewedAndNothingIsLost) {
  for (const int status : {404, 401}) {
    outcomes.clear();
    const Lease used = held();
    const auto run = begin(used, {u"import time\nfor i in range(40):\n  print(i, flush=True)\n  time.sleep(0.1)"_s});
    ASSERT_TRUE(waitFor([&] { return text(*run).contains(u"3\\n"_s); }));
    standin.fault("expire_tokens", {{"kind", "proxy"}, {"status", status}});
    standin.fault("close_sockets", {{"code", 1006}});
    ASSERT_TRUE(ended());
    EXPECT_EQ(outcomes[0].end, RunEnd::Succeeded)
        << status << (outcomes[0].error ? qPrintable(outcomes[0].error->toLogLine()) : "");
    QString printed, expected;
    for (const Json& output : at(run->notebook().cell(0), "outputs")) printed += stringAt(output, "text");
    for (int i = 0; i < 40; ++i) expected += QString::number(i) + u'\n';
    EXPECT_EQ(printed, expected) << status;
  }
  EXPECT_EQ(standin.machines().size(), 2u) << "and nobody took them for gone";
}

TEST_F(ColabProviderTest, ArtifactsAreHashedAlthoughTheTokenEndedWithTheRun) {
  const Lease used = held();
  const auto run = begin(used, {u"open('result.txt', 'w').write('done')"_s});
  ASSERT_TRUE(ended());
  standin.fault("expire_tokens", {{"kind", "proxy"}, {"status", 401}});
  standin.fault("close_sockets", {{"code", 1006}});
  standin.fault("socket_refused", {{"route", "proxy.channels.get"}, {"status", 503}});
  const auto files =
      get<std::vector<jobs::RemoteFile>>([&](QObject* context, Reply<std::vector<jobs::RemoteFile>> reply) {
        return run->findFiles({u"*.txt"_s}, context, reply);
      });
  ASSERT_TRUE(files.ok());
  ASSERT_EQ(files->size(), 1u);
  EXPECT_EQ(files->front().sha256.size(), 64) << qPrintable(log.join(u'\n'));
}

TEST_F(ColabProviderTest, AMachineThatIsGoneIsToldApartFromOneOutOfReach) {
  const Lease used = held();
  standin.fault("unavailable",
                {{"route", "gapi.runtime-proxy-token.get gapi.assignments.get tun.assignments.get"}, {"times", 0}});
  const auto away = refresh(used);
  ASSERT_FALSE(away.ok());
  EXPECT_EQ(away.error().code, ErrorCode::RuntimeUnreachable);
  standin.clearFaults();
  EXPECT_TRUE(refresh(used).ok());
  const auto run = begin(used, {u"import time; print('here', flush=True); time.sleep(60)"_s});
  ASSERT_TRUE(waitFor([&] { return text(*run).contains(u"here"_s); }));
  standin.fault("kill_vm");
  ASSERT_TRUE(ended());
  EXPECT_EQ(outcomes[0].end, RunEnd::RuntimeLost);
  EXPECT_EQ(outcomes[0].error->code, ErrorCode::RuntimeGone) << "no word of a kernel that died";
  const auto gone = refresh(used);
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, ErrorCode::RuntimeGone);
}

TEST_F(ColabProviderTest, ADriveMountOpensThePageOnceAndWaitsForTheUser) {
  const Lease used = held();
  const auto run = begin(used, {u"from google.colab import drive\ndrive.mount('drive', timeout_ms=60000)"_s});
  ASSERT_TRUE(waitFor([&] { return !opened.isEmpty(); }, std::chrono::seconds(60)));
  EXPECT_TRUE(log.join(u'\n').contains(u"waiting for you"_s));
  EXPECT_TRUE(outcomes.empty());
  standin.fault("consent");
  ASSERT_TRUE(ended());
  EXPECT_EQ(outcomes[0].end, RunEnd::Succeeded) << qPrintable(text(*run));
  EXPECT_TRUE(text(*run).contains(u"Mounted at drive"_s));
  EXPECT_EQ(opened.size(), 1);
}

TEST_F(ColabProviderTest, SecretsComeFromTheKeychainAndWhatNeedsAPageIsRefused) {
  ASSERT_TRUE(get<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                return secrets->write(providers::colabSecretName(u"KEY"_s), u"planted-secret"_s, context, reply);
              }).ok());
  const Lease used = held();
  const auto run = begin(used, {u"from google.colab import userdata\nlen(userdata.get('KEY'))"_s,
                                u"try:\n  userdata.get('NONE')\nexcept Exception as e:\n  print(type(e).__name__)"_s,
                                u"from google.colab import files\nfiles.upload()"_s});
  ASSERT_TRUE(ended());
  EXPECT_EQ(outcomes[0].end, RunEnd::CellFailed);
  EXPECT_TRUE(text(*run).contains(u"14"_s)) << qPrintable(text(*run));
  EXPECT_TRUE(text(*run).contains(u"SecretNotFound"_s)) << qPrintable(text(*run));
  EXPECT_TRUE(text(*run).contains(u"unsupported by Colab Controller"_s));
  EXPECT_FALSE(log.join(u'\n').contains(u"planted-secret"_s));
}

TEST_F(ColabProviderTest, AQuestionAskedWhileNobodyListenedIsAnsweredLater) {
  const Lease used = held();
  const auto run = begin(used, {u"import time; print('soon', flush=True); time.sleep(2)\n"
                                "from google.colab import auth\nauth.authenticate_user(); print('through')"_s});
  ASSERT_TRUE(waitFor([&] { return text(*run).contains(u"soon"_s); }));
  standin.fault("consent");
  standin.fault("socket_refused", {{"route", "proxy.channels.get"}, {"status", 503}, {"times", 6}});
  standin.fault("close_sockets", {{"code", 1006}});
  ASSERT_TRUE(ended());
  EXPECT_EQ(outcomes[0].end, RunEnd::Succeeded) << qPrintable(text(*run));
  EXPECT_TRUE(text(*run).contains(u"through"_s));
}

TEST_F(ColabProviderTest, ThePublicInterfaceServesAsWell) {
  makeProvider({.generation = u"public"_s});
  const Lease used = held({u"T4"_s});
  const auto run = begin(used, {u"print('public')"_s});
  ASSERT_TRUE(ended());
  EXPECT_TRUE(text(*run).contains(u"public"_s));
  EXPECT_TRUE(release(used).ok());
  EXPECT_TRUE(standin.machines().empty());
}

TEST_F(ColabProviderTest, MachinesOfABrowserAreListedAndCanBeTaken) {
  standin.fault("foreign_machine", {{"accelerator", "T4"}});
  const auto listed = get<std::vector<Runtime>>(
      [&](QObject* context, Reply<std::vector<Runtime>> reply) { return provider->list(context, reply); });
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_FALSE(listed->front().ours);
  const auto taken = get<Runtime>(
      [&](QObject* context, Reply<Runtime> reply) { return provider->attach(listed->front().key, context, reply); });
  ASSERT_TRUE(taken.ok()) << qPrintable(taken.error().toLogLine());
  Lease used = lease();
  used.key = listed->front().key;
  used.endpoint = taken->endpoint;
  EXPECT_TRUE(provider->isOf(used, listed->front()));
  begin(used, {u"1 + 1"_s});
  EXPECT_TRUE(release(used).ok());
  EXPECT_TRUE(standin.machines().empty());
}

TEST_F(ColabProviderTest, TheInterfaceThatAnsweredIsRememberedForAWeek) {
  const auto list = [this] {
    return get<std::vector<Runtime>>(
        [&](QObject* context, Reply<std::vector<Runtime>> reply) { return provider->list(context, std::move(reply)); });
  };
  const size_t before = standin.requests(u"v2.subscription"_s);
  for (int run = 0; run < 2; ++run) {
    makeProvider({.generation = u"auto"_s});
    ASSERT_TRUE(list().ok());
    EXPECT_EQ(standin.requests(u"v2.subscription"_s), before + 1);
  }
  const auth::Account* account = accounts->store().find({});
  ASSERT_TRUE(account);
  EXPECT_EQ(account->colabInterface, u"public"_s);
  const EpochMs longAgo = clock.now() - 8LL * 24 * 3'600'000;
  ASSERT_TRUE(accounts->rememberColabInterface(account->id, u"tunnel"_s, longAgo).ok());
  makeProvider({.generation = u"auto"_s});
  ASSERT_TRUE(list().ok());
  EXPECT_EQ(standin.requests(u"v2.subscription"_s), before + 2) << "Google may offer another one by now";
}

TEST_F(ColabProviderTest, WithoutAnAccountItSaysSo) {
  const QString id = accounts->store().accounts().front().id;
  ASSERT_TRUE(
      get<Nothing>([&](QObject* context, Reply<Nothing> reply) { return accounts->signOut(id, context, reply); }).ok());
  const Lease wanted = lease();
  const auto runtime = acquire(wanted);
  ASSERT_FALSE(runtime.ok());
  EXPECT_EQ(runtime.error().code, ErrorCode::AccountSignInNeeded);
  EXPECT_TRUE(release(wanted).ok()) << "nobody was asked for a machine";
  SUCCEED();
}

}  // namespace cc::test
