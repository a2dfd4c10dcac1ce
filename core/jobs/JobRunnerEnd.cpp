// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of JobRunner: stopping, results, the final state.
#include "jobs/JobRunner.h"

#include "base/Log.h"
#include "jobs/BackupKeeper.h"
#include "jobs/RetryPolicy.h"
#include "jobs/StateChange.h"
#include "jobs/checkpoints/CheckpointCollector.h"
#include "jobs/cost/CostKeeper.h"
#include "jobs/inputs/InputFetcher.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {
constexpr qint64 kLifetimeMarginMs = 900'000;  // for the results to come home
constexpr qint64 kStepMs = 10'000;             // patience after interrupt, and again after the kernel's restart
}  // namespace

void JobRunner::armTimeout() {
  if (!m_spec.timeoutMs) return;
  const qint64 gone = std::max<qint64>(0, m_services.clock.now() - m_attempt.startedAt);
  m_services.clock.after(std::max<qint64>(0, m_spec.timeoutMs - gone), this, [this] {
    if (!m_outcome && m_stop == Stop::None && !m_detached) {
      log(u"time limit reached"_s);
      stopRun(Stop::Timeout);
    }
  });
}

// A machine that ends at a certain age is left in time: results come home, and the next attempt gets a new one.
void JobRunner::armLifetime() {
  const qint64 lifetime = m_provider.capabilities().lifetimeMs;
  const auto lease = m_services.store.lease(m_lease.id).valueOr({});
  if (lifetime <= kLifetimeMarginMs || !lease || lease->activeAt == 0) return;
  const EpochMs end = lease->activeAt + lifetime - kLifetimeMarginMs;
  m_services.clock.after(std::max<qint64>(0, end - m_services.clock.now()), this, [this, id = m_lease.id, lifetime] {
    if (m_outcome || m_detached || m_stop != Stop::None || m_lease.id != id) return;
    log(u"the machine ends soon, at the age of %1: stopping to save the results"_s.arg(formatDuration(lifetime)));
    m_stopError = Error{.code = ErrorCode::RuntimeLifeOver,
                        .params = {{u"lifetime_ms"_s, QString::number(lifetime)}},
                        .retryable = true};
    stopRun(Stop::LifeOver);
  });
}

Status JobRunner::cancel() {
  if (m_stop == Stop::Cancel || m_row.state == toWord(JobState::Cancelling)) return done();
  CC_CHECK(changeState(m_services.store, m_row, JobState::Cancelling));
  log(u"cancel asked"_s);
  Q_EMIT changed();
  stopRun(Stop::Cancel);
  return done();
}

void JobRunner::stopForBudget(const Error& error) {
  if (m_stop != Stop::None || m_outcome || m_detached) return;
  log(u"the job's budget is spent: "_s + error.toLogLine());
  m_stopError = error;
  stopRun(Stop::Budget);
}

void JobRunner::stopRun(Stop why) {
  m_stop = why;
  if (m_outcome) return;  // collecting already: conclude() honours the wish
  escalate(0);
}

// 0: interrupt; 1: restart the kernel; 2: give up on the run. Each step has its time to work.
void JobRunner::escalate(int step) {
  if (m_outcome || m_detached) return;
  if (step == 2 || (!m_run && step == 1)) {
    log(u"the run does not stop; its runtime is released"_s);
    m_gaveUp = m_run != nullptr;
    m_call.cancel();
    if (m_run) {
      m_run->disconnect(this);
      m_run->detach();
    }
    m_outcome = RunOutcome{.end = RunEnd::Interrupted, .error = Error{.code = ErrorCode::JobCancelled}};
    saveExecuted();
    conclude();
    return;
  }
  if (!m_run && m_leaseState == u"requested"_s) {
    m_call.cancel();
    m_outcome = RunOutcome{.end = RunEnd::Interrupted, .error = Error{.code = ErrorCode::JobCancelled}};
    conclude();
    return;
  }
  if (m_run && step == 0) m_run->interrupt();
  if (m_run && step == 1) {
    log(u"interrupt had no effect; restarting the kernel"_s);
    m_run->restartKernel();
  }
  m_services.clock.after(kStepMs, this, [this, step] { escalate(step + 1); });
}

void JobRunner::onSamples(const std::vector<Sample>& samples) {
  Q_EMIT sampled(samples);
}

