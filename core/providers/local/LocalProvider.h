// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "jobs/RuntimeProvider.h"
#include "jupyter/JupyterClient.h"
#include "jupyter/LocalServer.h"
#include "providers/ProviderRegistry.h"
#include "providers/local/WarmKernel.h"

#include <QHash>
#include <QSet>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace cc::providers {

// Kernels of the user's own environment on this machine, in one Jupyter server that we start and adopt again. The server
// and its kernels outlive this program. A lease is one Jupyter session, found again by its path, which is the lease key
// with a file name; its files live in <root>/leases/<key>/.
class LocalProvider : public jobs::RuntimeProvider {
  Q_OBJECT
public:
  LocalProvider(ProviderConfig config, const ProviderContext& context, QObject* parent = nullptr);
  ~LocalProvider() override;

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
  // Server up and m_client set; concurrent callers share the work.
  void ensureServer(QObject* context, Ready ready);
  void openSession(const jobs::Lease& lease, const Promise<jobs::Runtime>& promise, bool again);
  void giveWarm(const jobs::Lease& lease, const Promise<jobs::Runtime>& promise);
  void listSessions(const Promise<std::vector<jobs::Runtime>>& promise);
  void endSession(const QString& key, const QString& path);
  void released(const QString& key, const Result<Nothing>& result);
  void forgetServer();
  void warmUp();
  void warmSettled();  // ready or failed
  jobs::Runtime toRuntime(const jobs::Lease& lease, const jupyter::SessionModel& session, const QString& channel) const;
  QString sessionPath(const jobs::Lease& lease) const;
  Status makeFolder(const jobs::Lease& lease) const;
  QString leaseFolder(const QString& key) const;
  QString workingDirectory(const jobs::Lease& lease) const;
  QString languageOf(const jobs::Lease& lease) const;

  ProviderConfig m_config;
  const Paths& m_paths;
  Clock& m_clock;
  net::HttpClient& m_http;
  QString m_root;
  jupyter::LocalServer m_server;
  std::unique_ptr<jupyter::JupyterClient> m_client;
  std::optional<jupyter::PythonEnvironment> m_python;
  QString m_defaultKernel;
  QHash<QString, QString> m_languages;  // by kernel name, lower case
  std::unique_ptr<WarmKernel> m_warm;
  std::function<void()> m_waiting;  // the one acquire that takes the warm kernel once it is ready
  QSet<QString> m_held;             // keys acquired by this process and not released
  // Channel of a warm kernel that was given away, until createRun() takes it.
  std::map<QString, std::unique_ptr<jupyter::KernelChannel>> m_channels;
  std::map<QString, Promise<Nothing>> m_releasing;
  bool m_shuttingDown = false;
};

}  // namespace cc::providers
