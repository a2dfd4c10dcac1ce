// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/JobRunner.h"

#include "base/Ids.h"
#include "base/Log.h"
#include "jobs/StateChange.h"
#include "jobs/checkpoints/CheckpointCollector.h"
#include "jobs/cost/CostKeeper.h"
#include "jobs/inputs/InputFetcher.h"
#include "notebook/NotebookIo.h"
#include "notebook/Parameters.h"

#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kProgressEveryMs = 1'000;
constexpr int kRefreshTries = 10;
constexpr qint64 kFirstLookMs = 3'000;
constexpr qint64 kLookEveryMs = 10'000;

QString wordOf(JobState state) {
  return toWord(state);
}

Result<notebook::Notebook> loadInput(const InputStore& inputs, const QString& sha256, const Json& parameters,
                                     const ResultsFolder& folder) {
  CC_TRY(const QByteArray bytes, inputs.read(sha256));
  if (!QFileInfo::exists(folder.inputPath())) CC_CHECK(folder.writeInput(bytes));
  CC_TRY(notebook::Notebook notebook, notebook::parseNotebook(bytes));
  CC_TRY(const int injected, notebook::injectParameters(notebook, parameters));
  Q_UNUSED(injected)
  return notebook;
}

}  // namespace

JobRunner::JobRunner(JobServices& services, RuntimeProvider& provider, store::JobRow row, QObject* parent)
    : QObject(parent), m_services(services), m_provider(provider), m_row(std::move(row)), m_folder(m_row.resultsDir) {
  // What the store holds was checked when it was submitted.
  m_spec = jobSpecFromJson(m_row.spec).valueOr(JobSpec{});
}

JobRunner::~JobRunner() {
  m_call.cancel();
}

Status JobRunner::begin() {
  const EpochMs now = m_services.clock.now();
  const int number = m_row.attempts + 1;
  const Json& waited = at(m_row.error, "params");
  m_waiting = {fromRfc3339(stringAt(waited, "waiting_since")), stringAt(waited, "waits").toInt()};
  m_attempt = {.id = newId(),
               .jobId = m_row.id,
               .number = number,
               .leaseId = newId(),
               .provider = m_provider.name(),
               .state = u"starting"_s,
               .startedAt = now};
  m_lease = {.id = m_attempt.leaseId,
             .provider = m_provider.name(),
             .notebook = m_spec.notebook,
             .kernel = m_spec.kernel,
             .language = m_spec.language,
             .accelerators = m_spec.accelerators,
             .highRam = m_spec.highRam,
             .account = m_provider.account()};
  m_lease.key = m_lease.id;
  m_leaseState = u"requested"_s;
  CC_TRY(const auto attached, attachedRuntime());
  if (attached) {
    m_attempt.leaseId = m_lease.id = attached->id;
    m_lease.key = attached->key;
    m_lease.endpoint = attached->endpoint;
    m_lease.attached = true;
    m_leaseState = attached->state;
  }
  store::JobStore::Batch batch(m_services.store);
  store::JobChange change;
  change.schedule = toWord(ScheduleState::Launching);
  change.attempts = number;
  change.notBefore = 0;
  change.error = Json();
  if (!m_row.startedAt) change.startedAt = now;
  CC_CHECK(changeState(m_services.store, m_row, JobState::Starting, change));
  CC_CHECK(m_services.store.addAttempt(m_attempt));
  CC_CHECK(addOrTakeLease());
  CC_CHECK(batch.commit());
  log(u"attempt %1 on %2%3"_s.arg(QString::number(number), m_provider.name(),
                                  attached ? u", on the attached runtime "_s + m_lease.id : QString()));
  Q_EMIT changed();
  armTimeout();
  fetchInputs();
  return done();
}

bool JobRunner::fits(const MachineKind& machine) const {
  if (!isRented(&m_provider)) return true;  // its machine is what it is
  if (m_spec.highRam && !machine.highRam) return false;
  return m_spec.accelerators.isEmpty() || m_spec.accelerators.contains(machine.accelerator, Qt::CaseInsensitive);
}

