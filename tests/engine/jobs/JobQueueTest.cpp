// SPDX-License-Identifier: GPL-3.0-or-later
#include "QueueFixture.h"
#include "jobs/HistoryFile.h"
#include "jobs/commands/Cancel.h"
#include "jobs/commands/Hold.h"
#include "jobs/commands/Release.h"
#include "jobs/commands/Reorder.h"
#include "jobs/commands/Retry.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;
using cc::test::QueueFixture;
using cc::test::waitFor;

namespace cc {
namespace {

using Queue = QueueFixture;

TEST_F(Queue, runsAJobToItsResultsAndReleasesTheRuntime) {
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(waitFor([&] { return provider.live.empty(); }));
  const jobs::ResultsFolder folder(row(id).resultsDir);
  EXPECT_TRUE(QFile::exists(folder.inputPath()));
  EXPECT_TRUE(QFile::exists(folder.executedPath()));
  EXPECT_TRUE(QFile::exists(folder.path() + u"/manifest.json"_s));
  EXPECT_TRUE(waitFor([&] { return parts->store.leases({u"released"_s})->size() == 1U; }));
}

TEST_F(Queue, startsHigherPriorityFirstThenInOrder) {
  config.parallel = 1;
  ASSERT_TRUE(parts->queue->setHeld(true).ok());
  const QString first = submit(spec());
  auto urgent = spec();
  urgent.priority = 5;
  const QString second = submit(urgent);
  provider.script.holdRun = true;
  ASSERT_TRUE(parts->queue->setHeld(false).ok());
  ASSERT_TRUE(reaches(second, "running"));
  EXPECT_EQ(state(first), "queued");
}

TEST_F(Queue, keepsToTheLimitOfTheProvider) {
  config.parallel = 10;
  provider.script.holdRun = true;
  std::vector<QString> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(submit(spec()));
  ASSERT_TRUE(reaches(ids[1], "running"));
  EXPECT_EQ(parts->store.countJobs({.states = {u"queued"_s}}).value(), 3);
  EXPECT_EQ(provider.live.size(), 2U);
}

TEST_F(Queue, retriesALostRuntimeAfterItsPauseAndThenGivesUp) {
  provider.script.outcome = {.end = jobs::RunEnd::RuntimeLost, .error = Error{.code = ErrorCode::KernelDied}};
  auto wanted = spec();
  wanted.retries = 1;
  const QString id = submit(wanted);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  EXPECT_EQ(row(id).retriesLeft, 0);
  clock.advance(config.retryDelayMs - 1);
  EXPECT_EQ(state(id), "waiting_retry");
  clock.advance(1);
  ASSERT_TRUE(reaches(id, "lost"));
  EXPECT_EQ(parts->store.attempts(id)->size(), 2U);
  EXPECT_TRUE(waitFor([&] { return provider.live.empty(); }));
}

TEST_F(Queue, neverRetriesAFailingCell) {
  provider.script.outcome = {.end = jobs::RunEnd::CellFailed, .error = Error{.code = ErrorCode::CellFailed}};
  auto wanted = spec();
  wanted.retries = 3;
  const QString id = submit(wanted);
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(errorFromJson(row(id).error).code, ErrorCode::CellFailed);
  EXPECT_EQ(parts->store.attempts(id)->size(), 1U);
}

TEST_F(Queue, cancelsAWaitingJobAtOnce) {
  ASSERT_TRUE(parts->queue->setHeld(true).ok());
  const QString id = submit(spec());
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {id.left(25)}).ok());
  EXPECT_EQ(state(id), "cancelled");
  EXPECT_EQ(provider.acquired, 0);
}

TEST_F(Queue, cancelsWhileTheRuntimeIsBeingAcquiredAndReleasesIt) {
  provider.script.holdAcquire = true;
  const QString id = submit(spec());
  ASSERT_TRUE(waitFor([&] { return provider.acquired == 1; }));
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {id}).ok());
  ASSERT_TRUE(reaches(id, "cancelled"));
  EXPECT_TRUE(waitFor([&] { return provider.released == 1; }));
}

TEST_F(Queue, cancelsARunningJobByInterrupt) {
  provider.script.holdRun = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {id}).ok());
  EXPECT_EQ(state(id), "cancelling");
  ASSERT_TRUE(reaches(id, "cancelled"));
  EXPECT_TRUE(waitFor([&] { return provider.live.empty(); }));
}

