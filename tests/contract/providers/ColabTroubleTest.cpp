// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong with Colab, seen from the queue: what its user is told, what becomes of the job and of the machine.
#include "jobs/JobQueue.h"
#include "jobs/LeaseKeeper.h"
#include "jobs/commands/Submit.h"
#include "providers/colab/ColabProvider.h"
#include "store/Database.h"
#include "support/GoogleFixture.h"
#include "support/HurriedClock.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cc::test {

class ColabTroubleTest : public GoogleFixture {
protected:
  void SetUp() override {
    GoogleFixture::SetUp();
    if (HasFatalFailure()) return;
    config.results = folder.filePath(u"results"_s);
    config.parallel = 3;
    config.defaultProvider = u"colab"_s;
    config.retryDelayMs = config.retryDelayMaxMs = 5'000;
    config.endpoints = standin.endpoints();
    config.providers = {
        {.name = u"colab"_s, .kind = u"colab"_s, .parallel = 0, .generation = u"tunnel"_s, .onMismatch = u"queue"_s}};
    ASSERT_TRUE(
        jobsDatabase.open({folder.filePath(u"jobs.sqlite"_s), store::Durability::Normal, store::jobSchema()}).ok());
    ASSERT_TRUE(
        samplesDatabase.open({folder.filePath(u"samples.sqlite"_s), store::Durability::Normal, store::sampleSchema()})
            .ok());
    const providers::ProviderContext context{.paths = paths,
                                             .config = config,
                                             .clock = hurried,
                                             .http = http,
                                             .secrets = *secrets,
                                             .accounts = *accounts,
                                             .openBrowser = [](const QUrl&) { return true; }};
    provider = std::make_unique<providers::ColabProvider>(config.providers.front(), context);
    queue = std::make_unique<jobs::JobQueue>(services);
    ASSERT_TRUE(queue->recover().ok());
    ended = standin.control(u"/machines?ended=1"_s).size();
  }
  void TearDown() override {
    if (queue) queue->stop();
    queue.reset();
    provider.reset();
  }