void JobRunner::autosave() {
  if (m_saveScheduled || m_outcome) return;
  m_saveScheduled = true;
  m_services.clock.after(m_saveEveryMs, this, [this] {
    m_saveScheduled = false;
    if (m_outcome || m_detached) return;
    const qint64 begun = m_services.clock.monotonic();
    saveExecuted();
    // A save that takes over a quarter of the pause doubles the pause.
    const qint64 took = m_services.clock.monotonic() - begun;
    if (took * 4 > m_saveEveryMs) m_saveEveryMs = std::min<qint64>(60'000, m_saveEveryMs * 2);
  });
}

void JobRunner::saveExecuted() {
  const notebook::Notebook* current = notebook();
  if (!current) return;
  if (Status saved = m_folder.writeExecuted(*current); !saved.ok()) {
    qCWarning(lcJobs).noquote() << "executed.ipynb:" << saved.error().toLogLine();
  }
}

void JobRunner::collect() {
  persist(
      "executed.ipynb", [this] { return m_folder.writeExecuted(*notebook()); },
      [this] {
        const bool isReachable = m_outcome->end != RunEnd::RuntimeLost && m_outcome->end != RunEnd::Refused;
        takeLastCheckpoint(isReachable, [this, isReachable] { collectResults(isReachable); });
      });
}

void JobRunner::collectResults(bool isReachable) {
  m_collector = std::make_unique<ResultCollector>(m_services, *m_run, m_row.id, m_attempt.number,
                                                  isReachable ? m_spec.artifacts : QStringList(), m_folder, this);
  connect(m_collector.get(), &ResultCollector::logged, this, &JobRunner::log);
  connect(m_collector.get(), &ResultCollector::finished, this, [this](const std::optional<Error>& error) {
    if (m_detached) return;
    // A notebook that succeeded has failed for its user when its results are not home.
    if (error && m_outcome->end == RunEnd::Succeeded) m_outcome = RunOutcome{RunEnd::Refused, error};
    conclude();
  });
  m_collector->start();
}

// No machine now, but one later: no fault of the job, which spends none of its retries on it.
bool JobRunner::waitsOn() const {
  if (m_outcome->end != RunEnd::Refused || !isScarcity(*m_outcome->error)) return false;
  const EpochMs now = m_services.clock.now();
  return now - (m_waiting.since ? m_waiting.since : now) < m_services.config.waitMs;
}

bool JobRunner::mayRetry() const {
  return m_row.retriesLeft > 0 && isCurable(*m_outcome->error) &&
         !m_services.costs->spentBudget(m_row.id, m_spec.maxUnits);
}

JobState JobRunner::finalState() const {
  if (m_stop == Stop::Cancel || m_row.state == toWord(JobState::Cancelling)) return JobState::Cancelled;
  if (m_stop == Stop::Budget && m_outcome->end != RunEnd::Succeeded) return JobState::Failed;
  if (m_stop == Stop::LifeOver && m_outcome->end != RunEnd::Succeeded) {
    return mayRetry() ? JobState::WaitingRetry : JobState::Lost;
  }
  switch (m_outcome->end) {
    case RunEnd::Succeeded:
      return JobState::Succeeded;
    case RunEnd::CellFailed:
      return m_stop == Stop::Timeout ? JobState::TimedOut : JobState::Failed;
    case RunEnd::TimedOut:
      return JobState::TimedOut;
    case RunEnd::Interrupted:
      return m_stop == Stop::Timeout ? JobState::TimedOut : JobState::Failed;
    case RunEnd::RuntimeLost:
      if (m_stop == Stop::Timeout) return JobState::TimedOut;
      return mayRetry() ? JobState::WaitingRetry : JobState::Lost;
    case RunEnd::Refused:
      if (m_stop == Stop::Timeout) return JobState::TimedOut;
      if (waitsOn()) return JobState::WaitingRetry;
      return mayRetry() ? JobState::WaitingRetry : JobState::Failed;
  }
  return JobState::Failed;
}

void JobRunner::conclude() {
  m_fetcher.reset();
  m_placement.reset();
  m_checkpoints.reset();
  if (m_stopError && m_outcome->end != RunEnd::Succeeded) m_outcome->error = m_stopError;
  const JobState state = finalState();
  if (state == JobState::TimedOut && m_stop == Stop::Timeout) {
    m_outcome->error =
        Error{.code = ErrorCode::JobTimedOut, .params = {{u"limit_ms"_s, QString::number(m_spec.timeoutMs)}}};
  }
  if (state == JobState::Cancelled) m_outcome->error = Error{.code = ErrorCode::JobCancelled};
  const QString reason = m_outcome->error ? errorWord(m_outcome->error->code) : u"all_cells_ran"_s;
  finish(state, reason);
}

void JobRunner::finish(JobState state, const QString& reason) {
  const EpochMs now = m_services.clock.now();
  store::JobChange change;
  const bool waits = state == JobState::WaitingRetry && waitsOn();
  if (waits) {
    const EpochMs since = m_waiting.since ? m_waiting.since : now;
    m_outcome->error->params.insert(u"waiting_since"_s, toRfc3339(since));
    m_outcome->error->params.insert(u"waits"_s, QString::number(m_waiting.times + 1));
  }
  change.error = m_outcome->error ? cc::toJson(*m_outcome->error) : Json();
  change.progress = progressJson();
  if (state == JobState::WaitingRetry) {
    change.schedule = toWord(ScheduleState::Backoff);
    if (!waits) change.retriesLeft = m_row.retriesLeft - 1;
    change.notBefore = now + (waits ? waitDelay(m_waiting.times + 1, *m_outcome->error, m_services.random())
                                    : retryDelay({m_services.config.retryDelayMs, m_services.config.retryDelayMaxMs},
                                                 m_attempt.number + 1, *m_outcome->error, m_services.random()));
    m_row.notBefore = *change.notBefore;
  } else {
    change.schedule = toWord(ScheduleState::Done);
    change.finishedAt = now;
  }
  m_attempt.state = state == JobState::WaitingRetry ? u"lost"_s : toWord(state);
  m_attempt.error = *change.error;
  m_attempt.progress = *change.progress;
  m_attempt.finishedAt = now;
  persist(
      "final state",
      [this, state, reason, change]() -> Status {
        ManifestFacts facts = manifestFacts();
        facts.job.state = toWord(state);
        facts.job.error = *change.error;
        if (change.finishedAt) facts.job.finishedAt = *change.finishedAt;
        CC_CHECK(m_folder.writeManifest(manifestJson(facts)));
        store::JobStore::Batch batch(m_services.store);
        CC_CHECK(changeState(m_services.store, m_row, state, change, reason));
        CC_CHECK(m_services.store.updateAttempt(m_attempt));
        CC_CHECK(settleLease(state));
        CC_CHECK(openBackup(m_services.store, m_row, m_spec.backupTo, state, m_attempt.cellsSent));
        return batch.commit();
      },
      [this, state] {
        log(u"job "_s + toWord(state));
        if (keepsRuntime(state)) log(u"the runtime is kept: "_s + m_lease.id);
        m_services.leases->wake();
        m_services.backups->wake();
        Q_EMIT changed();
        Q_EMIT ended();
      });
}

// An attached runtime stays as long as it is of use. One of our own stays when that was asked, and a cell ran to its end
// or failed: for a look at what the notebook left there.
bool JobRunner::keepsRuntime(JobState state) const {
  if (m_leaseState != u"active"_s || m_outcome->end == RunEnd::RuntimeLost) return false;
  if (m_lease.attached) return !m_gaveUp;
  const bool ranToAnEnd = m_outcome->end == RunEnd::Succeeded || m_outcome->end == RunEnd::CellFailed;
  return m_spec.keepRuntime && ranToAnEnd && (state == JobState::Succeeded || state == JobState::Failed);
}

Status JobRunner::settleLease(JobState state) {
  if (!keepsRuntime(state)) return m_services.store.changeLease(m_lease.id, m_leaseState, u"releasing"_s);
  if (!m_lease.attached) return done();
  return m_services.store.assignLease(m_lease.id, m_row.id, QString(), true);
}

ManifestFacts JobRunner::manifestFacts() const {
  ManifestFacts facts{.job = m_row, .environment = m_attempt.environment, .inputSha256 = m_spec.inputSha256};
  facts.attempts = m_services.store.attempts(m_row.id).valueOr({});
  for (store::AttemptRow& attempt : facts.attempts) {
    if (attempt.id == m_attempt.id) attempt = m_attempt;
  }
  facts.artifacts = m_services.store.artifacts(m_row.id).valueOr({});
  facts.checkpoints = m_services.store.checkpoints(m_row.id).valueOr({});
  return facts;
}

}  // namespace cc::jobs