TEST_F(Queue, escalatesACancelThatIsIgnored) {
  provider.script.holdRun = provider.script.ignoreInterrupt = provider.script.ignoreRestart = true;
  const QString id = submit(spec());
  ASSERT_TRUE(executing());
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {id}).ok());
  clock.advance(10'000);
  EXPECT_EQ(state(id), "cancelling");
  clock.advance(10'000);
  ASSERT_TRUE(reaches(id, "cancelled"));
  EXPECT_TRUE(waitFor([&] { return provider.live.empty(); }));
}

TEST_F(Queue, namesTheTimeLimitThatFired) {
  provider.script.holdRun = true;
  auto wanted = spec();
  wanted.timeoutMs = 60'000;
  const QString id = submit(wanted);
  ASSERT_TRUE(executing());
  clock.advance(60'000);
  ASSERT_TRUE(reaches(id, "timed_out"));
  const Error error = errorFromJson(row(id).error);
  EXPECT_EQ(error.code, ErrorCode::JobTimedOut);
  EXPECT_EQ(error.params.value(u"limit_ms"_s), u"60000"_s);
}

TEST_F(Queue, holdsAndReleasesWaitingJobs) {
  ASSERT_TRUE(parts->queue->setHeld(true).ok());
  const QString id = submit(spec());
  ASSERT_TRUE(jobs::holdJobs(*parts->queue, {id}).ok());
  ASSERT_TRUE(parts->queue->setHeld(false).ok());
  QCoreApplication::processEvents();
  EXPECT_EQ(state(id), "held");
  ASSERT_TRUE(jobs::releaseJobs(*parts->queue, {id}).ok());
  EXPECT_TRUE(reaches(id, "succeeded"));
}

TEST_F(Queue, refusesVerbsThatTheStateDoesNotAllow) {
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  const Status held = jobs::holdJobs(*parts->queue, {id});
  ASSERT_FALSE(held.ok());
  EXPECT_EQ(held.error().code, ErrorCode::UsageNotAllowedInState);
  EXPECT_EQ(held.error().params.value(u"state"_s), u"succeeded"_s);
  const Status unknown = jobs::cancelJobs(*parts->queue, {u"nosuchjob"_s});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::UsageUnknownJob);
}

TEST_F(Queue, retriesAnEndedJobOnRequest) {
  provider.script.outcome = {.end = jobs::RunEnd::CellFailed, .error = Error{.code = ErrorCode::CellFailed}};
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "failed"));
  provider.script.outcome = {};
  ASSERT_TRUE(jobs::retryJobs(*parts->queue, {id}).ok());
  ASSERT_TRUE(reaches(id, "succeeded"));
  EXPECT_TRUE(row(id).error.is_null());
  EXPECT_EQ(row(id).attempts, 2);
}

TEST_F(Queue, movesAJobBeforeAnother) {
  config.parallel = 1;
  ASSERT_TRUE(parts->queue->setHeld(true).ok());
  const QString a = submit(spec()), b = submit(spec()), c = submit(spec());
  ASSERT_TRUE(jobs::moveJobs(*parts->queue, {c}, a).ok());
  const auto order = parts->store.nextQueued(0);
  ASSERT_EQ(order->size(), 3U);
  EXPECT_EQ((*order)[0].id, c);
  EXPECT_EQ((*order)[1].id, a);
  EXPECT_EQ((*order)[2].id, b);
}

TEST_F(Queue, fetchesArtifactsAndTriesAgainWhenOneIsCorrupt) {
  const QByteArray bytes("42");
  const QString sha = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
  provider.script.files = {{.path = u"out/a.txt"_s, .size = 2, .sha256 = sha}};
  provider.script.contents = {{u"out/a.txt"_s, bytes}};
  provider.script.corruptFetches = 1;
  auto wanted = spec();
  wanted.artifacts = {u"out/*"_s};
  const QString id = submit(wanted);
  ASSERT_TRUE(waitFor([&] {
    clock.advance(2'000);
    return state(id) == "succeeded";
  }));
  EXPECT_EQ(parts->store.artifacts(id)->front().sha256, sha);
  EXPECT_TRUE(QFile::exists(row(id).resultsDir + u"/artifacts/out/a.txt"_s));
}

TEST_F(Queue, failsAJobWhoseArtifactsCannotBeBroughtHome) {
  provider.script.files = {{.path = u"a.txt"_s, .size = 2, .sha256 = u"00"_s}};
  provider.script.corruptFetches = 99;
  auto wanted = spec();
  wanted.artifacts = {u"*.txt"_s};
  const QString id = submit(wanted);
  ASSERT_TRUE(waitFor([&] {
    clock.advance(2'000);
    return state(id) == "failed";
  }));
  EXPECT_EQ(errorFromJson(row(id).error).code, ErrorCode::TransferCorrupt);
}

TEST_F(Queue, releasesAgainUntilTheProviderConfirms) {
  provider.script.releaseError = Error{.code = ErrorCode::NetUnreachable};
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(waitFor([&] { return provider.released == 1; }));
  EXPECT_EQ(parts->store.leases({u"releasing"_s})->size(), 1U);
  provider.script.releaseError.reset();
  ASSERT_TRUE(waitFor([&] {
    clock.advance(1'000);
    return provider.live.empty();
  }));
  EXPECT_TRUE(waitFor([&] { return parts->store.leases({u"released"_s})->size() == 1U; }));
}

TEST_F(Queue, writesEachEventOnceIntoTheHistoryAlsoAfterATornLine) {
  const QString path = dir.filePath(u"history.jsonl"_s);
  const QString id = submit(spec());
  ASSERT_TRUE(reaches(id, "succeeded"));
  {
    jobs::HistoryFile history(path, parts->store);
    ASSERT_TRUE(history.catchUp().ok());
  }
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  const qint64 whole = file.size();
  file.resize(whole - 5);  // killed while writing the last line
  file.close();
  jobs::HistoryFile again(path, parts->store);
  ASSERT_TRUE(again.catchUp().ok());
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  qint64 last = 0;
  for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
    const auto json = parseJson(line);
    ASSERT_TRUE(json.ok()) << line.toStdString();
    EXPECT_GT(intAt(*json, "number"), last);
    last = intAt(*json, "number");
  }
  EXPECT_EQ(static_cast<size_t>(file.size()), static_cast<size_t>(whole));
}

TEST_F(Queue, refusesUnknownProvidersWithTheNearestName) {
  auto wanted = spec();
  wanted.provider = u"fakee"_s;
  const auto prepared = jobs::prepareSubmission({spec(), wanted}, config, parts->services.inputs);
  ASSERT_FALSE(prepared.ok());
  EXPECT_EQ(prepared.error().code, ErrorCode::UsageUnknownProvider);
  EXPECT_EQ(prepared.error().params.value(u"nearest"_s), u"fake"_s);
  EXPECT_EQ(prepared.error().params.value(u"index"_s), u"1"_s);
}

}  // namespace
}  // namespace cc
