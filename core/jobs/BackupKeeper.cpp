// SPDX-License-Identifier: GPL-3.0-or-later
// BackupKeeper: whose turn it is, and how a round ends. One round is in BackupRound.cpp.
#include "jobs/BackupKeeper.h"

#include "base/Log.h"
#include "jobs/BackupRound.h"
#include "jobs/JobServices.h"
#include "jobs/ResultsFolder.h"
#include "jobs/RetryPolicy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kWaitMs = 600'000;   // between looks at what waits for the user
constexpr int kHopelessAttempts = 4;  // of what does not look like passing
constexpr Backoff kBackoff{.firstMs = 5'000, .maxMs = 600'000};
const QStringList& openStates() {
  static const QStringList states{u"pending"_s, u"waiting"_s};
  return states;
}

// Only the user can change it: the account, a full or forbidden place, a bucket that does not exist.
bool needsUser(const Error& error) {
  switch (error.code) {
    case ErrorCode::UsageBadParameter:
    case ErrorCode::DiskFull:
    case ErrorCode::FileUnwritable:
      return true;
    default:
      return classify(error.code) == FailureClass::Account;
  }
}

bool isOfTheFile(const Error& error) {
  return error.code == ErrorCode::FileNotFound || error.code == ErrorCode::FileUnreadable ||
         error.code == ErrorCode::TransferSourceChanged;
}

}  // namespace

Status openBackup(store::JobStore& store, const store::JobRow& job, const QString& target, JobState end, bool ran) {
  if (target.isEmpty() || !isFinal(end)) return done();
  if (end == JobState::Cancelled && !ran) return done();
  return store.openBackup(job.id, target);
}

Status backUpCheckpoint(store::JobStore& store, const store::JobRow& job, const QString& target) {
  if (target.isEmpty()) return done();
  CC_TRY(const auto open, store.backup(job.id));
  if (open && openStates().contains(open->state)) return done();
  return store.openBackup(job.id, target);
}

BackupKeeper::BackupKeeper(JobServices& services, QObject* parent) : QObject(parent), m_services(services) {}

BackupKeeper::~BackupKeeper() {
  m_call.cancel();
}

void BackupKeeper::recover() {
  persist(
      "backups",
      [this]() -> Status {
        CC_TRY(const int due, m_services.store.wakeBackups(openStates()));
        if (due > 0) qCInfo(lcJobs) << due << "backups are open";
        return done();
      },
      [this] { wake(); });
}

void BackupKeeper::wake() {
  if (m_stopped || m_lookPending) return;
  m_lookPending = true;
  QMetaObject::invokeMethod(this, &BackupKeeper::look, Qt::QueuedConnection);
}

void BackupKeeper::retryWaiting() {
  if (m_stopped) return;
  if (auto woken = m_services.store.wakeBackups({u"waiting"_s}); woken.ok() && *woken > 0) wake();
}

Status BackupKeeper::startAgain(const QString& jobId) {
  CC_TRY(const int woken, m_services.store.wakeBackups({u"waiting"_s, u"failed"_s}, jobId, true));
  if (woken > 0) {
    Q_EMIT changed(jobId);
    wake();
  }
  return done();
}

void BackupKeeper::stop() {
  m_stopped = true;
  m_call.cancel();
  m_sending.reset();
  m_round.reset();
}