// The first one the user gave us that is free and has the kernel and the accelerator that the job wants.
Result<std::optional<store::LeaseRow>> JobRunner::attachedRuntime() {
  CC_TRY(const auto leases, m_services.store.leases({u"active"_s}));
  for (const store::LeaseRow& lease : leases) {
    const bool isFree = lease.provider == m_provider.name() && lease.jobId.isEmpty();
    const QString kernel = stringAt(lease.endpoint, "kernel_name");
    const bool hasKernel = m_spec.kernel.isEmpty() || kernel == m_spec.kernel;
    if (isFree && hasKernel && fits(m_provider.kindOf(leaseFromRow(lease)))) return std::optional(lease);
  }
  return std::optional<store::LeaseRow>();
}

Status JobRunner::addOrTakeLease() {
  if (m_lease.attached) {
    return m_services.store.assignLease(m_lease.id, QString(), m_row.id, true, toJson(m_lease));
  }
  return m_services.store.addLease({.id = m_lease.id,
                                    .provider = m_lease.provider,
                                    .key = m_lease.key,
                                    .state = m_leaseState,
                                    .jobId = m_row.id,
                                    .request = toJson(m_lease),
                                    .keep = m_spec.keepRuntime,
                                    .requestedAt = m_attempt.startedAt});
}

void JobRunner::resume(store::AttemptRow attempt, store::LeaseRow lease) {
  m_attempt = std::move(attempt);
  m_lease = leaseFromRow(lease);
  m_leaseState = lease.state;
  log(u"attempt %1 taken up again, job was %2"_s.arg(m_attempt.number).arg(m_row.state));
  armTimeout();
  if (m_row.state == wordOf(JobState::Cancelling)) stopRun(Stop::Cancel);
  if (!m_outcome) fetchInputs();
}

void JobRunner::takeRuntime() {
  if (m_leaseState == u"requested"_s) {
    acquire();
  } else {
    refresh();
  }
}

void JobRunner::acquire() {
  m_services.costs->aboutToRent(m_provider.name());
  m_services.leases->watch(m_provider);
  m_call = m_provider.acquire(m_lease, this, [this](Result<Runtime> result) { onRuntime(std::move(result)); });
}

void JobRunner::refresh() {
  m_call = m_provider.refresh(m_lease, this, [this](Result<Runtime> result) {
    // Could not reach is never gone: ask again before believing it.
    if (!result.ok() && result.error().code != ErrorCode::RuntimeGone && ++m_refreshFailures < kRefreshTries) {
      log(u"runtime cannot be asked: "_s + result.error().toLogLine());
      m_services.clock.after(std::min<qint64>(60'000, 500LL << m_refreshFailures), this, [this] {
        if (!m_detached && !m_outcome) refresh();
      });
      return;
    }
    onRuntime(std::move(result));
  });
}

void JobRunner::onRuntime(Result<Runtime> result) {
  if (m_detached || m_outcome) return;
  if (!result.ok()) {
    onRuntimeError(result.error());
    return;
  }
  Runtime runtime = std::move(result).value();
  m_lease.endpoint = runtime.endpoint;
  m_attempt.runtime = runtime.description;
  m_attempt.accelerator = runtime.accelerator;
  log(u"runtime: "_s + runtime.description);
  persist(
      "runtime",
      [this]() -> Status {
        store::JobStore::Batch batch(m_services.store);
        CC_CHECK(m_services.store.changeLease(m_lease.id, m_leaseState, u"active"_s, m_lease.endpoint));
        CC_CHECK(m_services.store.updateAttempt(m_attempt));
        return batch.commit();
      },
      [this] {
        m_leaseState = u"active"_s;
        armLifetime();
        Q_EMIT changed();
        load();
      });
}

void JobRunner::onRuntimeError(const Error& error) {
  log(u"no runtime: "_s + error.toLogLine());
  const bool hadOne = m_attempt.cellsSent || m_leaseState == u"active"_s;
  m_outcome = RunOutcome{.end = hadOne ? RunEnd::RuntimeLost : RunEnd::Refused, .error = error};
  conclude();
}

void JobRunner::load() {
  const Json parameters = m_spec.parameters;
  m_services.worker.run<Result<notebook::Notebook>>(
      this,
      [inputs = m_services.inputs, sha256 = m_spec.inputSha256, parameters, folder = m_folder] {
        return loadInput(inputs, sha256, parameters, folder);
      },
      [this](Result<notebook::Notebook> loaded) {
        if (m_detached || m_outcome) return;
        if (!loaded.ok()) {
          onRuntimeError(loaded.error());
          return;
        }
        startRun(std::move(loaded).value());
      });
}