  QString submit(const QStringList& cells, const QStringList& accelerators = {}, int retries = 0) {
    Json book{
        {"nbformat", 4},
        {"nbformat_minor", 5},
        {"metadata", {{"kernelspec", {{"name", "python3"}, {"language", "python"}, {"display_name", "Python 3"}}}}},
        {"cells", Json::array()}};
    for (const QString& source : cells) {
      book["cells"].push_back({{"cell_type", "code"},
                               {"id", "c" + std::to_string(book["cells"].size())},
                               {"metadata", Json::object()},
                               {"execution_count", nullptr},
                               {"outputs", Json::array()},
                               {"source", toStd(source)}});
    }
    const QString path = folder.filePath(u"notebook%1.ipynb"_s.arg(++notebooks));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(dumpJson(book));
    file.close();
    jobs::JobSpec spec;
    spec.notebook = path;
    spec.accelerators = accelerators;
    spec.retries = retries;
    auto prepared = jobs::prepareSubmission({spec}, config, services.inputs);
    EXPECT_TRUE(prepared.ok());
    auto ids = jobs::submitJobs(*queue, *prepared);
    EXPECT_TRUE(ids.ok());
    return ids->front();
  }
  QString counting(int lines = 60) {
    return u"import time\nfor i in range(%1):\n  print('line', i, flush=True)\n  time.sleep(0.1)"_s.arg(lines);
  }
  store::JobRow row(const QString& id) { return **jobStore.job(id); }
  bool reaches(const QString& id, const char* state, std::chrono::seconds limit = std::chrono::seconds(60)) {
    return waitFor([&] { return row(id).state == QLatin1String(state); }, limit);
  }
  // Of the job's error as it is stored.
  QString code(const QString& id) { return stringAt(row(id).error, "code"); }
  QString param(const QString& id, const char* name) { return stringAt(at(row(id).error, "params"), name); }
  size_t attempts(const QString& id) { return jobStore.attempts(id)->size(); }
  QString logOf(const QString& id) {
    QFile file(row(id).resultsDir + u"/job.log"_s);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
  }
  bool prints(const QString& id, const QString& text) {
    return waitFor(
        [&] {
          const jobs::JobRunner* runner = queue->runner(id);
          const notebook::Notebook* book = runner ? runner->notebook() : nullptr;
          return book && fromStd(at(book->cell(0), "outputs").dump()).contains(text);
        },
        std::chrono::seconds(60));
  }
  // The job succeeded in one attempt and every line of counting() is there once.
  void expectWhole(const QString& id, int lines = 60) {
    ASSERT_TRUE(reaches(id, "succeeded")) << qPrintable(row(id).state + u'\n' + logOf(id));
    EXPECT_EQ(attempts(id), 1u) << qPrintable(logOf(id));
    QFile file(row(id).resultsDir + u"/executed.ipynb"_s);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    QString printed, expected;
    const auto book = parseJson(file.readAll());
    ASSERT_TRUE(book.ok());
    for (const Json& output : at(at(*book, "cells")[0], "outputs")) {
      const Json& text = at(output, "text");
      for (const Json& part : text.is_array() ? text : Json::array({text})) {
        if (part.is_string()) printed += fromStd(part.get<std::string>());
      }
    }
    for (int i = 0; i < lines; ++i) expected += u"line %1\n"_s.arg(i);
    EXPECT_EQ(printed, expected);
  }
  // Every lease is confirmed to be let go, and so it is; made: so many machines there were.
  void expectNothingLeft(size_t made) {
    EXPECT_TRUE(waitFor(
        [&] {
          return jobStore.leases({u"requested"_s, u"active"_s, u"releasing"_s})->empty();
        },
        std::chrono::seconds(60)));
    EXPECT_TRUE(standin.machines().empty()) << standin.machines().dump();
    EXPECT_EQ(standin.control(u"/machines?ended=1"_s).size() - ended, made);
  }
  void takeRefreshTokens() {
    standin.fault("invalid_grant", {{"times", 0}});
    standin.fault("expire_tokens", {{"kind", "access"}});
  }

  HurriedClock hurried{20};
  Paths paths;
  Config config;
  QObject home;
  store::Database jobsDatabase, samplesDatabase;
  Worker worker{&home};
  store::JobStore jobStore{jobsDatabase, hurried};
  store::SampleStore samples{samplesDatabase};
  store::LedgerStore ledger{jobsDatabase};
  std::unique_ptr<providers::ColabProvider> provider;
  jobs::JobServices services{.store = jobStore,
                             .samples = samples,
                             .ledger = ledger,
                             .clock = hurried,
                             .config = config,
                             .worker = worker,
                             .inputs = jobs::InputStore(folder.filePath(u"notebooks"_s)),
                             .provider = [this](const QString&) { return provider.get(); },
                             .random = [] { return 0.0; }};
  std::unique_ptr<jobs::JobQueue> queue;
  size_t ended = 0;
  int notebooks = 0;
};

// Asking for a machine.

TEST_F(ColabTroubleTest, ALostReplyToTheMakingCostsNeitherAnAttemptNorAMachine) {
  standin.fault("lost_reply", {{"route", "tun.assign.post"}});
  const QString id = submit({counting(5)});
  expectWhole(id, 5);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, AMakingThatStaysUnclearIsTriedAgainAndLeavesNothing) {
  standin.fault("internal", {{"route", "tun.assign.post"}});
  const QString id = submit({u"1"_s}, {}, 1);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"net.http_status"_s);
  EXPECT_EQ(param(id, "unclear"), u"yes"_s);
  ASSERT_TRUE(reaches(id, "succeeded"));
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, AMachineThatComesAfterItsAskerGaveUpIsFoundAndReleased) {
  standin.fault("slow_create", {{"seconds", 3}});
  standin.fault("truncate", {{"route", "tun.assign.get"}, {"after", 1}, {"times", 12}});
  standin.fault("drop", {{"route", "tun.assign.post"}, {"after", 1}, {"times", 0}});
  const QString id = submit({u"1"_s});
  ASSERT_TRUE(waitFor([&] { return row(id).finishedAt > 0; }, std::chrono::seconds(60))) << qPrintable(logOf(id));
  standin.clearFaults();
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, AnAcceleratorTheAccountMayNotHaveFailsTheJobAtOnce) {
  standin.account({{"eligible", {"T4"}}});
  const QString id = submit({u"1"_s}, {u"A100"_s}, 3);
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(code(id), u"provider.refused"_s);
  EXPECT_EQ(param(id, "accelerator"), u"A100"_s);
  EXPECT_EQ(attempts(id), 1u);
  expectNothingLeft(0);
}

