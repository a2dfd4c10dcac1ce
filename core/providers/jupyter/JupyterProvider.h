// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "jobs/RuntimeProvider.h"
#include "jupyter/JupyterClient.h"
#include "providers/ProviderRegistry.h"

namespace cc::providers {

// Name of the keychain entry that holds the token of a configured Jupyter server.
QString jupyterTokenName(const QString& provider);

// A Jupyter server that the user already has: by address, with its token from the keychain. A lease is one session at
// colab-controller/<key>/notebook.ipynb below the server's root; the kernel starts in that folder.
class JupyterProvider : public jobs::RuntimeProvider {
  Q_OBJECT
public:
  JupyterProvider(ProviderConfig config, const ProviderContext& context, QObject* parent = nullptr);

  QString name() const override { return m_config.name; }
  QString kind() const override { return m_config.kind; }
  jobs::ProviderCapabilities capabilities() const override;
  Call acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override;
  Call list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) override;
  Call refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override;
  Call keepAlive(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override;
  Call release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override;
  Call check(QObject* context, Reply<jobs::ProviderHealth> reply) override;
  std::unique_ptr<jobs::AttemptRun> createRun(const jobs::Lease& lease, jobs::AttemptPlan plan) override;
  void prepare(const QStringList& keys) override;
  Call shutDown(bool jobsRunning, QObject* context, Reply<Nothing> reply) override;

private:
  using Ready = std::function<void(Result<Nothing>)>;
  void ensureToken(Ready ready);
  jobs::Runtime toRuntime(const jobs::Lease& lease, const jupyter::SessionModel& session) const;
  // What a failure means for whoever asked for a runtime of this server.
  Error asProviderError(Error error) const;

  ProviderConfig m_config;
  Clock& m_clock;
  net::HttpClient& m_http;
  auth::SecretStore& m_secrets;
  jupyter::JupyterClient m_client;
  bool m_hasToken = false;
};

}  // namespace cc::providers
