// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "base/Json.h"
#include "jobs/AttemptRun.h"
#include "jobs/JobSpec.h"
#include "jobs/JobState.h"
#include "notebook/Parameters.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

// Immutable values that cross from the engine to windows, command line and tests. Times: epoch ms UTC, 0: not yet.
namespace cc::engine {

using jobs::JobSpec;
using jobs::JobState;
using jobs::Sample;

// What was paid for. Units are compute units.
struct JobCost {
  double acceleratorSeconds = 0;
  std::optional<double> units;  // nothing: nothing was rented, or no rate is known
  bool estimated = false;       // by a rate that was not observed, or incomplete
};

// One row of the job table.
struct JobSummary {
  QString id, name, notebook, provider, accelerator, sweep;
  QString parameters;  // short form for tables: "lr=0.1 epochs=3"
  JobState state = JobState::Queued;
  int priority = 0;
  qint64 position = 0;
  int attempt = 0;
  int cellsTotal = 0, cellsDone = 0, cellsFailed = 0, runningCell = -1;
  EpochMs runningCellSince = 0;
  EpochMs createdAt = 0, startedAt = 0, finishedAt = 0, notBefore = 0;
  std::optional<Error> error;
  QString resultsDir;
  JobCost cost;
  std::optional<Error> warning;  // of a job that runs: RuntimeIdle, RuntimeDiskLow, ...; of a queued one: why it waits
};
struct AttemptDetail {
  QString id;
  int number = 0;
  QString provider, runtime, accelerator, state;
  std::optional<Error> error;
  EpochMs startedAt = 0, finishedAt = 0;
  int cellsTotal = 0, cellsDone = 0;
  Json environment;
  JobCost cost;
  double unitsPerHour = 0;  // of its machine, the newest; 0: not known
  QString rateFrom;         // how that was found: "alone", "difference", "share", "learned", "configured", "listed"
};
struct ArtifactDetail {
  QString path;  // below resultsDir
  qint64 size = 0;
  QString sha256;
  QString verified;  // how it was compared with the original: "sha256", or only "size"
};
// Where a next attempt goes on from.
struct CheckpointDetail {
  QString path;  // its folder, below resultsDir
  int attempt = 0;
  EpochMs takenAt = 0;
  qint64 size = 0;
  std::vector<ArtifactDetail> files;  // paths below that folder
};
struct JobEvent {
  EpochMs at = 0;
  QString job, kind, from, to, reason;
  Json details;
};
struct BackupFile {
  QString path;  // below resultsDir
  qint64 size = 0;
  QString checksum;  // "<kind>:<value>" as the store told it
  EpochMs verifiedAt = 0;
};
// The copy of a job's results elsewhere.
struct BackupDetail {
  QString to;                     // the folder of this job there
  QString state;                  // "pending", "waiting" (for the user), "done", "failed"; empty: the job has no backup
  std::vector<BackupFile> files;  // verified
  int filesTotal = 0;
  std::optional<Error> error;
  EpochMs nextTry = 0;  // of a pending or waiting one; 0: now
  QString sending;      // path of the file going out now
  qint64 sent = 0, size = 0;
};
struct JobDetail {
  JobSummary summary;
  JobSpec spec;
  std::vector<AttemptDetail> attempts;
  std::vector<ArtifactDetail> artifacts;
  std::vector<CheckpointDetail> checkpoints;  // newest first
  std::vector<JobEvent> events;
  BackupDetail backup;
};

struct JobListQuery {
  QStringList states;
  QString text;
  int limit = 0;  // 0: all
  int offset = 0;
};
struct JobPage {
  std::vector<JobSummary> rows;  // newest first
  int total = 0;
};

// What changed since the last set; at most ten a second.
struct ChangeSet {
  std::vector<JobSummary> jobs;  // new or changed, whole rows
  bool queueHeld = false;
  int running = 0, queued = 0;
  std::optional<Error> budgetSpent;  // AccountBudgetSpent while no further machine may be rented
};

// A cell as the output view needs it. cell is the nbformat cell; big outputs are cut to what a view can show
// (kMaxShownText bytes of a stream or text, the tail of streams), with truncated set.
struct CellView {
  int index = 0;
  Json cell;
  notebook::CellType type = notebook::CellType::Code;
  bool running = false;
  bool truncated = false;
};
inline constexpr qint64 kMaxShownText = 256 * 1024;
struct NotebookView {
  QString job;
  qint64 revision = 0;  // ask again with it to get only what changed since
  int cellCount = 0;
  QString language;
  std::vector<CellView> cells;  // all, or those changed since the revision asked for
};

// A piece of output text for terminals and pipes, in order; sent for jobs that somebody follows.
struct OutputChunk {
  QString job;
  int cell = 0;
  QString kind;     // "stdout", "stderr", "result", "display", "error", "cell" (a cell began)
  QByteArray text;  // UTF-8; ANSI escapes kept
};

struct NotebookInspection {
  QString path, title, language, kernel;
  int cells = 0, codeCells = 0;
  bool upgraded = false;
  std::vector<notebook::Parameter> parameters;
};

struct RuntimeInfo {
  QString id;  // lease id, or the provider's key for one we hold no lease on
  QString provider, description, accelerator, state, job;
  EpochMs since = 0;
  bool ours = true;
};
struct ProviderInfo {
  QString name, kind, description;
  bool ok = false;
  std::optional<Error> error;
  int running = 0, parallel = 1;
  QStringList accelerators;
};
struct AcceleratorPrice {
  QString name;
  bool eligible = true;  // for this account
  bool highRam = false;
  std::optional<double> unitsPerHour;
  QString rateFrom;  // "learned", "configured" or "listed"
};
// What an account has and spends at a provider. Absent: not told.
struct UsageInfo {
  QString provider, account, tier;  // account: e-mail address; tier: "none", "pro", "pro_plus"
  std::optional<double> units, freeUnits, unitsPerHour, runtimes;
  EpochMs freeRefillAt = 0;
  EpochMs at = 0;                             // when that was told; 0: never
  EpochMs lastsUntil = 0;                     // at the present rate; 0: nothing is spent, or nobody knows
  double spentToday = 0, spentThisMonth = 0;  // by our machines
  std::optional<double> fellToday;            // by how much the balance fell; more than we spent: others' machines
  double dayLimit = 0, monthLimit = 0;        // 0: none
  std::vector<AcceleratorPrice> accelerators;
  std::optional<Error> error;  // of the last question
};
// What a job would cost.
struct ForecastInfo {
  bool paid = false;  // by a provider whose machines cost
  std::optional<double> unitsPerHour, hours, units, balance;
  QString rateFrom;
  QString basis;  // of hours: "earlier_runs", "other_accelerators", "limit", or empty
  int runs = 0;   // how many earlier ones
};
// A signed-in user, without secrets. Features: "colab", "drive", "storage".
struct AccountInfo {
  QString id, email, name;
  QStringList scopes;             // granted, as the identity provider names them
  QStringList features, missing;  // what they allow, and what they do not
  bool isDefault = false;
  QString signInNeeded;    // why the stored sign-in is no longer accepted; empty: it is, as far as known
  bool persistent = true;  // false: there is no keychain; it is held in memory and gone with the engine
  EpochMs signedInAt = 0;
};
struct SignInOptions {
  QString credentialsFile;     // a client of the type "installed", or a signed-in user's
  QString environmentFile;     // what the caller's environment names: used when nothing else says which client
  QString account;             // id or e-mail address of the one to renew or extend; empty: whoever signs in
  QStringList features;        // more than Colab: "drive", "storage"
  bool openBrowser = true;     // false: the caller shows signInAddress()
  bool needsKeychain = false;  // refuse at once when the sign-in could not outlive the engine
};
struct DoctorCheck {
  QString id;  // "data_folder", "results_folder", "jupyter", "kernels", "keychain", "disk_space", ...
  bool ok = false;
  bool warning = false;
  QMap<QString, QString> params;  // what was found
  std::optional<Error> error;
};

}  // namespace cc::engine
