// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/AttemptRun.h"
#include "jobs/JobServices.h"
#include "jobs/JobSpec.h"
#include "jobs/JobState.h"
#include "jobs/LeaseKeeper.h"
#include "jobs/ResultCollector.h"
#include "jobs/ResultsFolder.h"
#include "store/JobStore.h"

#include "jobs/inputs/FilePlacement.h"

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

namespace cc::jobs {

class CheckpointCollector;
class InputFetcher;

// Takes one job through one attempt: runtime, run, results, final state. Every effect follows the commit that announces
// it, so that resume() after a crash at any point goes on where the store says. Engine's thread; owned by JobQueue.
class JobRunner : public QObject {
  Q_OBJECT
public:
  JobRunner(JobServices& services, RuntimeProvider& provider, store::JobRow row, QObject* parent = nullptr);
  ~JobRunner() override;

  // queued -> starting, with attempt and lease, in one commit; then everything else by itself.
  Status begin();
  // Goes on with an attempt that an earlier process left.
  void resume(store::AttemptRow attempt, store::LeaseRow lease);
  // Interrupt, then restart of the kernel, then release. The wish is on disk when this returns.
  Status cancel();
  // As cancel(), but the job has failed by this error and is not tried again.
  void stopForBudget(const Error& error);
  // A line for job.log.
  void note(const QString& line) { log(line); }
  // Program end: the notebook goes on, nothing more is written.
  void detach();

  const store::JobRow& row() const { return m_row; }
  const store::AttemptRow& attempt() const { return m_attempt; }
  // How it ended; nothing before.
  const std::optional<RunOutcome>& outcome() const { return m_outcome; }
  const AttemptRun* run() const { return m_run.get(); }
  RunProgress progress() const;
  // What the run itself warns of.
  const std::optional<Error>& warning() const { return m_warning; }
  // The notebook as it stands, or null before the run.
  const notebook::Notebook* notebook() const;

Q_SIGNALS:
  void changed();     // row() or attempt()
  void progressed();  // progress() alone
  void cellsChanged(const std::vector<int>& cells);
  void sampled(const std::vector<cc::jobs::Sample>& samples);
  void warned();  // warning() changed
  void ended();   // final, waiting_retry or back in the queue: the runner is done

private:
  // A refusal that time cures: how long the job waits already. Kept in the job's error from one attempt to the next.
  struct Waiting {
    EpochMs since = 0;
    int times = 0;
  };

  enum class Stop { None, Cancel, Timeout, Budget, LifeOver };

  bool fits(const MachineKind& machine) const;
  Result<std::optional<store::LeaseRow>> attachedRuntime();
  Status addOrTakeLease();
  void takeRuntime();
  void acquire();
  void refresh();
  bool waitsOn() const;
  bool mayRetry() const;
  void onRuntime(Result<Runtime> result);
  void onRuntimeError(const Error& error);
  void load();
  void startRun(notebook::Notebook notebook);
  void connectRun();
  void onReady();
  void executeCells();
  void onReconnecting(bool now);
  void lookAfterRuntime();
  void dropRun();
  void dropRunKeepingNotebook(const Error& error);
  void onProgress();
  void onSamples(const std::vector<Sample>& samples);
  void onFinished(const RunOutcome& outcome);
  // JobRunnerFiles.cpp
  void fetchInputs();
  void placeFiles();
  void place(std::vector<PlacedFile> files);
  void watchCheckpoints();
  void onCheckpoint();
  void takeLastCheckpoint(bool isReachable, const std::function<void()>& then);

  void collect();
  void collectResults(bool isReachable);
  void conclude();
  JobState finalState() const;
  bool keepsRuntime(JobState state) const;
  Status settleLease(JobState state);
  void finish(JobState state, const QString& reason);
  void armTimeout();
  void armLifetime();
  void stopRun(Stop why);
  void escalate(int step);
  void autosave();
  void saveExecuted();
  // Writes until it succeeds, then goes on.
  void persist(const char* what, std::function<Status()> write, std::function<void()> then, int failures = 0);
  void log(const QString& line);
  Json progressJson() const;
  ManifestFacts manifestFacts() const;

  JobServices& m_services;
  RuntimeProvider& m_provider;
  store::JobRow m_row;
  JobSpec m_spec;
  ResultsFolder m_folder;
  store::AttemptRow m_attempt;
  Lease m_lease;
  QString m_leaseState;
  std::unique_ptr<AttemptRun> m_run;
  std::unique_ptr<InputFetcher> m_fetcher;
  std::vector<PlacedFile> m_inputs;
  std::unique_ptr<FilePlacement> m_placement;
  std::unique_ptr<CheckpointCollector> m_checkpoints;
  std::unique_ptr<ResultCollector> m_collector;
  Call m_call;
  std::optional<RunOutcome> m_outcome;
  Stop m_stop = Stop::None;
  std::optional<Error> m_stopError;  // of Stop::Budget and Stop::LifeOver
  std::optional<Error> m_warning;
  bool m_detached = false;
  Waiting m_waiting;
  bool m_gaveUp = false;  // the run did not stop
  bool m_isReconnecting = false;
  bool m_saveScheduled = false;
  qint64 m_saveEveryMs = 2'000;
  qint64 m_progressSavedAt = 0;
  int m_refreshFailures = 0;
};

}  // namespace cc::jobs
