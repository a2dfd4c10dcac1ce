// SPDX-License-Identifier: GPL-3.0-or-later
// CostKeeper: budgets, and what is told of costs.
#include "base/Log.h"
#include "jobs/JobServices.h"
#include "jobs/cost/CostKeeper.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kCheckMs = 60'000;  // the regular look
constexpr int kRunsLookedAt = 20;

EpochMs dayOf(EpochMs now) {
  return QDateTime::fromMSecsSinceEpoch(now).date().startOfDay().toMSecsSinceEpoch();
}

EpochMs monthOf(EpochMs now) {
  const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
  return QDate(today.year(), today.month(), 1).startOfDay().toMSecsSinceEpoch();
}

// Bought and free ones. Nothing: not told.
std::optional<double> unitsLeft(const ProviderUsage& usage) {
  if (!usage.units && !usage.freeUnits) return std::nullopt;
  return usage.units.value_or(0) + usage.freeUnits.value_or(0);
}

Error budgetSpent(const QString& scope, double limit, double spent) {
  return {.code = ErrorCode::AccountBudgetSpent,
          .params = {
              {u"scope"_s, scope}, {u"limit"_s, QString::number(limit)}, {u"spent"_s, QString::number(spent, 'f', 2)}}};
}

}  // namespace

double CostKeeper::spentSince(EpochMs time, const QString& provider) {
  const EpochMs now = m_services.clock.now();
  double spent = 0;
  for (const store::LedgerRow& row : m_services.ledger.since(time).valueOr({})) {
    if (provider.isEmpty() || row.provider == provider) spent += unitsOf(row, time, now, now).value_or(0);
  }
  return spent;
}

void CostKeeper::checkBudgets() {
  const BudgetConfig& budget = m_services.config.budget;
  const EpochMs now = m_services.clock.now();
  std::optional<Error> spent;
  if (budget.month > 0) {
    if (const double units = spentSince(monthOf(now)); units >= budget.month)
      spent = budgetSpent(u"month"_s, budget.month, units);
  }
  if (budget.day > 0 && !spent) {
    if (const double units = spentSince(dayOf(now)); units >= budget.day)
      spent = budgetSpent(u"day"_s, budget.day, units);
  }
  const bool isChange = spent.has_value() != m_spent.has_value();
  m_spent = spent;
  if (isChange) {
    (void)m_services.store.addEvent({.kind = u"budget"_s,
                                     .to = spent ? u"spent"_s : u"free"_s,
                                     .reason = spent ? spent->params.value(u"scope"_s) : QString()});
    Q_EMIT budgetChanged();
  }
  checkJobBudgets(m_services.ledger.openRows().valueOr({}));
}

void CostKeeper::checkJobBudgets(const std::vector<store::LedgerRow>& open) {
  qint64 next = kCheckMs;
  for (const store::LedgerRow& row : open) {
    if (row.jobId.isEmpty()) continue;
    const auto job = m_services.store.job(row.jobId).valueOr({});
    const double limit = job ? numberAt(job->spec, "max_units") : 0;
    if (limit <= 0) continue;
    if (const auto spent = spentBudget(row.jobId, limit)) {
      Q_EMIT jobBudgetSpent(row.jobId, *spent);
    } else if (row.unitsPerHour && *row.unitsPerHour > 0) {
      const double left =
          limit - m_services.ledger.sums(m_services.clock.now(), row.jobId).valueOr({})[row.jobId].units;
      next = std::min<qint64>(next, static_cast<qint64>(std::ceil(left / *row.unitsPerHour * kMsPerHour)));
    }
  }
  if (next >= kCheckMs) return;
  m_services.clock.after(std::max<qint64>(next, 100), this, [this, timer = ++m_budgetTimer] {
    if (timer == m_budgetTimer && !m_stopped) checkJobBudgets(m_services.ledger.openRows().valueOr({}));
  });
}

std::optional<Error> CostKeeper::spentBudget(const QString& jobId, double limit) {
  if (limit <= 0) return std::nullopt;
  const double units = sums(jobId).valueOr({})[jobId].units;
  if (units < limit) return std::nullopt;
  return budgetSpent(u"job"_s, limit, units);
}

std::optional<Error> CostKeeper::warning(const QString& jobId) const {
  const auto found = m_watches.find(jobId);
  if (found == m_watches.end()) return std::nullopt;
  const auto& [idle, disk] = found->second;
  if (disk.isLow()) {
    return Error{.code = ErrorCode::RuntimeDiskLow,
                 .params = {{u"used_percent"_s, QString::number(disk.usedPercent())},
                            {u"free"_s, QString::number(disk.freeBytes(), 'f', 0)}}};
  }
  if (!idle.isIdle()) return std::nullopt;
  Error error{.code = ErrorCode::RuntimeIdle,
              .params = {{u"idle_ms"_s, QString::number(idle.idleMs())},
                         {u"below_percent"_s, QString::number(m_services.config.idle.belowPercent)}}};
  const auto rows = m_services.ledger.ofJob(jobId);
  if (rows.ok() && !rows->empty() && rows->back().unitsPerHour)
    error.params.insert(u"units_per_hour"_s, QString::number(*rows->back().unitsPerHour, 'f', 2));
  return error;
}