void JobRunner::startRun(notebook::Notebook notebook) {
  AttemptPlan plan{.attemptId = m_attempt.id,
                   .notebook = std::move(notebook),
                   .workingDirectory = QFileInfo(m_spec.notebook).absolutePath(),
                   .allowErrors = m_spec.allowErrors,
                   .cellTimeoutMs = m_spec.cellTimeoutMs,
                   .silenceTimeoutMs = m_spec.silenceTimeoutMs,
                   .sampleIntervalMs = m_services.config.sampleIntervalMs,
                   .checkpoints = m_spec.checkpoints,
                   .checkpointEveryMs = m_spec.checkpointEveryMs,
                   .resume = m_attempt.cellsSent};
  m_run = m_provider.createRun(m_lease, std::move(plan));
  connectRun();
  m_run->start();
}

void JobRunner::connectRun() {
  connect(m_run.get(), &AttemptRun::ready, this, &JobRunner::onReady);
  connect(m_run.get(), &AttemptRun::progressed, this, &JobRunner::onProgress);
  connect(m_run.get(), &AttemptRun::cellsChanged, this, [this](const std::vector<int>& cells) {
    autosave();
    Q_EMIT cellsChanged(cells);
  });
  connect(m_run.get(), &AttemptRun::sampled, this, &JobRunner::onSamples);
  connect(m_run.get(), &AttemptRun::reconnecting, this, &JobRunner::onReconnecting);
  connect(m_run.get(), &AttemptRun::logged, this, &JobRunner::log);
  connect(m_run.get(), &AttemptRun::warned, this, [this](const std::optional<Error>& warning) {
    if (m_outcome) return;
    m_warning = warning;
    Q_EMIT warned();
  });
  connect(m_run.get(), &AttemptRun::finished, this, &JobRunner::onFinished);
  watchCheckpoints();
}

void JobRunner::onReady() {
  if (m_stop != Stop::None) {
    m_run->interrupt();
    return;
  }
  placeFiles();
}

void JobRunner::executeCells() {
  m_attempt.environment = m_run->environment();
  m_attempt.cellsSent = true;
  m_attempt.state = u"running"_s;
  persist(
      "intent to execute",
      [this]() -> Status {
        store::JobStore::Batch batch(m_services.store);
        if (m_row.state == wordOf(JobState::Starting)) {
          store::JobChange change;
          change.schedule = toWord(ScheduleState::Alive);
          CC_CHECK(changeState(m_services.store, m_row, JobState::Running, change));
        }
        CC_CHECK(m_services.store.updateAttempt(m_attempt));
        return batch.commit();
      },
      [this] {
        Q_EMIT changed();
        if (m_stop == Stop::None) m_run->proceed();
      });
}

// While the connection stays away the provider is asked what became of the runtime; a runtime that moved (a server that
// was started anew, a new address) is met with a new run that learns from the journal.
void JobRunner::lookAfterRuntime() {
  if (!m_isReconnecting || m_outcome || m_detached) return;
  m_call = m_provider.refresh(m_lease, this, [this](Result<Runtime> result) {
    if (!m_isReconnecting || m_outcome || m_detached) return;
    const bool gone = !result.ok() && result.error().code == ErrorCode::RuntimeGone;
    if (result.ok() && result->endpoint != m_lease.endpoint) {
      log(u"runtime is reached at another place now"_s);
      m_isReconnecting = false;
      dropRun();
      onRuntime(std::move(result));
    } else if (gone) {
      dropRunKeepingNotebook(result.error());
    } else {
      m_services.clock.after(kLookEveryMs, this, [this] { lookAfterRuntime(); });
    }
  });
}

void JobRunner::dropRun() {
  if (!m_run) return;
  m_placement.reset();
  m_checkpoints.reset();
  m_run->disconnect(this);
  m_run->detach();
  m_run.release()->deleteLater();
}

void JobRunner::dropRunKeepingNotebook(const Error& error) {
  m_run->disconnect(this);
  m_run->detach();
  onFinished({.end = RunEnd::RuntimeLost, .error = error});
}

