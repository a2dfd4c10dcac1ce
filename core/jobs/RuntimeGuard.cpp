// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/RuntimeGuard.h"

#include "base/Log.h"
#include "jobs/JobServices.h"
#include "jobs/JobState.h"
#include "jobs/LeaseKeeper.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr qint64 kPingMs = 60'000;
constexpr qint64 kCompareMs = 300'000;
constexpr qint64 kSettledMs = 120'000;  // a list may still show what was released a moment ago

}  // namespace

RuntimeGuard::RuntimeGuard(JobServices& services, QObject* parent) : QObject(parent), m_services(services) {}

void RuntimeGuard::start() {
  m_services.clock.after(0, this, [this] { compare(); });
  m_services.clock.after(0, this, [this] { keepAlive(); });
}

void RuntimeGuard::keepAlive() {
  const auto jitter = static_cast<qint64>((m_services.random() - 0.5) * 0.2 * kPingMs);
  m_services.clock.after(kPingMs + jitter, this, [this] { keepAlive(); });
  for (const store::LeaseRow& lease : m_services.store.leases({u"active"_s}).valueOr({})) {
    RuntimeProvider* provider = m_services.provider(lease.provider);
    if (!isRented(provider) || !isWanted(lease)) continue;
    provider->keepAlive(leaseFromRow(lease), this, [this, lease](Result<Nothing> pinged) { onPinged(lease, pinged); });
  }
}

bool RuntimeGuard::isWanted(const store::LeaseRow& lease) {
  const auto job =
      lease.jobId.isEmpty() ? std::optional<store::JobRow>() : m_services.store.job(lease.jobId).valueOr({});
  const auto state = job ? jobStateFromWord(job->state) : std::nullopt;
  if (state && !isFinal(*state) && *state != JobState::WaitingRetry && *state != JobState::Queued) {
    m_keptSince.remove(lease.id);
    return true;
  }
  const qint64 now = m_services.clock.monotonic();
  const ProviderConfig* config = m_services.config.provider(lease.provider);
  if (!m_keptSince.contains(lease.id)) m_keptSince.insert(lease.id, now);
  return lease.keep && config && now - m_keptSince.value(lease.id) < config->keepMs;
}

void RuntimeGuard::onPinged(const store::LeaseRow& lease, const Result<Nothing>& pinged) {
  if (pinged.ok()) {
    m_failures.remove(lease.id);
    return;
  }
  const int failures = ++m_failures[lease.id];
  qCWarning(lcJobs).noquote() << "runtime" << lease.id << "not kept alive:" << pinged.error().toLogLine();
  if (failures == 2) Q_EMIT troubled(lease.jobId, pinged.error());
  // A machine that is gone under a job is the job's business; one that was kept for the user is let go of here.
  if (pinged.error().code != ErrorCode::RuntimeGone || !m_keptSince.contains(lease.id)) return;
  m_keptSince.remove(lease.id);
  if (Status let = m_services.store.changeLease(lease.id, u"active"_s, u"releasing"_s); let.ok())
    m_services.leases->wake();
}

void RuntimeGuard::compare() {
  m_services.clock.after(kCompareMs, this, [this] { compare(); });
  for (const ProviderConfig& config : m_services.config.providers) {
    RuntimeProvider* provider = m_services.provider(config.name);
    if (isRented(provider) && !provider->account().isEmpty()) compareWith(*provider);
  }
}

void RuntimeGuard::compareWith(RuntimeProvider& provider) {
  provider.list(this, [this, name = provider.name()](Result<std::vector<Runtime>> listed) {
    const RuntimeProvider* asked = m_services.provider(name);
    const auto held = m_services.store.leases({u"requested"_s, u"active"_s, u"releasing"_s});
    if (!listed.ok() || !asked || !held.ok()) return;
    // What somebody holds now is never let go of for an older lease's sake.
    for (const store::LeaseRow& lease : *held) {
      if (lease.provider != name) continue;
      std::erase_if(*listed, [&](const Runtime& runtime) { return asked->isOf(leaseFromRow(lease), runtime); });
    }
    if (listed->empty()) return;  // the past is long, and rarely of interest
    const auto past = m_services.store.leases({u"released"_s}).valueOr({});
    for (const store::LeaseRow& lease : past) {
      if (lease.provider != name || m_services.clock.now() - lease.releasedAt < kSettledMs) continue;
      for (const Runtime& runtime : *listed) {
        if (!asked->isOf(leaseFromRow(lease), runtime)) continue;
        qCWarning(lcJobs).noquote() << "runtime" << runtime.description << "was released and is still there";
        if (m_services.store.changeLease(lease.id, u"released"_s, u"releasing"_s).ok()) m_services.leases->wake();
      }
    }
  });
}

}  // namespace cc::jobs
