// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Json.h"
#include "base/Result.h"

#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariant>
#include <memory>
#include <optional>
#include <vector>

namespace cc::store {

class Database;
class Row;
class Transaction;

// Rows as stored. States are words (jobs/JobState.h owns their meaning); times are epoch ms, 0: not yet.
struct JobRow {
  QString id;
  qint64 position = 0;  // order in the queue among equals of priority; ascending
  int priority = 0;
  QString state, schedule;
  QString name, notebook, provider;
  QString sweep;
  Json spec;
  Json progress;  // {"total","done","failed"}
  Json error;     // null or Error as JSON
  QString resultsDir;
  int attempts = 0;  // number of the newest one
  int retriesLeft = 0;
  EpochMs createdAt = 0, startedAt = 0, finishedAt = 0, notBefore = 0;  // notBefore: back-off of waiting_retry
};
struct AttemptRow {
  QString id, jobId;
  int number = 0;
  QString leaseId, provider, runtime, accelerator;
  QString state;           // word: starting, running, collecting, succeeded, failed, cancelled, timed_out, lost
  bool cellsSent = false;  // intent to execute, committed before the first cell goes out
  Json progress, error, environment;
  EpochMs startedAt = 0, finishedAt = 0;
};
struct LeaseRow {
  QString id, provider, key, state;  // state: requested, active, releasing, released, lost
  QString jobId;                     // empty: kept by the user
  Json request;                      // jobs::Lease as JSON, without endpoint
  Json endpoint;                     // null until acquired; never holds a secret
  bool keep = false;
  EpochMs requestedAt = 0, releasedAt = 0;
  EpochMs activeAt = 0;  // since when there is a runtime behind it
};
struct EventRow {
  qint64 number = 0;
  QString jobId;
  QString kind;  // "state", "submitted", "lease", "artifact", "note", ...
  QString from, to, reason;
  Json details;
  EpochMs at = 0;
};
struct ArtifactRow {
  QString jobId;
  int attempt = 0;
  QString path;  // below the results folder
  qint64 size = 0;
  QString sha256;                               // of the copy at home
  QString verified = QStringLiteral("sha256");  // how it was compared with the original: "sha256", or only "size"
  EpochMs at = 0;
};

// A checkpoint that is at home, whole.
struct CheckpointRow {
  QString jobId;
  int attempt = 0, number = 0;  // number counts within the attempt
  QString path;                 // its folder, below the results folder
  Json files;                   // [{"path" (below that folder), "size", "sha256"}]
  qint64 size = 0;              // of all files
  EpochMs takenAt = 0, at = 0;  // of the runtime's clock; when it was complete here
};

// The copy of a job's results at another place. state: pending, waiting (for the user), done, failed.
struct BackupRow {
  QString jobId;
  int round = 0;  // counts the ends of the job: what belongs to an earlier one does not count any more
  QString target, state;
  int attempts = 0;
  int filesTotal = 0;  // 0: not known yet
  EpochMs notBefore = 0, createdAt = 0, finishedAt = 0;
  Json error;  // null or Error as JSON
};
struct BackupFileRow {
  QString jobId;
  QString path;  // below the results folder
  qint64 size = 0;
  QString checksum;  // "<kind>:<value>", as the store told it
  QString storedAs;  // the store's own id or generation of it
  EpochMs at = 0;    // when it was compared
};

struct JobQuery {
  QStringList states;  // empty: all
  QString text;        // part of name, notebook or id
  int limit = 0;       // 0: all
  int offset = 0;
  bool newestFirst = true;  // by submission; false: oldest first. The order of the queue is nextQueued()'s
  bool withSpec = true;     // false leaves spec, progress, error null: fast listing
};

// Fields changed together with a transition.
struct JobChange {
  std::optional<QString> schedule;
  std::optional<Json> error, progress;
  std::optional<QString> resultsDir;
  std::optional<int> attempts, retriesLeft;
  std::optional<EpochMs> startedAt, finishedAt, notBefore;
};

// Jobs, attempts, leases, events, artifacts. Every call is one IMMEDIATE transaction, returned after its commit
// (WAL, synchronous=FULL), unless inside a Batch. The engine's thread is the only writer.
// The database is open with jobSchema() and Durability::Full, and outlives the store.
// Errors: StoreUnusable (detail), DiskFull, StoreBusy, StoreCorrupt, and StoreConflict: a guarded change hit no row
// ("expected", "found": the state that is there, empty when there is no such row), or the row exists already.
// A call that failed changed nothing, with one exception that no store can avoid: when the commit itself failed, the
// change may be on disk. Look it up.
class JobStore {
public:
  explicit JobStore(Database& database, Clock& clock);

  // Several calls as one transaction; rolled back unless commit() was called and succeeded. A call that fails because
  // of the database spoils the batch; StoreConflict of a guarded change does not, the caller decides.
  class Batch {
  public:
    explicit Batch(JobStore& store);
    ~Batch();
    Batch(const Batch&) = delete;
    Status commit();

  private:
    std::unique_ptr<Transaction> m_transaction;
  };

