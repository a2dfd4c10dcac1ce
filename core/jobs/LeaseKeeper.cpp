// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/LeaseKeeper.h"

#include "base/Log.h"
#include "jobs/JobServices.h"
#include "jobs/cost/CostKeeper.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

Json toJson(const Lease& lease) {
  Json accelerators = Json::array();
  for (const QString& name : lease.accelerators) accelerators.push_back(toStd(name));
  return Json{{"notebook", toStd(lease.notebook)}, {"kernel", toStd(lease.kernel)}, {"language", toStd(lease.language)},
              {"accelerators", accelerators},      {"high_ram", lease.highRam},     {"attached", lease.attached},
              {"account", toStd(lease.account)}};
}

Lease leaseFromRow(const store::LeaseRow& row) {
  Lease lease;
  lease.id = row.id;
  lease.provider = row.provider;
  lease.key = row.key;
  lease.notebook = stringAt(row.request, "notebook");
  lease.kernel = stringAt(row.request, "kernel");
  lease.language = stringAt(row.request, "language");
  for (const Json& name : at(row.request, "accelerators")) {
    if (name.is_string()) lease.accelerators << fromStd(name.get<std::string>());
  }
  lease.highRam = boolAt(row.request, "high_ram");
  lease.attached = boolAt(row.request, "attached");
  lease.account = stringAt(row.request, "account");
  lease.endpoint = row.endpoint;
  return lease;
}

LeaseKeeper::LeaseKeeper(JobServices& services, QObject* parent) : QObject(parent), m_services(services) {}

void LeaseKeeper::wake() {
  auto rows = m_services.store.leases({u"releasing"_s});
  if (!rows.ok()) {
    qCWarning(lcJobs).noquote() << "leases cannot be read:" << rows.error().toLogLine();
    m_services.clock.after(5'000, this, [this] { wake(); });
    return;
  }
  for (const store::LeaseRow& row : *rows) {
    if (!m_busy.contains(row.id)) release(row);
  }
}

void LeaseKeeper::release(const store::LeaseRow& row) {
  m_busy.insert(row.id);
  RuntimeProvider* provider = m_services.provider(row.provider);
  if (!provider) {
    // Removed from the configuration: nobody can be asked. Stays on record, is tried again after the next start.
    qCWarning(lcJobs).noquote() << "lease" << row.id << "belongs to provider" << row.provider
                                << "which is not configured";
    m_busy.remove(row.id);
    return;
  }
  watch(*provider);
  provider->release(leaseFromRow(row), this, [this, row](Result<Nothing> result) { onReleased(row, result); });
}

void LeaseKeeper::watch(RuntimeProvider& provider) {
  connect(&provider, &RuntimeProvider::rented, this, &LeaseKeeper::onRented, Qt::UniqueConnection);
}

// On record at once: a machine costs from now on, also when it never gets ready or its request ends in an error.
void LeaseKeeper::onRented(const QString& provider, const QString& key, const Runtime& runtime, bool existed) {
  for (const store::LeaseRow& lease : m_services.store.leases({u"requested"_s, u"releasing"_s}).valueOr({})) {
    if (lease.provider != provider || lease.key != key) continue;
    const EpochMs since = existed ? lease.requestedAt : m_services.clock.now();
    if (Status noted = m_services.store.noteRuntime(lease.id, since, runtime.endpoint); !noted.ok())
      qCWarning(lcJobs).noquote() << "machine not recorded:" << noted.error().toLogLine();
  }
  if (m_services.costs) m_services.costs->look();
}

void LeaseKeeper::onReleased(const store::LeaseRow& row, const Result<Nothing>& result) {
  if (result.ok()) {
    if (Status stored = m_services.store.changeLease(row.id, u"releasing"_s, u"released"_s); !stored.ok()) {
      qCWarning(lcJobs).noquote() << "release not recorded:" << stored.error().toLogLine();
    }
    m_failures.remove(row.id);
    m_busy.remove(row.id);
    Q_EMIT released(row.id);
    if (m_busy.isEmpty()) Q_EMIT becameIdle();
    return;
  }
  const int failures = ++m_failures[row.id];
  qCWarning(lcJobs).noquote() << "runtime" << row.key << "not released:" << result.error().toLogLine();
  Q_EMIT releaseFailed(row.id, result.error());
  const qint64 pause = std::min<qint64>(60'000, 1'000LL << std::min(failures, 6));
  m_services.clock.after(pause, this, [this, row] { release(row); });
}

}  // namespace cc::jobs
