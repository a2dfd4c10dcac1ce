// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Migration.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

// seq: order of submission, which is also the order on disk, so that "newest first" needs no sorting.
// The immutable spec lives in its own table: a transition then rewrites a short row, a listing reads few pages.
const QString kJobs =
    uR"(
CREATE TABLE jobs(
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL,
  schedule TEXT NOT NULL,
  name TEXT NOT NULL,
  notebook TEXT NOT NULL,
  provider TEXT NOT NULL,
  sweep TEXT NOT NULL,
  results_dir TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  retries_left INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  progress TEXT,
  error TEXT
) STRICT)"_s;

const QString kSpecs =
    uR"(
CREATE TABLE job_specs(
  seq INTEGER PRIMARY KEY REFERENCES jobs(seq) ON DELETE CASCADE,
  spec TEXT NOT NULL
) STRICT)"_s;

const QString kEvents =
    uR"(
CREATE TABLE events(
  number INTEGER PRIMARY KEY,
  job TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  reason TEXT NOT NULL,
  details TEXT,
  at INTEGER NOT NULL
) STRICT)"_s;

const QString kAttempts =
    uR"(
CREATE TABLE attempts(
  id TEXT PRIMARY KEY,
  job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  lease TEXT NOT NULL,
  provider TEXT NOT NULL,
  runtime TEXT NOT NULL,
  accelerator TEXT NOT NULL,
  state TEXT NOT NULL,
  cells_sent INTEGER NOT NULL,
  progress TEXT,
  error TEXT,
  environment TEXT,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  UNIQUE(job, number)
) STRICT)"_s;

const QString kLeases =
    uR"(
CREATE TABLE leases(
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  job TEXT NOT NULL,
  request TEXT,
  endpoint TEXT,
  keep INTEGER NOT NULL,
  requested_at INTEGER NOT NULL,
  released_at INTEGER NOT NULL
) STRICT)"_s;

const QString kArtifacts =
    uR"(
CREATE TABLE artifacts(
  job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(job, path)
) STRICT, WITHOUT ROWID)"_s;

const QString kBackups =
    uR"(
CREATE TABLE backups(
  job TEXT PRIMARY KEY REFERENCES jobs(id) ON DELETE CASCADE,
  round INTEGER NOT NULL,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  files_total INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  error TEXT
) STRICT, WITHOUT ROWID)"_s;

const QString kBackupFiles =
    uR"(
CREATE TABLE backup_files(
  job TEXT NOT NULL REFERENCES backups(job) ON DELETE CASCADE,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  stored_as TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(job, path)
) STRICT, WITHOUT ROWID)"_s;

// What each holder of a paid machine used of it. Outlives its job: it is the account's record.
const QString kLedger =
    uR"(
CREATE TABLE ledger(
  id INTEGER PRIMARY KEY,
  lease TEXT NOT NULL,
  provider TEXT NOT NULL,
  account TEXT NOT NULL,
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  accelerator TEXT NOT NULL,
  high_ram INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  units_per_hour REAL,
  rate_from TEXT NOT NULL
) STRICT)"_s;

// What has come home of a job's checkpoints: where the next attempt goes on from.
const QString kCheckpoints =
    uR"(
CREATE TABLE checkpoints(
  job TEXT NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  number INTEGER NOT NULL,
  files TEXT NOT NULL,
  size INTEGER NOT NULL,
  taken_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(job, path)
) STRICT, WITHOUT ROWID)"_s;

const QString kUsage =
    uR"(
CREATE TABLE usage(
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  account TEXT NOT NULL,
  at INTEGER NOT NULL,
  tier TEXT NOT NULL,
  units REAL,
  free_units REAL,
  units_per_hour REAL,
  runtimes INTEGER
) STRICT)"_s;

const QString kSamples =
    uR"(
CREATE TABLE samples(
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  time INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY(job, time, attempt)
) STRICT, WITHOUT ROWID)"_s;

}  // namespace

Schema jobSchema() {
  static const std::array steps{
      Migration{1,
                {kJobs, kSpecs, kEvents, kAttempts, kLeases, kArtifacts,
                 u"CREATE TABLE records(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"_s,
                 u"CREATE INDEX jobs_state ON jobs(state)"_s, u"CREATE INDEX jobs_position ON jobs(position)"_s,
                 // The scheduler's pick; partial, so that only queued jobs pay for it.
                 u"CREATE INDEX jobs_queue ON jobs(priority DESC, position) WHERE state = 'queued'"_s,
                 u"CREATE INDEX events_job ON events(job)"_s, u"CREATE INDEX leases_state ON leases(state)"_s,
                 // Two live leases of one key would be two machines for one wish.
                 u"CREATE UNIQUE INDEX leases_live_key ON leases(provider, key)"
                 " WHERE state NOT IN ('released', 'lost')"_s}},
      Migration{2, {u"ALTER TABLE artifacts ADD COLUMN verified TEXT NOT NULL DEFAULT 'sha256'"_s}},
      Migration{3,
                {kBackups, kBackupFiles,
                 u"CREATE INDEX backups_open ON backups(not_before) WHERE state IN ('pending', 'waiting')"_s}},
      Migration{
          4,
          {u"ALTER TABLE leases ADD COLUMN active_at INTEGER NOT NULL DEFAULT 0"_s, kLedger, kUsage,
           u"CREATE INDEX ledger_job ON ledger(job)"_s, u"CREATE INDEX ledger_lease ON ledger(lease)"_s,
           u"CREATE INDEX ledger_end ON ledger(ended_at)"_s, u"CREATE INDEX leases_provider ON leases(provider)"_s,
           u"CREATE INDEX usage_at ON usage(provider, account, at)"_s}},
      Migration{5, {kCheckpoints}},
  };
  return steps;
}

Schema sampleSchema() {
  static const std::array steps{Migration{1, {kSamples}}};
  return steps;
}

}  // namespace cc::store