  // Inserts with their "submitted" events, positions after all present ones, in one transaction. Fills in position,
  // and what is empty of id, createdAt, state ("queued") and schedule ("waiting").
  Status addJobs(std::vector<JobRow>& jobs);
  Result<std::optional<JobRow>> job(const QString& id);
  // An id or an unambiguous beginning of one.
  Result<QString> findJobId(const QString& idOrPrefix);  // UsageUnknownJob (job)
  Result<std::vector<JobRow>> jobs(const JobQuery& query);
  Result<int> countJobs(const JobQuery& query);
  Result<QMap<QString, int>> countByState();
  // State "queued", by priority (higher first), then position, those of busy providers left out. limit 0: all.
  Result<std::vector<JobRow>> nextQueued(int limit, bool withSpec = true, const QStringList& busyProviders = {});

  // One guarded UPDATE that must hit exactly one row, and its event, in one transaction.
  Status transition(const QString& jobId, const QString& from, const QString& to, const QString& reason,
                    const JobChange& change = {}, const Json& details = nullptr);
  // Changes without a change of state (progress, priority, position). No event unless kind is given.
  Status updateProgress(const QString& jobId, const Json& progress);
  Status setPriority(const QString& jobId, int priority);
  Status setPosition(const QString& jobId, qint64 position);
  // Gives jobs, in this order, the positions right before another one; empty: after all. UsageUnknownJob (job).
  Status moveJobs(const QStringList& jobIds, const QString& before);
  // Forgets jobs in one of states that finished before a time: rows, events, attempts, artifacts, ended leases.
  // One event "pruned" remains. Answers their ids, for the caller's files and samples.
  Result<QStringList> prune(const QStringList& states, EpochMs finishedBefore);

  Status addAttempt(const AttemptRow& attempt);
  Status updateAttempt(const AttemptRow& attempt);  // by id, all but id, job and number; StoreConflict without one
  Result<std::vector<AttemptRow>> attempts(const QString& jobId);

  // With an event "lease" (to: its state). StoreConflict when a live lease of that provider has the key already.
  Status addLease(const LeaseRow& lease);
  // Guarded by the present state; null leaves the endpoint. With an event "lease" when the state changes; "released"
  // and "lost" set releasedAt.
  Status changeLease(const QString& leaseId, const QString& from, const QString& to, const Json& endpoint = nullptr);
  // A runtime stands behind a lease that is not active, since that time; the first time told counts.
  Status noteRuntime(const QString& leaseId, EpochMs since, const Json& endpoint);
  // A live runtime goes to another job, or to the user (empty job). Guarded by the job it belongs to now. request: what
  // it is used for from now on; null leaves it.
  Status assignLease(const QString& leaseId, const QString& fromJob, const QString& toJob, bool keep,
                     const Json& request = nullptr);
  Result<std::vector<LeaseRow>> leases(const QStringList& states);  // empty: all
  Result<std::optional<LeaseRow>> lease(const QString& id);

  Status addArtifact(const ArtifactRow& artifact);  // replaces the row of the same job and path
  Result<std::vector<ArtifactRow>> artifacts(const QString& jobId);

  Status addCheckpoint(const CheckpointRow& checkpoint);                 // with an event "checkpoint"
  Result<std::vector<CheckpointRow>> checkpoints(const QString& jobId);  // newest first
  Status removeCheckpoint(const QString& jobId, const QString& path);    // success when there is none

  // Makes the job's backup pending, from its first file on, whatever there was before: a new round.
  Status openBackup(const QString& jobId, const QString& target);
  Result<std::optional<BackupRow>> backup(const QString& jobId);
  // Of the states, the one whose turn it is first; empty: all.
  Result<std::vector<BackupRow>> backups(const QStringList& states);
  // All but job, round, target and creation. Guarded by the round: StoreConflict when it is another one.
  Status changeBackup(const BackupRow& row);
  // Makes those that are in one of the states due now; empty job: of every job. Waiting and failed ones become pending
  // only when pend is true. Answers how many.
  Result<int> wakeBackups(const QStringList& states, const QString& jobId = {}, bool pend = false);
  // Replaces the one of the same path. Guarded by the round as changeBackup().
  Status addBackupFile(const BackupFileRow& file, int round);
  Result<std::vector<BackupFileRow>> backupFiles(const QString& jobId);

  Status addEvent(EventRow event);
  Result<std::vector<EventRow>> events(const QString& jobId);           // empty id: all jobs
  Result<std::vector<EventRow>> eventsAfter(qint64 number, int limit);  // for the history file and change feeds
  Result<std::vector<EventRow>> eventsSince(EpochMs time);              // oldest first

  // Small settings of record ("queue.held", ...).
  Result<std::optional<Json>> record(const QString& name);
  Status setRecord(const QString& name, const Json& value);

private:
  // Room between neighbours, so that a move changes only the rows moved.
  static constexpr qint64 kPositionStep = 65'536;

  Status insertJob(JobRow& job);
  Status insertEvent(const EventRow& event);
  Result<std::vector<JobRow>> readJobs(const QString& tail, const QVariantList& binds, bool withSpec);
  Result<std::vector<EventRow>> readEvents(const QString& tail, const QVariantList& binds);
  Result<std::vector<LeaseRow>> readLeases(const QString& tail, const QVariantList& binds);
  Status changeJob(const QString& jobId, const QString& column, const QVariant& value);
  Status shiftFrom(qint64 position, qint64 by);
  Error conflict(const QString& table, const QString& id, const QString& expected);

  Database& m_database;
  Clock& m_clock;
};

}  // namespace cc::store
