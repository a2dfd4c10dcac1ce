// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/BackupKeeper.h"
#include "jobs/JobRunner.h"
#include "jobs/JobServices.h"
#include "jobs/LeaseKeeper.h"
#include "jobs/RuntimeGuard.h"
#include "jobs/cost/CostKeeper.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <functional>
#include <map>
#include <memory>

namespace cc::jobs {

// The queue: decides which job starts when and owns the runners of the active ones. What may be started follows from
// the store alone (priority, then position; limits per provider and overall). Engine's thread.
// Verbs of users live in jobs/commands/, one file each.
class JobQueue : public QObject {
  Q_OBJECT
public:
  explicit JobQueue(JobServices& services, QObject* parent = nullptr);
  ~JobQueue() override;

  // Once at start: takes up every live attempt, lets go of leases nobody needs, then starts scheduling.
  Status recover();
  // Schedules soon, from the event loop. Cheap; call whenever something may have become possible.
  void wake();
  bool isHeld() const { return m_held; }
  Status setHeld(bool held);
  // Program end: no new attempts, runs detached.
  void stop();

  JobServices& services() { return m_services; }
  BackupKeeper& backups() { return m_backups; }
  CostKeeper& costs() { return m_costs; }
  JobRunner* runner(const QString& jobId) const;
  const std::map<QString, std::unique_ptr<JobRunner>>& runners() const { return m_runners; }
  // Full ids of ids or beginnings of ids. UsageUnknownJob.
  Result<QStringList> resolve(const QStringList& ids);
  // What the user should know of a job that runs: of its run, else of its costs.
  std::optional<Error> warning(const QString& jobId) const;
  // Why no queued job of a provider starts now, when there is a reason that its user should know.
  std::optional<Error> waitsFor(const QString& provider) const;
  // Somebody has signed in: providers that lacked it are asked again.
  void resumeSignedIn();
  void noteChanged(const QString& jobId) { Q_EMIT jobChanged(jobId); }

Q_SIGNALS:
  void jobChanged(const QString& jobId);
  void jobProgressed(const QString& jobId);
  void cellsChanged(const QString& jobId, const std::vector<int>& cells);
  void sampled(const QString& jobId, const std::vector<cc::jobs::Sample>& samples);
  void runEnded(const QString& jobId);
  void storeFailed(const cc::Error& error);

private:
  void schedule();
  Status startNext(bool& started);
  Status wakeDueRetries();
  void adopt(std::unique_ptr<JobRunner> runner);
  Status resumeJob(const store::JobRow& row);
  Status releaseOrphans();
  int runningOn(const QString& provider) const;
  struct Pause {
    EpochMs until = 0;
    Error why;
  };
  void learnLimit(const JobRunner& runner);
  void pause(const QString& provider, EpochMs until, const Error& why);
  void endPauses(const std::function<bool(const QString& provider, const Pause&)>& isOver);
  void announceWaiting(const QString& provider);
  void onReleased(const QString& leaseId);
  void onWarned(const QString& jobId);

  JobServices& m_services;
  LeaseKeeper m_leases;
  RuntimeGuard m_guard;
  BackupKeeper m_backups;
  CostKeeper m_costs;
  std::map<QString, std::unique_ptr<JobRunner>> m_runners;
  bool m_held = false;
  bool m_stopped = false;
  bool m_wakePending = false;
  QHash<QString, Pause> m_paused;  // providers that gave no machine for any job: until when nobody asks them, and why
  QSet<QString> m_freed;           // providers that got a machine back since the last look
  qint64 m_nextDue = 0;            // epoch ms of the earliest retry a timer is set for
};

}  // namespace cc::jobs