TEST_F(ColabTroubleTest, AScopeThatIsMissingFailsTheJobAndSaysSo) {
  standin.fault("scope_not_permitted", {{"route", "tun.assign.get"}, {"times", 0}});
  const QString id = submit({u"1"_s}, {}, 3);
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(code(id), u"account.scope_missing"_s);
  EXPECT_EQ(attempts(id), 1u);
  standin.clearFaults();
  expectNothingLeft(0);
}

TEST_F(ColabTroubleTest, AChangeRefusedForItsTokenIsAskedOnceMore) {
  standin.fault("xsrf_refused", {{"route", "tun.assign.post tun.unassign.post"}, {"times", 1}});
  const QString id = submit({counting(5)});
  expectWhole(id, 5);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, TheFlagOfAChallengeStopsNothing) {
  standin.fault("recaptcha");
  const QString id = submit({counting(5)});
  expectWhole(id, 5);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, AsManyMachinesAsAllowedMakesTheJobWaitAndLeavesThoseOfTheUserAlone) {
  standin.account({{"limit", 1}});
  standin.fault("foreign_machine", {{"accelerator", "T4"}});
  ASSERT_TRUE(waitFor([&] { return standin.machines().size() == 1; }));
  const QString id = submit({u"1"_s});
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"account.too_many_runtimes"_s);
  EXPECT_EQ(standin.machines().size(), 1u);
  standin.account({{"limit", 5}});
  ASSERT_TRUE(reaches(id, "succeeded")) << "without a retry";
  EXPECT_EQ(row(id).retriesLeft, 0);
  EXPECT_TRUE(waitFor([&] { return standin.machines().size() == 1; }));
  EXPECT_EQ(stringAt(standin.machines()[0], "origin"), u"browser"_s);
}

TEST_F(ColabTroubleTest, TooOftenIsWaitedForAsLongAsTheServerSays) {
  standin.fault("rate_limited", {{"route", "tun.assign.post"}, {"retry_after", 200}});
  const EpochMs before = hurried.now();
  const QString id = submit({u"1"_s});
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"provider.rate_limited"_s);
  EXPECT_GE(row(id).notBefore, before + 200'000);
  ASSERT_TRUE(reaches(id, "succeeded"));
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, NothingFreeTriesTheOthersThenWaits) {
  standin.fault("none_available", {{"match", {{"accelerator", "A100"}}}, {"times", 0}});
  standin.fault("none_available", {{"match", {{"accelerator", "L4"}}}});
  const QString id = submit({u"1"_s}, {u"A100"_s, u"L4"_s});
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"provider.nothing_available"_s);
  EXPECT_EQ(param(id, "accelerator"), u"A100, L4"_s) << "all that were tried";
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_EQ(jobStore.attempts(id)->back().accelerator, u"L4"_s);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, AnotherCardThanAskedForIsLetGoAndWaitedFor) {
  standin.fault("grant", {{"accelerator", "G4"}});
  const QString id = submit({u"1"_s}, {u"A100"_s});
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"provider.nothing_available"_s);
  EXPECT_EQ(param(id, "granted"), u"G4"_s);
  EXPECT_TRUE(standin.machines().empty());
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_EQ(jobStore.attempts(id)->back().accelerator, u"A100"_s);
  expectNothingLeft(2);
}

TEST_F(ColabTroubleTest, AQuotaOfTheAcceleratorFailsTheJob) {
  standin.fault("outcome", {{"outcome", 1}});
  const QString id = submit({u"1"_s}, {u"A100"_s}, 3);
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(code(id), u"account.quota"_s);
  EXPECT_EQ(param(id, "limit"), u"A100"_s);
  expectNothingLeft(0);
}

