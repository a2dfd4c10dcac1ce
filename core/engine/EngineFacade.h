// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "engine/EngineCore.h"

#include <QPointer>
#include <QSet>

namespace cc::engine {

// Carries the calls of one thread over to the core's thread and the answers and signals back. Any number of facades per
// core; each sees the outputs of the jobs it follows. The core outlives its facades' calls or its thread has ended.
class EngineFacade : public Engine {
  Q_OBJECT
public:
  explicit EngineFacade(EngineCore* core, QObject* parent = nullptr);
  ~EngineFacade() override;  // stops following

  Call submit(std::vector<JobSpec> specs, QObject* context, Reply<QStringList> reply) override;
  Call inspect(const QString& notebook, QObject* context, Reply<NotebookInspection> reply) override;
  Call jobs(const JobListQuery& query, QObject* context, Reply<JobPage> reply) override;
  Call job(const QString& id, QObject* context, Reply<JobDetail> reply) override;
  Call view(const QString& job, qint64 sinceRevision, QObject* context, Reply<NotebookView> reply) override;
  Call samples(const QString& job, EpochMs since, QObject* context, Reply<std::vector<Sample>> reply) override;
  Call log(const QString& job, QObject* context, Reply<QString> reply) override;
  Call cancel(const QStringList& jobs, QObject* context, Reply<Nothing> reply) override;
  Call retry(const QStringList& jobs, QObject* context, Reply<Nothing> reply) override;
  Call hold(const QStringList& jobs, QObject* context, Reply<Nothing> reply) override;
  Call release(const QStringList& jobs, QObject* context, Reply<Nothing> reply) override;
  Call setPriority(const QStringList& jobs, int priority, QObject* context, Reply<Nothing> reply) override;
  Call move(const QStringList& jobs, const QString& before, QObject* context, Reply<Nothing> reply) override;
  Call holdQueue(bool held, QObject* context, Reply<Nothing> reply) override;
  Call results(const QString& job, const QString& to, QObject* context, Reply<QString> reply) override;
  Call history(EpochMs since, QObject* context, Reply<std::vector<JobEvent>> reply) override;
  Call runtimes(QObject* context, Reply<std::vector<RuntimeInfo>> reply) override;
  Call releaseRuntime(const QString& id, QObject* context, Reply<Nothing> reply) override;
  Call attachRuntime(const QString& id, QObject* context, Reply<QString> reply) override;
  Call providers(QObject* context, Reply<std::vector<ProviderInfo>> reply) override;
  Call doctor(QObject* context, Reply<std::vector<DoctorCheck>> reply) override;
  Call secrets(QObject* context, Reply<QStringList> reply) override;
  Call setSecret(const QString& name, const QString& value, QObject* context, Reply<Nothing> reply) override;
  Call usage(qint64 maxAgeMs, QObject* context, Reply<std::vector<UsageInfo>> reply) override;
  Call forecast(const JobSpec& spec, QObject* context, Reply<ForecastInfo> reply) override;
  Call addJupyterServer(const QString& name, const QString& url, const QString& token, QObject* context,
                        Reply<Nothing> reply) override;
  Call accounts(QObject* context, Reply<std::vector<AccountInfo>> reply) override;
  Call signIn(const SignInOptions& options, QObject* context, Reply<AccountInfo> reply) override;
  Call pasteRedirect(const QString& address, QObject* context, Reply<Nothing> reply) override;
  Call cancelSignIn(QObject* context, Reply<Nothing> reply) override;
  Call signOut(const QString& account, QObject* context, Reply<Nothing> reply) override;
  Call makeDefaultAccount(const QString& account, QObject* context, Reply<Nothing> reply) override;
  Call follow(const QString& job, bool on, QObject* context, Reply<Nothing> reply) override;
  bool isQueueHeld() const override { return m_held; }
  void stop() override;

private:
  // work runs in the core's thread and answers once, now or later.
  template <typename T>
  Call ask(QObject* context, Reply<T> reply, std::function<void(EngineCore&, Answer<T>)> work);

  QPointer<EngineCore> m_core;
  Call m_signIn;
  QSet<QString> m_followed;
  bool m_held = false;
  bool m_stopped = false;
};

}  // namespace cc::engine