void BackupKeeper::look() {
  m_lookPending = false;
  if (m_stopped || m_round) return;
  const auto rows = m_services.store.backups(openStates());
  if (!rows.ok()) {
    qCWarning(lcJobs).noquote() << "backups cannot be read:" << rows.error().toLogLine();
    m_services.clock.after(5'000, this, [this] { wake(); });
    return;
  }
  if (rows->empty()) return;
  const store::BackupRow& first = rows->front();
  if (first.notBefore > m_services.clock.now()) return arm(first.notBefore);
  begin(first);
}

void BackupKeeper::arm(EpochMs due) {
  const EpochMs now = m_services.clock.now();
  if (m_armed > now && m_armed <= due) return;
  m_armed = due;
  // The wall clock may jump back: not longer than a look every ten minutes would take.
  m_services.clock.after(std::min<qint64>(due - now, kWaitMs), this, [this] {
    m_armed = 0;
    wake();
  });
}

// Writes until it succeeds, unless the round has been replaced or the program ends.
void BackupKeeper::persist(const char* what, std::function<Status()> write, std::function<void()> then) {
  if (m_stopped) return;
  const Status written = write();
  if (written.ok()) return then();
  if (written.error().code == ErrorCode::StoreConflict) return leave();
  qCWarning(lcJobs).noquote() << what << "of a backup not recorded:" << written.error().toLogLine();
  m_services.clock.after(
      5'000, this, [this, what, write = std::move(write), then = std::move(then)] { persist(what, write, then); });
}

// Nothing more is to be done for this round here and now.
void BackupKeeper::leave() {
  const QString job = m_round ? m_round->row.jobId : QString();
  m_sending.reset();
  m_round.reset();
  if (!job.isEmpty()) Q_EMIT changed(job);
  wake();
}

void BackupKeeper::log(const QString& line) {
  ResultsFolder(m_round->folder).log(m_services.clock.now(), line);
}

void BackupKeeper::fileFailed(const LocalFile& file, const Error& error) {
  if (!isOfTheFile(error)) return roundFailed(error);
  qCWarning(lcJobs).noquote() << "backup of" << file.path << error.toLogLine();
  m_round->problems.push_back(error);
  next();
}

// The store, not one file: what is left has to wait.
void BackupKeeper::roundFailed(const Error& error) {
  store::BackupRow row = m_round->row;
  const EpochMs now = m_services.clock.now();
  row.error = cc::toJson(error);
  if (needsUser(error)) {
    row.state = u"waiting"_s;
    row.notBefore = now + std::max<qint64>(kWaitMs, error.retryAfter.count());
    return settle(row, row.state == m_round->row.state ? QString() : u"backup_waiting"_s, &error);
  }
  const bool mayPass =
      isCurable(error) || error.retryable || error.code == ErrorCode::NetBadReply || error.code == ErrorCode::NetTls;
  // What gets on is no lost cause.
  const int fruitless = m_round->sent > 0 ? 1 : row.attempts;
  if (!mayPass && fruitless >= kHopelessAttempts) {
    row.state = u"failed"_s;
    row.finishedAt = now;
    return settle(row, u"backup_failed"_s, &error);
  }
  row.state = u"pending"_s;
  row.attempts = fruitless;
  row.notBefore = now + retryDelay(kBackoff, fruitless + 1, error, m_services.random());
  settle(row, {}, &error);
}

bool BackupKeeper::hasNewerCheckpoint() const {
  if (!m_round->isOfCheckpoint) return false;
  const auto rows = m_services.store.checkpoints(m_round->row.jobId).valueOr({});
  return !rows.empty() && rows.front().at > m_round->checkpointAt;
}

void BackupKeeper::conclude() {
  if (hasNewerCheckpoint()) {
    return persist(
        "next checkpoint", [this] { return m_services.store.openBackup(m_round->row.jobId, m_round->row.target); },
        [this] { leave(); });
  }
  store::BackupRow row = m_round->row;
  row.finishedAt = m_services.clock.now();
  if (m_round->problems.empty()) {
    row.state = u"done"_s;
    row.error = nullptr;
    return settle(row, u"backup_done"_s, nullptr);
  }
  Error error = m_round->problems.front();
  if (m_round->problems.size() > 1) error.params.insert(u"more"_s, QString::number(m_round->problems.size() - 1));
  row.error = cc::toJson(error);
  // A file that is being written settles; one that is gone does not come back by itself.
  const bool settles = std::all_of(m_round->problems.begin(), m_round->problems.end(), [](const Error& one) {
    return one.code == ErrorCode::TransferSourceChanged && one.params.value(u"expected"_s) != u"sha256"_s;
  });
  if (settles && row.attempts < kHopelessAttempts) {
    row.finishedAt = 0;
    row.state = u"pending"_s;
    row.notBefore = m_services.clock.now() + retryDelay(kBackoff, row.attempts + 1, error, m_services.random());
    return settle(row, {}, &error);
  }
  row.state = u"failed"_s;
  settle(row, u"backup_failed"_s, &error);
}

void BackupKeeper::settle(store::BackupRow row, const QString& event, const Error* error) {
  const QString before = m_round->row.state, word = error ? errorWord(error->code) : QString();
  const QString line = error ? error->toLogLine() : QString();
  persist(
      "state",
      [this, row, event, before, word]() -> Status {
        store::JobStore::Batch batch(m_services.store);
        CC_CHECK(m_services.store.changeBackup(row));
        if (!event.isEmpty()) {
          CC_CHECK(m_services.store.addEvent({.jobId = row.jobId,
                                              .kind = event,
                                              .reason = word,
                                              .details = {{"to", toStd(row.target)}, {"files", row.filesTotal}}}));
        }
        return batch.commit();
      },
      [this, row, line] {
        const QString why = line.isEmpty() ? QString() : u": "_s + line;
        log(row.state == u"pending"_s ? u"backup goes on later"_s + why : u"backup "_s + row.state + why);
        leave();
      });
}

}  // namespace cc::jobs