TEST_F(ColabTroubleTest, UsedUpTimeHoldsTheJobsBack) {
  standin.fault("outcome", {{"outcome", 2}});
  const QString id = submit({u"1"_s});
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"account.quota"_s);
  EXPECT_EQ(param(id, "reason"), u"usage_time"_s);
  const size_t asked = standin.requests(u"tun.assign.post"_s);
  const QString other = submit({u"1"_s});
  EXPECT_FALSE(waitFor([&] { return row(other).state != u"queued"_s; }, std::chrono::seconds(1)))
      << "it would hear the same";
  EXPECT_EQ(standin.requests(u"tun.assign.post"_s), asked);
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(reaches(other, "succeeded"));
  expectNothingLeft(2);
}

TEST_F(ColabTroubleTest, ABlockedAccountIsNotAskedAgain) {
  standin.fault("outcome", {{"outcome", 5}, {"times", 0}});
  const QString id = submit({u"1"_s}, {}, 3);
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(code(id), u"account.blocked"_s);
  const size_t asked = standin.requests(u"tun.assign.post"_s);
  const QString other = submit({u"1"_s}, {}, 3);
  EXPECT_FALSE(waitFor([&] { return standin.requests(u"tun.assign.post"_s) > asked; }, std::chrono::seconds(5)));
  EXPECT_EQ(row(other).state, u"queued"_s);
  expectNothingLeft(0);
}

TEST_F(ColabTroubleTest, APageOfTheNetworkInsteadOfColabIsAPassingThing) {
  standin.fault("captive_portal", {{"route", "tun.* gapi.* oauth.token.post"}, {"times", 0}});
  const QString id = submit({u"1"_s}, {}, 9);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(code(id), u"net.bad_reply"_s);
  EXPECT_EQ(param(id, "sort"), u"html"_s);
  EXPECT_TRUE(param(id, "host").size()) << "who answered";
  standin.clearFaults();
  ASSERT_TRUE(reaches(id, "succeeded"));
  expectNothingLeft(1);
}

// While a notebook runs.

