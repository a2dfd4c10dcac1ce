// SPDX-License-Identifier: GPL-3.0-or-later
// CostKeeper: the ledger and the samples of accounts. Budgets and what is told of it all: CostReports.cpp.
#include "jobs/cost/CostKeeper.h"

#include "base/Log.h"
#include "jobs/JobServices.h"
#include "jobs/LeaseKeeper.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kSampleMs = 60'000;        // while a machine costs
constexpr qint64 kQuietSampleMs = 900'000;  // while none does
constexpr qint64 kFreshMs = 30'000;         // good enough as the state before a machine came
constexpr qint64 kRememberMs = 120LL * 24 * 3'600'000;

bool isOver(const store::LeaseRow& lease) {
  return lease.state == u"released"_s || lease.state == u"lost"_s;
}

}  // namespace

CostKeeper::CostKeeper(JobServices& services, QObject* parent) : QObject(parent), m_services(services) {}

void CostKeeper::start() {
  m_isRunning = true;
  (void)m_services.ledger.forgetUsage(m_services.clock.now() - kRememberMs);
  m_services.clock.after(0, this, [this] { tick(); });
}

void CostKeeper::stop() {
  if (m_isRunning && !m_stopped) (void)reconcile();
  m_stopped = true;
}

// Providers whose machines cost, with somebody who pays.
std::vector<RuntimeProvider*> CostKeeper::rented() const {
  std::vector<RuntimeProvider*> found;
  for (const ProviderConfig& config : m_services.config.providers) {
    RuntimeProvider* provider = m_services.provider(config.name);
    if (isRented(provider) && !provider->account().isEmpty()) found.push_back(provider);
  }
  return found;
}

void CostKeeper::tick() {
  if (m_stopped) return;
  m_services.clock.after(kSampleMs, this, [this] { tick(); });
  if (Status status = reconcile(); !status.ok()) {
    qCWarning(lcJobs).noquote() << "ledger:" << status.error().toLogLine();
    return;
  }
  QSet<QString> costing;
  for (const store::LedgerRow& row : m_services.ledger.openRows().valueOr({})) {
    costing.insert(row.provider);
    if (!row.jobId.isEmpty()) Q_EMIT costChanged(row.jobId);
  }
  const EpochMs now = m_services.clock.now();
  for (RuntimeProvider* provider : rented()) {
    const Account& account = m_accounts[provider->name()];
    const bool isOther = account.id != provider->account();
    if (costing.contains(provider->name()) || isOther || now - account.at >= kQuietSampleMs) sample(provider->name());
  }
  checkBudgets();
}

void CostKeeper::look() {
  if (m_lookPending || m_stopped) return;
  m_lookPending = true;
  const auto reconcileNow = [this] {
    m_lookPending = false;
    if (m_stopped) return;
    if (Status status = reconcile(); !status.ok())
      qCWarning(lcJobs).noquote() << "ledger:" << status.error().toLogLine();
  };
  QMetaObject::invokeMethod(this, reconcileNow, Qt::QueuedConnection);
}

void CostKeeper::aboutToRent(const QString& provider) {
  if (!isRented(m_services.provider(provider))) return;
  if (m_services.clock.now() - m_accounts[provider].at > kFreshMs) sample(provider);
}

// The leases are the truth: rows of leases that ended are closed, those that went to another holder are closed and opened
// anew, and a lease with a machine and without a row gets one.
Status CostKeeper::reconcile() {
  const auto providers = rented();
  CC_TRY(const auto open, m_services.ledger.openRows());
  if (providers.empty() && open.empty()) return done();
  QSet<QString> changed;
  for (const store::LedgerRow& row : open) CC_CHECK(closeEnded(row, changed));
  for (RuntimeProvider* provider : providers) {
    CC_TRY(const QStringList missing, m_services.ledger.unrecordedLeases(provider->name()));
    for (const QString& id : missing) {
      CC_TRY(const auto lease, m_services.store.lease(id));
      if (!lease) continue;
      CC_CHECK(openFor(*lease, lease->activeAt));
      changed.insert(provider->name());
    }
  }
  if (changed.isEmpty()) return done();
  checkBudgets();
  for (const QString& provider : changed) sample(provider);
  return done();
}

// The job whose attempt uses a runtime, or nobody: then it is kept for the user.
Result<CostKeeper::Holder> CostKeeper::holderOf(const store::LeaseRow& lease) {
  CC_TRY(const auto attempts, m_services.store.attempts(lease.jobId));
  const auto last = std::find_if(attempts.rbegin(), attempts.rend(),
                                 [&](const store::AttemptRow& attempt) { return attempt.leaseId == lease.id; });
  if (last == attempts.rend()) return Holder{.since = m_services.clock.now()};
  if (lease.state == u"active"_s && last->finishedAt > 0) return Holder{.since = last->finishedAt};
  return Holder{
      .jobId = lease.jobId, .attempt = last->number, .accelerator = last->accelerator, .since = last->startedAt};
}

Status CostKeeper::closeEnded(const store::LedgerRow& row, QSet<QString>& changed) {
  CC_TRY(const auto lease, m_services.store.lease(row.leaseId));
  if (!lease || isOver(*lease)) {
    changed.insert(row.provider);
    if (!row.jobId.isEmpty()) Q_EMIT costChanged(row.jobId);
    return m_services.ledger.close(row.id, lease ? lease->releasedAt : m_services.clock.now());
  }
  CC_TRY(const Holder holder, holderOf(*lease));
  if (holder.jobId == row.jobId && holder.attempt == row.attempt) return done();
  EpochMs end = holder.since;
  if (!row.jobId.isEmpty()) {
    CC_TRY(const auto attempts, m_services.store.attempts(row.jobId));
    for (const store::AttemptRow& attempt : attempts) {
      if (attempt.number == row.attempt && attempt.finishedAt > 0) end = attempt.finishedAt;
    }
  }
  end = std::max(end, row.startedAt);
  changed.insert(row.provider);
  CC_CHECK(m_services.ledger.close(row.id, end));
  return openFor(*lease, end);
}