Result<QHash<QString, store::LedgerSum>> CostKeeper::sums(const QString& jobId) {
  return m_services.ledger.sums(m_services.clock.now(), jobId);
}

AccountUsage CostKeeper::usageOf(RuntimeProvider& provider) {
  const Account& account = m_accounts[provider.name()];
  AccountUsage usage{.provider = provider.name(), .error = account.error};
  const EpochMs now = m_services.clock.now();
  usage.spentToday = spentSince(dayOf(now), provider.name());
  usage.spentThisMonth = spentSince(monthOf(now), provider.name());
  if (!account.usage || account.id != provider.account()) return usage;
  usage.usage = *account.usage;
  usage.at = account.at;
  const double left = unitsLeft(usage.usage).value_or(0);
  if (usage.usage.unitsPerHour && *usage.usage.unitsPerHour > 0)
    usage.lastsUntil = account.at + static_cast<qint64>(left / *usage.usage.unitsPerHour * kMsPerHour);
  std::optional<double> last;
  for (const store::UsageRow& row : m_services.ledger.usageSince(provider.name(), account.id, dayOf(now)).valueOr({})) {
    if (!row.units) continue;
    if (last) usage.fellToday = usage.fellToday.value_or(0) + std::max(0.0, *last - *row.units);
    last = row.units;
  }
  for (const AcceleratorOffer& offer : usage.usage.accelerators)
    usage.prices.emplace_back(offer, rateOf(provider, {offer.name, offer.highRam}));
  return usage;
}

std::vector<AccountUsage> CostKeeper::usages() {
  std::vector<AccountUsage> all;
  for (RuntimeProvider* provider : rented()) all.push_back(usageOf(*provider));
  return all;
}

void CostKeeper::usages(qint64 maxAgeMs, QObject* context, std::function<void(std::vector<AccountUsage>)> reply) {
  Promise<Nothing> promise(context, [this, reply = std::move(reply)](const Result<Nothing>&) { reply(usages()); });
  const auto missing = std::make_shared<size_t>(1);
  const auto oneDone = [missing, promise] {
    if (--*missing == 0) promise.resolve(Nothing{});
  };
  for (RuntimeProvider* provider : rented()) {
    const Account& account = m_accounts[provider->name()];
    const bool isKnown = account.usage && account.id == provider->account();
    if (isKnown && m_services.clock.now() - account.at <= maxAgeMs) continue;
    ++*missing;
    sample(provider->name(), oneDone);
  }
  oneDone();
}

Result<Forecast> CostKeeper::forecast(const JobSpec& spec) {
  Forecast forecast;
  const QString name = spec.provider.isEmpty() ? m_services.config.defaultProvider : spec.provider;
  RuntimeProvider* provider = m_services.provider(name);
  if (!provider) return Error{.code = ErrorCode::UsageUnknownProvider, .params = {{u"provider"_s, name}}};
  if (!isRented(provider)) return forecast;
  forecast.isPaid = true;
  const QString accelerator = spec.accelerators.isEmpty() ? u"NONE"_s : spec.accelerators.front().toUpper();
  forecast.rate = rateOf(*provider, {accelerator, spec.highRam});
  const auto take = [&](const std::vector<qint64>& durations, const QString& basis) {
    if (durations.empty()) return;
    std::vector<qint64> sorted = durations;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<qsizetype>(sorted.size() / 2), sorted.end());
    forecast.hours = static_cast<double>(sorted[sorted.size() / 2]) / kMsPerHour;
    forecast.basis = basis;
    forecast.runs = static_cast<int>(durations.size());
  };
  CC_TRY(const auto alike, m_services.ledger.runDurations(spec.notebook, accelerator, kRunsLookedAt));
  take(alike, u"earlier_runs"_s);
  if (!forecast.hours) {
    CC_TRY(const auto others, m_services.ledger.runDurations(spec.notebook, {}, kRunsLookedAt));
    take(others, u"other_accelerators"_s);
  }
  if (!forecast.hours && spec.timeoutMs > 0) {
    forecast.hours = static_cast<double>(spec.timeoutMs) / kMsPerHour;
    forecast.basis = u"limit"_s;
  }
  if (forecast.hours && forecast.rate.source != RateSource::Unknown)
    forecast.units = *forecast.hours * forecast.rate.unitsPerHour;
  const Account& account = m_accounts[provider->name()];
  if (account.usage && account.id == provider->account()) forecast.balance = unitsLeft(*account.usage);
  return forecast;
}

}  // namespace cc::jobs