TEST_F(ColabTroubleTest, HoursThatEndEveryTokenUnderARunningCellLoseNothing) {
  standin.account({{"idle", 100'000}});
  const QString id = submit({counting()});
  ASSERT_TRUE(prints(id, u"line 3"_s));
  standin.advance(2 * 3600);
  standin.fault("close_sockets", {{"code", 1006}});
  expectWhole(id);
  expectNothingLeft(1);
  standin.account({{"idle", 900}});
}

TEST_F(ColabTroubleTest, ListsThatFailWhileTheMachineLivesLoseNothing) {
  const QString id = submit({counting(100)});
  ASSERT_TRUE(prints(id, u"line 3"_s));
  standin.fault("unavailable", {{"route", "gapi.* tun.assignments.get tun.assign.get"}, {"times", 0}});
  standin.fault("expire_tokens", {{"kind", "proxy"}, {"status", 404}});
  standin.fault("close_sockets", {{"code", 1006}});
  ASSERT_TRUE(reaches(id, "reconnecting"));
  EXPECT_FALSE(waitFor([&] { return row(id).state != u"reconnecting"_s; }, std::chrono::seconds(4)));
  EXPECT_EQ(standin.machines().size(), 1u);
  standin.clearFaults();
  expectWhole(id, 100);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, APageOfTheNetworkInsteadOfTheMachineLosesNothing) {
  const QString id = submit({counting(100)});
  ASSERT_TRUE(prints(id, u"line 3"_s));
  standin.fault("captive_portal", {{"route", "*"}, {"times", 0}});
  standin.fault("close_sockets", {{"code", 1006}});
  ASSERT_TRUE(reaches(id, "reconnecting"));
  EXPECT_FALSE(waitFor([&] { return row(id).state != u"reconnecting"_s; }, std::chrono::seconds(3)));
  standin.clearFaults();
  expectWhole(id, 100);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, PingsThatAreRefusedAreToldInTheLogAndTheRunGoesOn) {
  const QString id = submit({counting(120)});
  ASSERT_TRUE(prints(id, u"line 1"_s));
  standin.fault("keep_alive_scope", {{"times", 0}});
  ASSERT_TRUE(waitFor([&] { return logOf(id).contains(u"could not be kept alive: account.scope_missing"_s); },
                      std::chrono::seconds(15)));
  expectWhole(id, 120);
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, ASignInThatEndsUnderARunLosesNothingAndTheMachineGoesAfterTheNextOne) {
  const QString id = submit({counting()});
  ASSERT_TRUE(prints(id, u"line 3"_s));
  takeRefreshTokens();
  ASSERT_TRUE(waitFor([&] { return logOf(id).contains(u"could not be kept alive: account.sign_in"_s); },
                      std::chrono::seconds(15)))
      << "an alarm at once" << qPrintable(logOf(id));
  expectWhole(id);
  EXPECT_EQ(standin.machines().size(), 1u) << "nobody may end it";
  standin.clearFaults();
  const auto credentials = auth::loadCredentials(standin.credentialsFile());
  ASSERT_TRUE(get<auth::Account>([&](QObject* context, Reply<auth::Account> reply) {
                return accounts->import(*credentials, context, reply);
              }).ok());
  expectNothingLeft(1);
}

TEST_F(ColabTroubleTest, NoUnitsLeftEndsTheMachineAndTheJobWaitsForMore) {
  const QString id = submit({counting(100)}, {}, 1);
  ASSERT_TRUE(prints(id, u"line 3"_s));
  standin.account({{"balance", 0}});
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_TRUE(waitFor([&] { return code(id) == u"account.quota"_s; }, std::chrono::seconds(30)))
      << qPrintable(code(id));
  EXPECT_TRUE(standin.machines().empty());
  standin.account({{"balance", 100}});
  ASSERT_TRUE(reaches(id, "succeeded"));
  expectNothingLeft(2);
}

TEST_F(ColabTroubleTest, AMachineThatIsReclaimedIsReplacedWhenTheJobMayTryAgain) {
  const QString once = submit({counting(100)});
  const QString again = submit({counting(60)}, {}, 1);
  ASSERT_TRUE(prints(once, u"line 3"_s));
  ASSERT_TRUE(prints(again, u"line 3"_s));
  standin.fault("kill_vm");
  ASSERT_TRUE(reaches(once, "lost"));
  EXPECT_EQ(code(once), u"runtime.gone"_s);
  ASSERT_TRUE(reaches(again, "succeeded")) << qPrintable(logOf(again));
  EXPECT_EQ(attempts(again), 2u);
  expectNothingLeft(3);
}

TEST_F(ColabTroubleTest, AClockThatIsWrongByMinutesChangesNothing) {
  standin.control(u"/clock"_s, {{"skew", -300}});
  const QString id = submit({counting(5)}, {u"T4"_s});
  expectWhole(id, 5);
  expectNothingLeft(1);
  standin.control(u"/clock"_s, {{"skew", 0}});
}

// Letting go.

TEST_F(ColabTroubleTest, AReleaseThatFailsThreeTimesIsTriedUntilItIsConfirmed) {
  standin.fault("unassign_fails", {{"times", 3}});
  const size_t asked = standin.requests(u"tun.unassign.post"_s);
  const QString id = submit({counting(5)});
  expectWhole(id, 5);
  EXPECT_EQ(jobStore.leases({u"releasing"_s})->size(), 1u);
  expectNothingLeft(1);
  EXPECT_EQ(standin.requests(u"tun.unassign.post"_s), asked + 4);
}

TEST_F(ColabTroubleTest, AListThatForgetsAMachineDoesNotMakeItReleased) {
  const QString id = submit({counting(60)});
  ASSERT_TRUE(prints(id, u"line 1"_s));
  standin.fault("list_without", {{"times", 0}});
  expectWhole(id);
  expectNothingLeft(1);
}

}  // namespace cc::test
