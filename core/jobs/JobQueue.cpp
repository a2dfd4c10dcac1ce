// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/JobQueue.h"

#include "base/Log.h"
#include "jobs/RetryPolicy.h"
#include "jobs/StateChange.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kBlockedMs = 24 * 3'600'000;
constexpr EpochMs kUntilSignedIn = std::numeric_limits<EpochMs>::max();

bool wantsSignIn(const Error& error) {
  return error.code == ErrorCode::AccountSignInNeeded || error.code == ErrorCode::AccountSignInExpired;
}

const QStringList& activeStates() {
  static const QStringList states{toWord(JobState::Starting), toWord(JobState::Running), toWord(JobState::Reconnecting),
                                  toWord(JobState::Collecting), toWord(JobState::Cancelling)};
  return states;
}

}  // namespace

JobQueue::JobQueue(JobServices& services, QObject* parent)
    : QObject(parent),
      m_services(services),
      m_leases(services),
      m_guard(services),
      m_backups(services),
      m_costs(services) {
  m_services.leases = &m_leases;
  m_services.backups = &m_backups;
  m_services.costs = &m_costs;
  connect(&m_backups, &BackupKeeper::changed, this, &JobQueue::jobChanged);
  connect(&m_backups, &BackupKeeper::progressed, this, &JobQueue::jobProgressed);
  connect(&m_leases, &LeaseKeeper::released, this, &JobQueue::onReleased);
  connect(&m_guard, &RuntimeGuard::troubled, this, [this](const QString& job, const Error& error) {
    if (JobRunner* one = runner(job)) one->note(u"the machine could not be kept alive: "_s + error.toLogLine());
  });
  connect(&m_costs, &CostKeeper::costChanged, this, &JobQueue::jobProgressed);
  connect(&m_costs, &CostKeeper::warned, this, &JobQueue::onWarned);
  connect(&m_costs, &CostKeeper::budgetChanged, this, [this] {
    Q_EMIT jobChanged(QString());
    for (const ProviderConfig& provider : m_services.config.providers) {
      if (isRented(m_services.provider(provider.name))) announceWaiting(provider.name);
    }
    wake();
  });
  connect(&m_costs, &CostKeeper::jobBudgetSpent, this, [this](const QString& job, const Error& error) {
    if (JobRunner* one = runner(job)) one->stopForBudget(error);
  });
}

JobQueue::~JobQueue() = default;

Status JobQueue::recover() {
  CC_TRY(const auto held, m_services.store.record(u"queue.held"_s));
  m_held = held && held->is_boolean() && held->get<bool>();
  CC_TRY(const auto rows, m_services.store.jobs({.states = activeStates(), .newestFirst = false}));
  for (const store::JobRow& row : rows) CC_CHECK(resumeJob(row));
  CC_CHECK(releaseOrphans());
  m_leases.wake();
  m_guard.start();
  m_backups.recover();
  m_costs.start();
  wake();
  return done();
}

Status JobQueue::resumeJob(const store::JobRow& row) {
  CC_TRY(const auto attempts, m_services.store.attempts(row.id));
  std::optional<store::LeaseRow> lease;
  if (!attempts.empty()) {
    CC_TRY(lease, m_services.store.lease(attempts.back().leaseId));
  }
  RuntimeProvider* provider = lease ? m_services.provider(lease->provider) : nullptr;
  if (!provider) {
    const Error error{.code = ErrorCode::UsageUnknownProvider,
                      .params = {{u"provider"_s, lease ? lease->provider : row.provider}}};
    store::JobChange change;
    change.error = cc::toJson(error);
    change.schedule = toWord(ScheduleState::Done);
    change.finishedAt = m_services.clock.now();
    const JobState end = row.state == toWord(JobState::Cancelling) ? JobState::Cancelled : JobState::Lost;
    store::JobRow changed = row;
    store::JobStore::Batch batch(m_services.store);
    CC_CHECK(changeState(m_services.store, changed, end, change, errorWord(error.code)));
    const bool ran = !attempts.empty() && attempts.back().cellsSent;
    CC_CHECK(openBackup(m_services.store, changed, stringAt(row.spec, "backup_to"), end, ran));
    return batch.commit();
  }
  auto runner = std::make_unique<JobRunner>(m_services, *provider, row);
  JobRunner* raw = runner.get();
  adopt(std::move(runner));
  raw->resume(attempts.back(), *lease);
  return done();
}

// Leases that no active job needs: left by a crash between the end of a job and its release.
Status JobQueue::releaseOrphans() {
  CC_TRY(const auto leases, m_services.store.leases({u"requested"_s, u"active"_s}));
  for (const store::LeaseRow& lease : leases) {
    const auto runner = m_runners.find(lease.jobId);
    const bool needed = runner != m_runners.end() && runner->second->attempt().leaseId == lease.id;
    if (needed || lease.keep) continue;
    CC_CHECK(m_services.store.changeLease(lease.id, lease.state, u"releasing"_s));
  }
  return done();
}

