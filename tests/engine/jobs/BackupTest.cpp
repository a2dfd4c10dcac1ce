// SPDX-License-Identifier: GPL-3.0-or-later
#include "QueueFixture.h"
#include "jobs/commands/Cancel.h"
#include "jobs/commands/Retry.h"
#include "support/FaultyDatabase.h"

#include <QCryptographicHash>
#include <deque>

using namespace Qt::StringLiterals;
using cc::test::FaultyDatabase;
using cc::test::QueueFixture;
using cc::test::waitFor;

namespace cc {
namespace {

// Takes everything, fails as told, holds when told.
class ScriptedStore : public jobs::BackupStore {
public:
  Call put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
           std::function<void(qint64, qint64)> progress, QObject* context, Reply<jobs::StoredFile> reply) override {
    Promise<jobs::StoredFile> promise(context, std::move(reply));
    asked << relative;
    if (relative == holdAt) return promise.call();
    if (!errors.empty()) {
      promise.resolve(errors.front());
      errors.pop_front();
      return promise.call();
    }
    if (always) {
      promise.resolve(*always);
      return promise.call();
    }
    QFile source(file);
    EXPECT_TRUE(source.open(QIODevice::ReadOnly)) << qPrintable(file);
    const QByteArray bytes = source.readAll();
    contents[folder.below(relative).path] = bytes;
    progress(bytes.size(), bytes.size());
    promise.resolve(
        jobs::StoredFile{.id = relative, .checksumKind = u"sha256"_s, .checksum = u"x"_s, .size = bytes.size()});
    return promise.call();
  }
  QStringList asked;
  std::map<QString, QByteArray> contents;
  std::deque<Error> errors;
  std::optional<Error> always;
  QString holdAt;
};

class Backup : public QueueFixture {
protected:
  void SetUp() override {
    QueueFixture::SetUp();
    wire();
    const QByteArray model = "weights";
    provider.script.files = {
        {.path = u"model.pt"_s,
         .size = model.size(),
         .sha256 = QString::fromLatin1(QCryptographicHash::hash(model, QCryptographicHash::Sha256).toHex())}};
    provider.script.contents[u"model.pt"_s] = model;
  }
  void wire() {
    parts->services.backupStore = [this](jobs::BackupTarget::Kind) { return &store; };
  }
  void again() {
    restart();
    wire();
  }
  jobs::JobSpec wanted() {
    jobs::JobSpec wanted = spec();
    wanted.artifacts = QStringList{u"*"_s};
    wanted.backupTo = u"/backup"_s;
    return wanted;
  }
  std::string backup(const QString& id) {
    const auto found = parts->store.backup(id);
    return found.ok() && *found ? (*found)->state.toStdString() : "none";
  }
  bool becomes(const QString& id, const char* state) {
    return waitFor([&] { return backup(id) == state; });
  }
  ErrorCode errorOf(const QString& id) {
    const auto found = parts->store.backup(id);
    return found.ok() && *found && !(*found)->error.is_null() ? errorFromJson((*found)->error).code
                                                              : ErrorCode::Internal;
  }
  QStringList kinds(const QString& id) {
    QStringList kinds;
    for (const auto& event : *parts->store.events(id)) {
      if (event.kind.startsWith("backup"_L1)) kinds << event.kind;
    }
    return kinds;
  }
  // Time passes until it holds; the loop runs between.
  bool inTime(const std::function<bool()>& holds) {
    return waitFor([&] {
      clock.advance(1'000);
      return holds();
    });
  }
  const QStringList all{u"executed.ipynb"_s, u"input.ipynb"_s, u"manifest.json"_s, u"artifacts/model.pt"_s,
                        u"job.log"_s};
  ScriptedStore store;
};

TEST_F(Backup, copiesEveryFileOfAnEndedJobOnceAndRecordsIt) {
  const QString id = submit(wanted());
  ASSERT_TRUE(becomes(id, "done"));
  EXPECT_EQ(store.asked, all);
  const auto files = parts->store.backupFiles(id);
  ASSERT_EQ(files->size(), 5U);
  EXPECT_EQ(files->front().checksum, u"sha256:x"_s);
  EXPECT_EQ(kinds(id), (QStringList{u"backup_started"_s, u"backup_done"_s}));
  const QString folder = u"/backup/"_s + QFileInfo(row(id).resultsDir).fileName();
  EXPECT_EQ(store.contents[folder + u"/artifacts/model.pt"_s], "weights");
  EXPECT_TRUE(jobs::ResultsFolder(row(id).resultsDir).readLog().contains(u"backup done"_s));
}

TEST_F(Backup, isForJobsThatFailedToo) {
  provider.script.outcome = {.end = jobs::RunEnd::CellFailed, .error = Error{.code = ErrorCode::CellFailed}};
  const QString id = submit(wanted());
  ASSERT_TRUE(becomes(id, "done"));
  EXPECT_EQ(state(id), "failed");
}

TEST_F(Backup, isNotForJobsCancelledBeforeAnythingRanNorForThoseThatWantNone) {
  provider.script.holdAcquire = true;
  const QString cancelled = submit(wanted());
  ASSERT_TRUE(waitFor([&] { return provider.acquired == 1; }));
  ASSERT_TRUE(jobs::cancelJobs(*parts->queue, {cancelled}).ok());
  ASSERT_TRUE(reaches(cancelled, "cancelled"));
  provider.script.holdAcquire = false;
  const QString plain = submit(spec());
  ASSERT_TRUE(reaches(plain, "succeeded"));
  EXPECT_EQ(backup(cancelled), "none");
  EXPECT_EQ(backup(plain), "none");
}

TEST_F(Backup, triesAgainWithGrowingPausesAndSendsNothingTwice) {
  const Error down{.code = ErrorCode::NetUnreachable, .retryable = true};
  store.errors = {down, down, down};
  const QString id = submit(wanted());
  ASSERT_TRUE(waitFor([&] { return errorOf(id) == ErrorCode::NetUnreachable; }));
  EXPECT_EQ(store.asked.size(), 1);
  const qint64 first = (*parts->store.backup(id))->notBefore - clock.now();
  ASSERT_TRUE(inTime([&] { return store.asked.size() >= 3; }));
  ASSERT_TRUE(waitFor([&] { return (*parts->store.backup(id))->notBefore > clock.now(); }));
  EXPECT_GT((*parts->store.backup(id))->notBefore - clock.now(), first);
  ASSERT_TRUE(inTime([&] { return backup(id) == "done"; }));
  EXPECT_EQ(store.asked.size(), 3 + all.size());
  EXPECT_EQ((*parts->store.backup(id))->error, Json());
}

TEST_F(Backup, waitsForTheUserAndGoesOnWhenTheAccountsChange) {
  store.errors = {Error{.code = ErrorCode::AccountScopeMissing}};
  const QString id = submit(wanted());
  ASSERT_TRUE(becomes(id, "waiting"));
  EXPECT_EQ(errorOf(id), ErrorCode::AccountScopeMissing);
  EXPECT_EQ(kinds(id), (QStringList{u"backup_started"_s, u"backup_waiting"_s}));
  parts->queue->backups().retryWaiting();
  EXPECT_TRUE(becomes(id, "done"));
}

TEST_F(Backup, looksEveryTenMinutesWhetherTheUserHasCuredIt) {
  store.always = Error{.code = ErrorCode::AccountStorageFull};
  const QString id = submit(wanted());
  ASSERT_TRUE(becomes(id, "waiting"));
  clock.advance(590'000);
  QCoreApplication::processEvents();
  EXPECT_EQ(store.asked.size(), 1);
  ASSERT_TRUE(inTime([&] { return store.asked.size() == 2; }));
  store.always.reset();
  EXPECT_TRUE(inTime([&] { return backup(id) == "done"; }));
}

TEST_F(Backup, oneThatWaitsKeepsNoOtherFromItsTurn) {
  store.errors = {Error{.code = ErrorCode::AccountStorageFull}};
  const QString first = submit(wanted());
  ASSERT_TRUE(becomes(first, "waiting"));
  EXPECT_TRUE(becomes(submit(wanted()), "done"));
  EXPECT_EQ(backup(first), "waiting");
}

TEST_F(Backup, givesUpOnWhatWillNotPass) {
  store.always = Error{.code = ErrorCode::NetHttpStatus, .params = {{u"status"_s, u"400"_s}}};
  const QString id = submit(wanted());
  ASSERT_TRUE(inTime([&] { return backup(id) == "failed"; }));
  EXPECT_EQ(store.asked.size(), 4);
  EXPECT_EQ(kinds(id).last(), u"backup_failed"_s);
  store.always.reset();
  ASSERT_TRUE(parts->queue->backups().startAgain(id).ok());
  EXPECT_TRUE(becomes(id, "done"));
  const qsizetype before = store.asked.size();
  ASSERT_TRUE(parts->queue->backups().startAgain(id).ok());  // a finished one stays as it is
  QCoreApplication::processEvents();
  EXPECT_EQ(store.asked.size(), before);
}

TEST_F(Backup, tellsAboutAFileThatVanishedOrChangedAndCopiesTheOthers) {
  store.holdAt = u"executed.ipynb"_s;
  for (const bool vanishes : {true, false}) {
    store.asked.clear();
    const QString id = submit(wanted());
    ASSERT_TRUE(waitFor([&] { return store.asked.size() == 1; }));
    QFile model(row(id).resultsDir + u"/artifacts/model.pt"_s);
    if (vanishes) {
      ASSERT_TRUE(model.remove());
    } else {
      ASSERT_TRUE(model.open(QIODevice::WriteOnly));
      model.write("other");
      model.close();
    }
    const QString held = std::exchange(store.holdAt, QString());
    again();
    ASSERT_TRUE(becomes(id, "failed"));
    EXPECT_EQ(errorOf(id), vanishes ? ErrorCode::FileNotFound : ErrorCode::TransferSourceChanged);
    EXPECT_EQ(parts->store.backupFiles(id)->size(), 4U);
    EXPECT_FALSE(store.asked.contains(u"artifacts/model.pt"_s));
    store.holdAt = held;
  }
}

TEST_F(Backup, aRestartAtAnyFileSendsOnlyThatOneAgain) {
  for (const QString& at : all) {
    SCOPED_TRACE(at.toStdString());
    store.asked.clear();
    store.holdAt = at;
    const QString id = submit(wanted());
    ASSERT_TRUE(waitFor([&] { return !store.asked.isEmpty() && store.asked.last() == at; }));
    store.holdAt.clear();
    again();
    ASSERT_TRUE(becomes(id, "done"));
    QStringList expected = all;
    expected.insert(all.indexOf(at), at);
    EXPECT_EQ(store.asked, expected);
  }
}

TEST_F(Backup, aRetriedJobIsCopiedAnewAtItsEnd) {
  provider.script.outcome = {.end = jobs::RunEnd::CellFailed, .error = Error{.code = ErrorCode::CellFailed}};
  const QString id = submit(wanted());
  ASSERT_TRUE(becomes(id, "done"));
  provider.script.outcome = {};
  ASSERT_TRUE(jobs::retryJobs(*parts->queue, {id}).ok());
  ASSERT_TRUE(reaches(id, "succeeded"));
  ASSERT_TRUE(waitFor([&] { return store.asked.size() == 2 * all.size(); }));
  EXPECT_TRUE(becomes(id, "done"));
  EXPECT_EQ((*parts->store.backup(id))->round, 2);
}

TEST_F(Backup, aTypingErrorFailsAtSubmission) {
  jobs::JobSpec wrong = wanted();
  wrong.backupTo = u"gs:///x"_s;
  const auto prepared = jobs::prepareSubmission({wrong}, config, parts->services.inputs);
  ASSERT_FALSE(prepared.ok());
  EXPECT_EQ(prepared.error().code, ErrorCode::UsageBadParameter);
}

// The keeper alone on a store whose n-th statement fails.
TEST(BackupFaults, whicheverWriteFailsEveryFileGetsThereOnceAndIsRecorded) {
  for (const auto fault : {FaultyDatabase::Fault::Before, FaultyDatabase::Fault::After}) {
    for (int n = 1; n < 80; ++n) {
      SCOPED_TRACE(n);
      QTemporaryDir dir;
      test::FakeClock clock;
      FaultyDatabase database;
      store::Database samplesDatabase;
      store::JobStore jobStore(database, clock);
      store::SampleStore samples(samplesDatabase);
      store::LedgerStore ledger(database);
      QObject home;
      Worker worker(&home);
      Config config;
      ScriptedStore store;
      jobs::JobServices services{.store = jobStore,
                                 .samples = samples,
                                 .ledger = ledger,
                                 .clock = clock,
                                 .config = config,
                                 .worker = worker,
                                 .inputs = jobs::InputStore(dir.path()),
                                 .provider = [](const QString&) { return nullptr; },
                                 .random = [] { return 0.0; },
                                 .backupStore = [&store](jobs::BackupTarget::Kind) { return &store; }};
      ASSERT_TRUE(database.open({dir.filePath(u"jobs.sqlite"_s), store::Durability::Normal, store::jobSchema()}).ok());
      std::vector<store::JobRow> rows{
          {.state = u"succeeded"_s, .schedule = u"done"_s, .resultsDir = dir.filePath(u"r"_s)}};
      ASSERT_TRUE(jobStore.addJobs(rows).ok());
      const jobs::ResultsFolder folder(dir.filePath(u"r"_s));
      ASSERT_TRUE(folder.writeFile(u"manifest.json"_s, "{}").ok());
      ASSERT_TRUE(folder.writeFile(u"executed.ipynb"_s, "{}").ok());
      ASSERT_TRUE(jobStore.openBackup(rows.front().id, u"/backup"_s).ok());
      jobs::BackupKeeper keeper(services);
      database.failAt(n, fault);
      keeper.recover();
      ASSERT_TRUE(waitFor([&] {
        clock.advance(1'000);
        const auto found = jobStore.backup(rows.front().id);
        return found.ok() && *found && (*found)->state == u"done"_s;
      }));
      const bool over = !database.hasFailed();
      database.heal();
      EXPECT_EQ(store.asked.size(), 3);
      EXPECT_EQ(jobStore.backupFiles(rows.front().id)->size(), 3U);
      if (over || testing::Test::HasFailure()) break;
    }
  }
}

}  // namespace
}  // namespace cc
