// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "base/Clock.h"
#include "base/Json.h"
#include "base/Result.h"
#include "notebook/Notebook.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace cc::jobs {

// Everything one attempt needs to run; made by the job layer, the same after a restart.
struct AttemptPlan {
  QString attemptId;            // message ids of the cells are "<attemptId>_<cell index>"
  notebook::Notebook notebook;  // parameters already injected
  QString workingDirectory;     // local folder of the notebook; providers on this machine run there
  bool allowErrors = false;
  qint64 cellTimeoutMs = 0;
  qint64 silenceTimeoutMs = 0;
  qint64 sampleIntervalMs = 1'000;
  QStringList checkpoints;  // globs; see checkpointed()
  qint64 checkpointEveryMs = 0;
  bool resume = false;
};

// One second of a runtime's life. Absent values: not measured. Bytes, percent 0-100, celsius, watt.
struct GpuSample {
  int index = 0;
  QString uuid, name;
  std::optional<double> utilization, memoryUsed, memoryTotal, temperature, power;
};
struct Sample {
  qint64 time = 0;                          // epoch ms of the runtime's clock
  std::optional<double> cpuPercent;         // whole machine
  std::optional<double> processCpuPercent;  // the kernel and its children; 100 = one core
  std::optional<double> memoryUsed, memoryTotal, processMemory, diskFree, diskTotal;
  std::vector<GpuSample> gpus;
};

struct RunProgress {
  int cellsTotal = 0;  // code cells that run
  int cellsDone = 0;
  int cellsFailed = 0;
  int runningCell = -1;     // index in the notebook, -1 between cells
  qint64 runningSince = 0;  // epoch ms
};

enum class RunEnd { Succeeded, CellFailed, TimedOut, Interrupted, RuntimeLost, Refused };

struct RunOutcome {
  RunEnd end = RunEnd::Succeeded;
  std::optional<Error> error;  // for every end but Succeeded; CellFailed: params cell, ename, evalue
};

struct RemoteFile {
  QString path;  // relative to the working folder, '/'-separated, never leaves it
  qint64 size = 0;
  QString sha256;  // hexadecimal, computed on the runtime; empty where nothing can compute it there
  QString kept;    // where a copy lies that nobody writes to, below the attempt's own folder; empty: the file itself
};

// What the notebook had written of its checkpoint files at a moment when they stood still.
struct RemoteCheckpoint {
  int number = 0;  // counts within the attempt
  EpochMs at = 0;  // of the runtime's clock
  std::vector<RemoteFile> files;
};

// One attempt on one runtime. QObject of the engine's thread, owned by the job layer. Signals come from the event
// loop, never inside start(). After finished() nothing but the file calls is used.
class AttemptRun : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  // Connects, places recorder and sampler. Emits ready() before the first cell is sent and waits for proceed(), so
  // that the intent to execute is on disk first.
  virtual void start() = 0;
  virtual void proceed() = 0;
  // Cancel in three steps, the caller decides when: interrupt(), then restartKernel(), then the provider's release().
  virtual void interrupt() = 0;
  virtual void restartKernel() = 0;
  // Lets go of connections and stays silent; the notebook goes on running there. For program end.
  virtual void detach() = 0;

  // As it stands now, with the outputs so far; final after finished().
  virtual const notebook::Notebook& notebook() const = 0;
  virtual RunProgress progress() const = 0;
  // {"kernel": ..., "language_version": ..., "server": ..., "packages": {...}} for the manifest; null when unknown.
  virtual Json environment() const = 0;

  // Files matching the globs below the working folder, hashed on the runtime where that is possible. Works after
  // finished().
  virtual Call findFiles(const QStringList& globs, QObject* context, Reply<std::vector<RemoteFile>> reply) = 0;
  // Brings a file home into target (resuming target + ".part"), comparing size and, if known, SHA-256. TransferCorrupt,
  // TransferSourceChanged, DiskFull, RuntimeUnreachable.
  virtual Call fetchFile(const RemoteFile& file, const QString& target, QObject* context, Reply<Nothing> reply) = 0;
  // Puts a file of this machine below the working folder, replacing what is there, and compares size and, where that is
  // possible, SHA-256. Between ready() and proceed(). FileUnreadable, TransferCorrupt, DiskFull, RuntimeUnreachable.
  virtual Call placeFile(const QString& source, const QString& path, QObject* context, Reply<Nothing> reply) = 0;

Q_SIGNALS:
  void ready();
  void progressed();                                 // progress() changed; coalesced
  void cellsChanged(const std::vector<int>& cells);  // their outputs changed; coalesced to ten a second
  void sampled(const std::vector<cc::jobs::Sample>& samples);
  // Kept on the runtime until two newer ones are; told again after a restart.
  void checkpointed(const cc::jobs::RemoteCheckpoint& checkpoint);
  void reconnecting(bool now);       // true: connection lost, trying; false: back
  void logged(const QString& line);  // for job.log, redacted
  // Something the user should know while the run goes on, or act on; nothing: it is over.
  void warned(const std::optional<cc::Error>& warning);
  void finished(const cc::jobs::RunOutcome& outcome);
};

}  // namespace cc::jobs