Status CostKeeper::openFor(const store::LeaseRow& lease, EpochMs since) {
  RuntimeProvider* provider = m_services.provider(lease.provider);
  const Lease known = leaseFromRow(lease);
  const MachineKind machine = provider ? provider->kindOf(known) : MachineKind{};
  CC_TRY(const Holder holder, holderOf(lease));
  store::LedgerRow row{.leaseId = lease.id,
                       .provider = lease.provider,
                       .account = known.account,
                       .jobId = holder.jobId,
                       .attempt = holder.attempt,
                       .accelerator = machine.accelerator.isEmpty() ? holder.accelerator : machine.accelerator,
                       .highRam = machine.highRam,
                       .startedAt = since,
                       .endedAt = isOver(lease) ? std::max(since, lease.releasedAt) : 0};
  const Rate rate = provider ? rateOf(*provider, {row.accelerator, row.highRam}) : Rate{};
  if (rate.source != RateSource::Unknown) {
    row.unitsPerHour = rate.unitsPerHour;
    row.rateFrom = toWord(rate.source);
  }
  CC_CHECK(m_services.ledger.open(row));
  if (!row.jobId.isEmpty()) Q_EMIT costChanged(row.jobId);
  return done();
}

// One question at a time and provider; who asks meanwhile waits for the same answer.
void CostKeeper::sample(const QString& name, std::function<void()> then) {
  RuntimeProvider* provider = m_services.provider(name);
  Account& account = m_accounts[name];
  if (!provider) {
    if (then) then();
    return;
  }
  if (then) account.waiting.push_back(std::move(then));
  if (account.isAsked) return;
  account.isAsked = true;
  const QString id = provider->account();
  provider->usage(this, [this, name, id](Result<ProviderUsage> told) {
    Account& asked = m_accounts[name];
    asked.isAsked = false;
    const auto waiting = std::exchange(asked.waiting, {});
    RuntimeProvider* one = m_services.provider(name);
    if (told.ok() && one) {
      asked.id = id;
      asked.error.reset();
      asked.usage = *told;
      asked.at = m_services.clock.now();
      Status kept = m_stopped ? done() : keep(*one, *told);  // an engine that runs no jobs writes nothing
      if (!kept.ok()) qCWarning(lcJobs).noquote() << "usage of" << name << kept.error().toLogLine();
    } else if (!told.ok()) {
      asked.error = told.error();
    }
    if (!m_stopped) Q_EMIT usageChanged();
    for (const auto& next : waiting) next();
  });
}

Status CostKeeper::keep(RuntimeProvider& provider, const ProviderUsage& usage) {
  const Account& account = m_accounts[provider.name()];
  const store::UsageRow row{.provider = provider.name(),
                            .account = account.id,
                            .at = account.at,
                            .tier = usage.tier,
                            .units = usage.units,
                            .freeUnits = usage.freeUnits,
                            .unitsPerHour = usage.unitsPerHour,
                            .runtimes = usage.runtimes};
  CC_TRY(const auto before, m_services.ledger.newestUsage(row.provider, row.account));
  CC_CHECK(m_services.ledger.addUsage(row));
  return learn(row, before);
}

Status CostKeeper::learn(const store::UsageRow& usage, const std::optional<store::UsageRow>& before) {
  CC_TRY(auto rows, m_services.ledger.since(before ? before->at : usage.at));
  std::erase_if(rows, [&](const store::LedgerRow& row) {
    return row.provider != usage.provider || row.account != usage.account;
  });
  for (const FoundRate& found : findRates(rows, usage, before)) {
    CC_CHECK(m_services.ledger.setRate(found.id, found.rate.unitsPerHour, toWord(found.rate.source)));
    for (const store::LedgerRow& row : rows) {
      if (row.id == found.id && !row.jobId.isEmpty()) Q_EMIT costChanged(row.jobId);
    }
  }
  checkBudgets();
  return done();
}

Rate CostKeeper::rateOf(RuntimeProvider& provider, const MachineKind& machine) {
  const auto learnt = m_services.ledger.newestRate(provider.name(), machine.accelerator, machine.highRam,
                                                   {toWord(RateSource::Alone), toWord(RateSource::Difference)});
  if (learnt.ok() && *learnt) return {**learnt, RateSource::Learned};
  const QMap<QString, double>& prices = m_services.config.acceleratorPrices;
  const QString name = machine.accelerator.isEmpty() ? u"NONE"_s : machine.accelerator;
  for (const QString& key : {machine.highRam ? name + u"+high_ram"_s : name, name}) {
    if (const auto found = prices.constFind(key); found != prices.cend()) return {*found, RateSource::Configured};
  }
  if (const auto listed = provider.listedRate(machine)) return {listed->unitsPerHour, RateSource::Listed};
  return {};
}

void CostKeeper::watch(const QString& jobId, const std::vector<Sample>& samples) {
  Watches& watches = m_watches.try_emplace(jobId, Watches{IdleWatch(m_services.config.idle), {}}).first->second;
  const bool idle = watches.idle.add(samples);
  const bool disk = watches.disk.add(samples);
  if (idle || disk) Q_EMIT warned(jobId);
}

}  // namespace cc::jobs