void JobRunner::onReconnecting(bool now) {
  m_isReconnecting = now;
  if (now) m_services.clock.after(kFirstLookMs, this, [this] { lookAfterRuntime(); });
  const JobState from = now ? JobState::Running : JobState::Reconnecting;
  const JobState to = now ? JobState::Reconnecting : JobState::Running;
  if (m_row.state != wordOf(from)) return;
  log(now ? u"connection lost, trying again"_s : u"connected again"_s);
  persist(
      "connection",
      [this, from, to] { return m_row.state == wordOf(from) ? changeState(m_services.store, m_row, to) : done(); },
      [this] { Q_EMIT changed(); });
}

void JobRunner::onProgress() {
  const qint64 now = m_services.clock.monotonic();
  m_row.progress = progressJson();
  if (now - m_progressSavedAt >= kProgressEveryMs) {
    m_progressSavedAt = now;
    // Only for display after a restart: the next one makes good for a failed one.
    if (Status saved = m_services.store.updateProgress(m_row.id, m_row.progress); !saved.ok()) {
      qCWarning(lcJobs).noquote() << "progress not stored:" << saved.error().toLogLine();
    }
  }
  Q_EMIT progressed();
}

void JobRunner::onFinished(const RunOutcome& outcome) {
  if (m_outcome) return;
  m_outcome = outcome;
  m_attempt.environment = m_run->environment();
  m_attempt.progress = progressJson();
  m_row.progress = m_attempt.progress;
  if (outcome.error) m_attempt.error = cc::toJson(*outcome.error);
  log(outcome.error ? u"run ended: "_s + outcome.error->toLogLine() : u"run ended well"_s);
  const bool cancelling = m_row.state == wordOf(JobState::Cancelling);
  m_attempt.state = u"collecting"_s;
  persist(
      "end of run",
      [this, cancelling]() -> Status {
        store::JobStore::Batch batch(m_services.store);
        if (!cancelling && m_row.state != wordOf(JobState::Collecting)) {
          store::JobChange change;
          change.progress = m_row.progress;
          CC_CHECK(changeState(m_services.store, m_row, JobState::Collecting, change));
        }
        CC_CHECK(m_services.store.updateAttempt(m_attempt));
        return batch.commit();
      },
      [this] {
        Q_EMIT changed();
        collect();
      });
}

RunProgress JobRunner::progress() const {
  if (m_run) return m_run->progress();
  return {.cellsTotal = static_cast<int>(intAt(m_row.progress, "total")),
          .cellsDone = static_cast<int>(intAt(m_row.progress, "done")),
          .cellsFailed = static_cast<int>(intAt(m_row.progress, "failed"))};
}

Json JobRunner::progressJson() const {
  const RunProgress now = progress();
  Json json{{"total", now.cellsTotal}, {"done", now.cellsDone}, {"failed", now.cellsFailed}};
  if (!m_attempt.accelerator.isEmpty()) json["accelerator"] = toStd(m_attempt.accelerator);
  return json;
}

const notebook::Notebook* JobRunner::notebook() const {
  return m_run ? &m_run->notebook() : nullptr;
}

void JobRunner::detach() {
  m_detached = true;
  m_call.cancel();
  if (m_run) {
    m_run->disconnect(this);
    m_run->detach();
  }
}

void JobRunner::persist(const char* what, std::function<Status()> write, std::function<void()> then, int failures) {
  if (m_detached) return;
  const store::JobRow before = m_row;
  Status status = write();
  if (status.ok()) {
    then();
    return;
  }
  m_row = before;  // changeState() inside a batch that did not commit
  qCWarning(lcJobs).noquote() << "job" << m_row.id << what << "not stored:" << status.error().toLogLine();
  if (failures == 0) log(u"waiting for the store: "_s + status.error().toLogLine());
  m_services.clock.after(std::min<qint64>(30'000, 500LL << std::min(failures, 6)), this,
                         [this, what, write = std::move(write), then = std::move(then), failures]() mutable {
                           persist(what, std::move(write), std::move(then), failures + 1);
                         });
}

void JobRunner::log(const QString& line) {
  m_folder.log(m_services.clock.now(), line);
}

}  // namespace cc::jobs
