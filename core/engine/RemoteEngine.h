// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Paths.h"
#include "engine/Engine.h"
#include "engine/LineSocket.h"

#include <QHash>
#include <functional>
#include <memory>

namespace cc::engine {

// The engine of another process of this user, over its local socket (EngineProtocol.h). Made by connectEngine().
// stop() only lets go of the connection: the other process goes on. When the connection is lost every open call fails
// with EngineNotRunning, and so does every later one; failed() is emitted once.
class RemoteEngine : public Engine {
public:
  ~RemoteEngine() override;

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
  bool isQueueHeld() const override { return m_queueHeld; }
  void stop() override;

protected:
  // Events cross the socket only for signals that somebody listens to.
  void connectNotify(const QMetaMethod& signal) override;

private:
  friend Call connectEngine(const Paths& paths, QObject* context, Reply<std::shared_ptr<Engine>> reply);
  RemoteEngine();
  // greeted is called once: connected and of our protocol, or why not.
  void open(const QString& socketName, std::function<void(Status)> greeted);
  void receive(const Json& message);
  void greet(const Json& hello);
  void event(const QString& name, const Json& data);
  void lose(Error error, bool orderly);
  void subscribe(const char* event);
  template <typename T>
  Call request(const char* method, Json params, QObject* context, Reply<T> reply, T (*from)(const Json&));
  Call requestForJobs(const char* method, const QStringList& jobs, Json params, QObject* context, Reply<Nothing> reply);

  std::unique_ptr<LineSocket> m_line;
  std::function<void(Status)> m_greeted;
  QHash<qint64, std::function<void(Result<Json>)>> m_pending;
  qint64 m_lastId = 0;
  bool m_lost = false;
  bool m_queueHeld = false;
};

// Connects to the running engine of the data folder. Replies EngineNotRunning at once when there is none, and
// ProtocolMismatch (ours, theirs) when it speaks another version.
Call connectEngine(const Paths& paths, QObject* context, Reply<std::shared_ptr<Engine>> reply);

}  // namespace cc::engine
