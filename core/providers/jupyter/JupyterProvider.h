// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "jobs/RuntimeProvider.h"
#include "jupyter/JupyterClient.h"
#include "providers/ProviderRegistry.h"

namespace cc::providers {

// Name of the keychain entry that holds the token of a configured Jupyter server.
QString jupyterTokenName(const QString& provider);
// Environment variable that takes the token's place where there is no keychain: COLAB_CONTROLLER_TOKEN_<NAME>, the name
// in capitals, everything but letters and digits as "_".
QString jupyterTokenVariable(const QString& provider);

// A Jupyter server that the user already has: by address, with its token from the keychain. A lease is one session at
// colab-controller/<key>/notebook.ipynb below the server's root; the kernel starts in that folder. An attached one may be
// any session; its key is then the session's id.
class JupyterProvider : public jobs::RuntimeProvider {
  Q_OBJECT
public:
  JupyterProvider(ProviderConfig config, const ProviderContext& context, QObject* parent = nullptr);

  QString name() const override { return m_config.name; }
  QString kind() const override { return m_config.kind; }
  jobs::ProviderCapabilities capabilities() const override;
  Call acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override;
  Call attach(const QString& key, QObject* context, Reply<jobs::Runtime> reply) override;
  Call list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) override;
  Call refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override;
  Call keepAlive(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override;
  Call release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override;
  Call check(QObject* context, Reply<jobs::ProviderHealth> reply) override;
  std::unique_ptr<jobs::AttemptRun> createRun(const jobs::Lease& lease, jobs::AttemptPlan plan) override;
  void prepare() override;
  Call shutDown(bool inUse, QObject* context, Reply<Nothing> reply) override;

private:
  using Ready = std::function<void(Result<Nothing>)>;
  void ensureToken(Ready ready);
  void useToken(const QString& token);
  void finishAcquire(const QString& key, const jupyter::SessionModel& session, const Promise<jobs::Runtime>& promise);
  // What a failure means for whoever asked for a runtime of this server.
  Error asProviderError(Error error);

  ProviderConfig m_config;
  Clock& m_clock;
  net::HttpClient& m_http;
  auth::SecretStore& m_secrets;
  jupyter::JupyterClient m_client;
  bool m_hasToken = false;
  std::optional<Error> m_keychainError;  // why the keychain gave no token
};

}  // namespace cc::providers
