// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "jobs/RuntimeProvider.h"
#include "providers/ProviderRegistry.h"
#include "providers/colab/ColabMachines.h"
#include "providers/colab/ColabSessions.h"

#include <QSet>

namespace cc::providers {

// Google Colab. A lease is one machine, found by the lease's key however often it is asked for, with one kernel of ours on
// it. What the lease remembers never holds a token: refresh() brings a new one. Facts: docs/colab-protocol.md.
class ColabProvider : public jobs::RuntimeProvider {
  Q_OBJECT
public:
  ColabProvider(ProviderConfig config, const ProviderContext& context, QObject* parent = nullptr);

  QString name() const override { return m_config.name; }
  QString kind() const override { return m_config.kind; }
  jobs::ProviderCapabilities capabilities() const override;
  QString account() const override { return m_sessions.idOf(m_config.account); }
  bool isOf(const jobs::Lease& lease, const jobs::Runtime& runtime) const override;
  Call acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override;
  Call list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) override;
  Call attach(const QString& key, QObject* context, Reply<jobs::Runtime> reply) override;
  Call refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override;
  Call keepAlive(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override;
  // A lease without a known machine is looked for by its key, several times when its making had no clear end.
  Call release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override;
  Call check(QObject* context, Reply<jobs::ProviderHealth> reply) override;
  jobs::MachineKind kindOf(const jobs::Lease& lease) const override;
  std::optional<jobs::ListedRate> listedRate(const jobs::MachineKind& machine) const override;
  Call usage(QObject* context, Reply<jobs::ProviderUsage> reply) override;
  std::unique_ptr<jobs::AttemptRun> createRun(const jobs::Lease& lease, jobs::AttemptPlan plan) override;
  void prepare() override {}
  Call shutDown(bool inUse, QObject* context, Reply<Nothing> reply) override;

private:
  using Found = std::function<void(Result<std::optional<google::ColabRuntime>>)>;
  QStringList acceptable(const QStringList& wanted) const;
  void releaseFound(const QString& account, const google::ColabRuntime& runtime, const Promise<Nothing>& promise);
  void findAndRelease(const jobs::Lease& lease, int round, const Promise<Nothing>& promise);
  void lookFor(const jobs::Lease& lease, google::ColabApi* api, Found found);

  ProviderConfig m_config;
  const Config& m_all;
  Clock& m_clock;
  net::HttpClient& m_http;
  auth::SecretStore& m_secrets;
  auth::OpenBrowser m_openBrowser;
  ColabSessions m_sessions;
  ColabMachines m_machines;
  QSet<QString> m_refused;  // keys of which the server said that there is no machine
  std::vector<jobs::AcceleratorOffer> m_offers;
  QString m_tier;
};

}  // namespace cc::providers
