// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/Accounts.h"
#include "base/Config.h"
#include "base/Paths.h"
#include "base/Worker.h"
#include "engine/ChangeCoalescer.h"
#include "engine/EngineTypes.h"
#include "engine/JobViews.h"
#include "jobs/HistoryFile.h"
#include "jobs/JobQueue.h"
#include "jobs/RuntimeProvider.h"
#include "net/HttpClient.h"
#include "providers/ProviderRegistry.h"
#include "providers/backup/BackupStores.h"
#include "store/Database.h"
#include "store/JobStore.h"
#include "store/LedgerStore.h"
#include "store/SampleStore.h"

#include <QHash>
#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace cc::engine {

class Engine;
class EngineServer;

template <typename T>
using Answer = std::function<void(Result<T>)>;

// The engine itself: builds the rooms, owns them, answers the verbs of Engine. Lives in the engine's thread, in which
// every member is called; EngineFacade carries calls over from other threads.
class EngineCore : public QObject {
  Q_OBJECT
public:
  // Made in any thread and moved to the engine's before open().
  EngineCore(Paths paths, Config config, bool keychain);
  ~EngineCore() override;

  // Opens the stores and, when it runs jobs, takes up what an earlier process left. StoreCorrupt, StoreTooNew,
  // StoreUnusable.
  Status open(bool runJobs);
  // Other processes of this user may talk to the engine from now on.
  Status serve();
  void stop();

  void submit(std::vector<JobSpec> specs, Answer<QStringList> answer);
  void inspect(const QString& notebook, Answer<NotebookInspection> answer);
  Result<JobPage> jobs(const JobListQuery& query);
  Result<JobDetail> job(const QString& id);
  void view(const QString& job, qint64 since, Answer<NotebookView> answer);
  Result<std::vector<Sample>> samples(const QString& job, EpochMs since);
  Result<QString> log(const QString& job);
  Status holdQueue(bool held);
  void results(const QString& job, const QString& to, Answer<QString> answer);
  Result<std::vector<JobEvent>> history(EpochMs since);
  void runtimes(Answer<std::vector<RuntimeInfo>> answer);
  void releaseRuntime(const QString& id, Answer<Nothing> answer);
  void attachRuntime(const QString& id, Answer<QString> answer);
  void providers(Answer<std::vector<ProviderInfo>> answer);
  void doctor(Answer<std::vector<DoctorCheck>> answer);
  Result<QStringList> secrets();
  void setSecret(const QString& name, const QString& value, Answer<Nothing> answer);
  // What accounts have and spend; what was told longer ago than maxAgeMs is asked for again first.
  void usage(qint64 maxAgeMs, Answer<std::vector<UsageInfo>> answer);
  std::vector<UsageInfo> usageNow();
  Result<ForecastInfo> forecast(const JobSpec& spec);
  void addJupyterServer(const QString& name, const QString& url, const QString& token, Answer<Nothing> answer);
  // Accounts; see EngineAccounts.cpp. ticket: newSignIn(), from any thread; told is called with the page's address.
  static quint64 newSignIn();
  std::vector<AccountInfo> accounts() const;
  void signIn(const SignInOptions& options, quint64 ticket, std::function<void(const QUrl&)> told,
              Answer<AccountInfo> answer);
  void endSignIn(quint64 ticket);  // nothing when it is another one that goes on
  Status pasteRedirect(const QString& address);
  void cancelSignIn();
  void signOut(const QString& account, Answer<Nothing> answer);
  Status makeDefaultAccount(const QString& account);
  void follow(const QString& job, Answer<std::vector<OutputChunk>> answer);
  void unfollow(const QString& job);
  jobs::JobQueue& queue() { return *m_queue; }
  ChangeSet everything();  // counts and flags without rows: what a new listener starts from

Q_SIGNALS:
  void changed(const cc::engine::ChangeSet& changes);
  void viewChanged(const QString& job, qint64 revision);
  void sampled(const QString& job, const std::vector<cc::engine::Sample>& samples);
  void outputArrived(const cc::engine::OutputChunk& chunk);
  void accountsChanged();
  void usageChanged(const std::vector<cc::engine::UsageInfo>& usage);
  void failed(const cc::Error& error);
  void stopped();

private:
  struct FoundRuntime {
    QString provider;
    jobs::Runtime runtime;
  };
  // A runtime that we hold no lease on, at whatever provider lists it. UsageUnknownRuntime.
  void findRuntime(const QString& key, Answer<FoundRuntime> answer);
  void addCosts(std::vector<JobSummary>& jobs);
  void addCosts(const QString& job, std::vector<AttemptDetail>& attempts);
  Status refuseInUse(const store::LeaseRow& lease) const;
  void awaitRelease(const store::LeaseRow& lease, Answer<Nothing> answer);
  void attachKept(const store::LeaseRow& lease, Answer<QString> answer);
  Result<store::JobRow> rowOf(const QString& idOrPrefix);
  jobs::RuntimeProvider* provider(const QString& name) const;
  providers::ProviderContext providerContext();
  struct SignInTask;
  void openAccounts();
  AccountInfo infoOf(const auth::Account& account) const;
  void beginSignIn(const std::shared_ptr<SignInTask>& task);
  void continueAccount(const std::shared_ptr<SignInTask>& task, const auth::Account& account);
  void signInWithFile(const std::shared_ptr<SignInTask>& task);
  void signInWith(const std::shared_ptr<SignInTask>& task, const auth::OAuthClient& client);
  void endTask(std::shared_ptr<SignInTask> task, Result<auth::Account> result);
  void checkAccounts(Answer<std::vector<DoctorCheck>> answer);
  void flushChanges(const QSet<QString>& ids);
  void onSampled(const QString& job, const std::vector<Sample>& samples);
  void finishStop();

  Paths m_paths;
  Config m_config;
  const bool m_keychain;
  SystemClock m_clock;
  store::Database m_jobsDatabase, m_samplesDatabase;
  std::unique_ptr<net::HttpClient> m_http;
  std::unique_ptr<auth::SecretStore> m_secrets, m_accountSecrets;
  std::unique_ptr<auth::Accounts> m_accounts;
  std::shared_ptr<SignInTask> m_signIn;
  std::unique_ptr<store::JobStore> m_store;
  std::unique_ptr<store::SampleStore> m_samples;
  std::unique_ptr<store::LedgerStore> m_ledger;
  std::vector<std::unique_ptr<jobs::RuntimeProvider>> m_providers;
  std::unique_ptr<providers::BackupStores> m_backupStores;
  std::unique_ptr<jobs::JobServices> m_services;
  std::unique_ptr<jobs::JobQueue> m_queue;
  std::unique_ptr<jobs::HistoryFile> m_history;
  std::unique_ptr<JobViews> m_views;
  std::unique_ptr<ChangeCoalescer> m_changes;
  std::unique_ptr<Engine> m_servedFacade;  // lives as long as the server
  std::unique_ptr<EngineServer> m_server;
  QHash<QString, qint64> m_newestSample;  // by job, time of the runtime's clock
  bool m_stopping = false;
  int m_stopsLeft = 0;
  Worker m_worker{this};  // last: its pool ends before what its jobs use
};

}  // namespace cc::engine