void JobQueue::wake() {
  if (m_wakePending || m_stopped) return;
  m_wakePending = true;
  QMetaObject::invokeMethod(this, &JobQueue::schedule, Qt::QueuedConnection);
}

Status JobQueue::setHeld(bool held) {
  CC_CHECK(m_services.store.setRecord(u"queue.held"_s, held));
  m_held = held;
  Q_EMIT jobChanged(QString());
  wake();
  return done();
}

void JobQueue::stop() {
  m_stopped = true;
  m_backups.stop();
  m_costs.stop();
  for (auto& [id, runner] : m_runners) runner->detach();
}

JobRunner* JobQueue::runner(const QString& jobId) const {
  const auto found = m_runners.find(jobId);
  return found == m_runners.end() ? nullptr : found->second.get();
}

Result<QStringList> JobQueue::resolve(const QStringList& ids) {
  QStringList full;
  for (const QString& id : ids) {
    CC_TRY(const QString found, m_services.store.findJobId(id));
    if (!full.contains(found)) full << found;
  }
  return full;
}

int JobQueue::runningOn(const QString& provider) const {
  return static_cast<int>(std::count_if(m_runners.begin(), m_runners.end(), [&](const auto& entry) {
    return entry.second->attempt().provider == provider;
  }));
}

void JobQueue::schedule() {
  m_wakePending = false;
  if (m_stopped) return;
  endPauses([now = m_services.clock.now()](const QString&, const Pause& one) { return one.until <= now; });
  Status status = wakeDueRetries();
  bool started = true;
  while (status.ok() && started && !m_held) status = startNext(started);
  if (!status.ok()) {
    qCWarning(lcJobs).noquote() << "scheduling:" << status.error().toLogLine();
    Q_EMIT storeFailed(status.error());
    m_services.clock.after(5'000, this, [this] { wake(); });
  }
}

Status JobQueue::startNext(bool& started) {
  started = false;
  if (static_cast<int>(m_runners.size()) >= m_services.config.parallel) return done();
  QStringList full;
  for (const ProviderConfig& provider : m_services.config.providers) {
    const bool isFull = provider.parallel > 0 && runningOn(provider.name) >= provider.parallel;
    if (isFull || waitsFor(provider.name)) full << provider.name;
  }
  CC_TRY(const auto next, m_services.store.nextQueued(1, true, full));
  if (next.empty()) return done();
  store::JobRow row = next.front();
  RuntimeProvider* provider = m_services.provider(row.provider);
  if (!provider) {
    const Error error{.code = ErrorCode::UsageUnknownProvider, .params = {{u"provider"_s, row.provider}}};
    store::JobChange change;
    change.error = cc::toJson(error);
    CC_CHECK(changeState(m_services.store, row, JobState::Held, change, errorWord(error.code)));
    Q_EMIT jobChanged(row.id);
    started = true;  // look at the one behind it
    return done();
  }
  auto runner = std::make_unique<JobRunner>(m_services, *provider, row);
  JobRunner* raw = runner.get();
  adopt(std::move(runner));
  Status begun = raw->begin();
  if (!begun.ok()) {
    m_runners.erase(row.id);
    return begun;
  }
  started = true;
  return done();
}

void JobQueue::adopt(std::unique_ptr<JobRunner> owned) {
  JobRunner* runner = owned.get();
  const QString id = runner->row().id;
  connect(runner, &JobRunner::changed, this, [this, id] {
    m_costs.look();
    Q_EMIT jobChanged(id);
  });
  connect(runner, &JobRunner::warned, this, [this, id] { onWarned(id); });
  connect(runner, &JobRunner::progressed, this, [this, id] { Q_EMIT jobProgressed(id); });
  connect(runner, &JobRunner::cellsChanged, this,
          [this, id](const std::vector<int>& cells) { Q_EMIT cellsChanged(id, cells); });
  const bool costs = isRented(m_services.provider(runner->row().provider));
  connect(runner, &JobRunner::sampled, this, [this, id, costs](const std::vector<Sample>& samples) {
    if (costs) m_costs.watch(id, samples);
    Q_EMIT sampled(id, samples);
  });
  connect(runner, &JobRunner::ended, this, [this, id] {
    Q_EMIT runEnded(id);
    const auto found = m_runners.find(id);
    if (found == m_runners.end()) return;
    learnLimit(*found->second);
    m_costs.forget(id);
    m_costs.look();
    found->second.release()->deleteLater();  // its own signal is on the stack
    m_runners.erase(found);
    Q_EMIT jobChanged(id);
    wake();
  });
  m_runners[id] = std::move(owned);
}

// As many machines as the account may have, or a quota that is used up: whoever asks next hears the same. An account that
// is blocked is left alone for long: asking on makes it worse. Without a sign-in one job has failed; the others wait for it.
void JobQueue::learnLimit(const JobRunner& runner) {
  const auto& outcome = runner.outcome();
  if (!outcome || outcome->end != RunEnd::Refused || !outcome->error) return;
  const Error& why = *outcome->error;
  const QString& provider = runner.attempt().provider;
  if (why.code == ErrorCode::AccountBlocked) {
    pause(provider, m_services.clock.now() + kBlockedMs, why);
    m_services.clock.after(kBlockedMs, this, [this] { wake(); });
  } else if (wantsSignIn(why) && isRented(m_services.provider(provider))) {
    pause(provider, kUntilSignedIn, why);
  } else if (isScarcity(why) && why.code != ErrorCode::ProviderNothingAvailable) {  // that is of one kind only
    pause(provider, runner.row().notBefore, why);
  }
}

void JobQueue::pause(const QString& provider, EpochMs until, const Error& why) {
  m_paused[provider] = {until, why};
  announceWaiting(provider);
}

void JobQueue::endPauses(const std::function<bool(const QString& provider, const Pause&)>& isOver) {
  QStringList ended;
  for (auto it = m_paused.cbegin(); it != m_paused.cend(); ++it) {
    if (isOver(it.key(), *it)) ended << it.key();
  }
  for (const QString& provider : ended) {
    m_paused.remove(provider);
    announceWaiting(provider);
  }
}

void JobQueue::resumeSignedIn() {
  endPauses([](const QString&, const Pause& one) { return wantsSignIn(one.why); });
  wake();
}

std::optional<Error> JobQueue::waitsFor(const QString& provider) const {
  const auto paused = m_paused.constFind(provider);
  if (paused != m_paused.cend() && paused->until > m_services.clock.now()) return paused->why;
  return isRented(m_services.provider(provider)) ? m_costs.spentBudget() : std::nullopt;
}

// What its queued jobs wait for has changed.
void JobQueue::announceWaiting(const QString& provider) {
  const auto queued = m_services.store.jobs({.states = {toWord(JobState::Queued)}, .withSpec = false});
  if (!queued.ok()) return;
  for (const store::JobRow& row : *queued) {
    if (row.provider == provider) Q_EMIT jobChanged(row.id);
  }
}

std::optional<Error> JobQueue::warning(const QString& jobId) const {
  const JobRunner* one = runner(jobId);
  return one && one->warning() ? one->warning() : m_costs.warning(jobId);
}

void JobQueue::onWarned(const QString& jobId) {
  JobRunner* one = runner(jobId);
  if (!one) return;
  const auto warning = this->warning(jobId);
  one->note(warning ? u"warning: "_s + warning->toLogLine() : u"the warning is over"_s);
  (void)m_services.store.addEvent({.jobId = jobId,
                                   .kind = u"warning"_s,
                                   .to = warning ? errorWord(warning->code) : QString(),
                                   .details = warning ? cc::toJson(*warning) : Json()});
  Q_EMIT jobChanged(jobId);
}

void JobQueue::onReleased(const QString& leaseId) {
  m_costs.look();
  if (const auto lease = m_services.store.lease(leaseId);
      lease.ok() && *lease && (*lease)->endpoint.is_object()) {  // a lease without one never had a machine
    endPauses([&](const QString& provider, const Pause& one) {
      return provider == (*lease)->provider && isScarcity(one.why);
    });
    m_freed.insert((*lease)->provider);
  }
  wake();
}

Status JobQueue::wakeDueRetries() {
  const QSet<QString> freed = std::exchange(m_freed, {});
  CC_TRY(auto waiting, m_services.store.jobs({.states = {toWord(JobState::WaitingRetry)},
                                              .newestFirst = false,
                                              .withSpec = !freed.isEmpty()}));  // their errors come with it
  const EpochMs now = m_services.clock.now();
  EpochMs earliest = 0;
  for (store::JobRow& row : waiting) {
    const bool roomAgain =
        freed.contains(row.provider) && stringAt(row.error, "code") == errorWord(ErrorCode::AccountTooManyRuntimes);
    if (row.notBefore <= now || roomAgain) {
      store::JobChange change;
      change.schedule = toWord(ScheduleState::Waiting);
      change.notBefore = 0;
      CC_CHECK(changeState(m_services.store, row, JobState::Queued, change));
      Q_EMIT jobChanged(row.id);
    } else if (!earliest || row.notBefore < earliest) {
      earliest = row.notBefore;
    }
  }
  if (earliest && earliest != m_nextDue) {
    m_nextDue = earliest;
    m_services.clock.after(earliest - now, this, [this] {
      m_nextDue = 0;
      wake();
    });
  }
  return done();
}

}  // namespace cc::jobs
