// SPDX-License-Identifier: GPL-3.0-or-later
// The part of EngineCore that tells what was paid for and what is left.
#include "engine/EngineCore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

JobCost costOf(const store::LedgerSum& sum) {
  JobCost cost{.acceleratorSeconds = sum.acceleratorSeconds, .estimated = !sum.isMeasured || !sum.isComplete};
  if (sum.isComplete || sum.units > 0) cost.units = sum.units;
  return cost;
}

UsageInfo infoOf(const jobs::AccountUsage& known, const BudgetConfig& budget) {
  UsageInfo info{.provider = known.provider,
                 .account = known.usage.account,
                 .tier = known.usage.tier,
                 .units = known.usage.units,
                 .freeUnits = known.usage.freeUnits,
                 .unitsPerHour = known.usage.unitsPerHour,
                 .freeRefillAt = known.usage.freeRefillAt,
                 .at = known.at,
                 .lastsUntil = known.lastsUntil,
                 .spentToday = known.spentToday,
                 .spentThisMonth = known.spentThisMonth,
                 .fellToday = known.fellToday,
                 .dayLimit = budget.day,
                 .monthLimit = budget.month,
                 .error = known.error};
  if (known.usage.runtimes) info.runtimes = *known.usage.runtimes;
  for (const auto& [offer, rate] : known.prices) {
    AcceleratorPrice price{.name = offer.name, .eligible = offer.eligible, .highRam = offer.highRam};
    if (rate.source != jobs::RateSource::Unknown) {
      price.unitsPerHour = rate.unitsPerHour;
      price.rateFrom = toWord(rate.source);
    }
    info.accelerators.push_back(price);
  }
  return info;
}

std::vector<UsageInfo> infosOf(const std::vector<jobs::AccountUsage>& known, const BudgetConfig& budget) {
  std::vector<UsageInfo> infos;
  infos.reserve(known.size());
  for (const jobs::AccountUsage& one : known) infos.push_back(infoOf(one, budget));
  return infos;
}

}  // namespace

void EngineCore::addCosts(std::vector<JobSummary>& jobs) {
  if (jobs.empty()) return;
  // One question for a whole page, one a job for a few that changed.
  constexpr size_t kFew = 20;
  QHash<QString, store::LedgerSum> sums;
  if (jobs.size() > kFew) sums = m_queue->costs().sums().valueOr({});
  for (JobSummary& job : jobs) {
    if (jobs.size() <= kFew) sums = m_queue->costs().sums(job.id).valueOr({});
    if (const auto found = sums.constFind(job.id); found != sums.cend()) job.cost = costOf(*found);
    job.warning = job.state == JobState::Queued ? m_queue->waitsFor(job.provider) : m_queue->warning(job.id);
  }
}

void EngineCore::addCosts(const QString& job, std::vector<AttemptDetail>& attempts) {
  const EpochMs now = m_clock.now();
  for (const store::LedgerRow& row : m_ledger->ofJob(job).valueOr({})) {
    const auto attempt = std::find_if(attempts.begin(), attempts.end(),
                                      [&](const AttemptDetail& one) { return one.number == row.attempt; });
    if (attempt == attempts.end()) continue;
    JobCost& cost = attempt->cost;
    if (!row.accelerator.isEmpty() && row.accelerator != u"NONE"_s)
      cost.acceleratorSeconds += static_cast<double>((row.endedAt ? row.endedAt : now) - row.startedAt) / 1'000;
    if (const auto units = jobs::unitsOf(row, 0, now, now)) cost.units = cost.units.value_or(0) + *units;
    if (!isMeasured(jobs::rateSourceFromWord(row.rateFrom))) cost.estimated = true;
    attempt->unitsPerHour = row.unitsPerHour.value_or(0);
    attempt->rateFrom = row.rateFrom;
  }
}

void EngineCore::usage(qint64 maxAgeMs, Answer<std::vector<UsageInfo>> answer) {
  m_queue->costs().usages(maxAgeMs, this, [this, answer](const std::vector<jobs::AccountUsage>& known) {
    answer(infosOf(known, m_config.budget));
  });
}

std::vector<UsageInfo> EngineCore::usageNow() {
  return infosOf(m_queue->costs().usages(), m_config.budget);
}

Result<ForecastInfo> EngineCore::forecast(const JobSpec& spec) {
  CC_TRY(const jobs::Forecast known, m_queue->costs().forecast(spec));
  ForecastInfo info{.paid = known.isPaid,
                    .hours = known.hours,
                    .units = known.units,
                    .balance = known.balance,
                    .rateFrom = toWord(known.rate.source),
                    .basis = known.basis,
                    .runs = known.runs};
  if (known.rate.source != jobs::RateSource::Unknown) info.unitsPerHour = known.rate.unitsPerHour;
  return info;
}

}  // namespace cc::engine
