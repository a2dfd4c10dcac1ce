// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "engine/EngineTypes.h"

#include <QObject>
#include <QUrl>

namespace cc::engine {

// The only face of the core that windows, command line and tests of behaviour see. Two kinds: HostedEngine (this process
// runs the jobs, in a thread of its own) and RemoteEngine (another process does; over its local socket).
//
// Thread: call from the thread of the Engine object (the window's, or main); replies and signals arrive there, from the
// event loop. Nothing blocks. Every call may fail with EngineNotRunning or EngineStopping besides what is noted.
class Engine : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;

  // Ids in the order of specs; all or nothing. The notebook file is read and copied now: later edits do not matter.
  // UsageBadSpec, UsageBadParameter, UsageUnknownProvider, Notebook*, Store*, with param "index" for the spec.
  virtual Call submit(std::vector<JobSpec> specs, QObject* context, Reply<QStringList> reply) = 0;
  virtual Call inspect(const QString& notebook, QObject* context, Reply<NotebookInspection> reply) = 0;

  virtual Call jobs(const JobListQuery& query, QObject* context, Reply<JobPage> reply) = 0;
  // id or an unambiguous beginning. UsageUnknownJob.
  virtual Call job(const QString& id, QObject* context, Reply<JobDetail> reply) = 0;
  virtual Call view(const QString& job, qint64 sinceRevision, QObject* context, Reply<NotebookView> reply) = 0;
  virtual Call samples(const QString& job, EpochMs since, QObject* context, Reply<std::vector<Sample>> reply) = 0;
  virtual Call log(const QString& job, QObject* context, Reply<QString> reply) = 0;

  // UsageNotAllowedInState (state), UsageUnknownJob; all or nothing. cancel() of a running job: interrupt, then restart
  // of the kernel, then release of the runtime. The reply comes when the wish is on disk, not when the job has ended.
  virtual Call cancel(const QStringList& jobs, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call retry(const QStringList& jobs, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call hold(const QStringList& jobs, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call release(const QStringList& jobs, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call setPriority(const QStringList& jobs, int priority, QObject* context, Reply<Nothing> reply) = 0;
  // Moves queued jobs, in the order given, before another queued job; empty: to the end.
  virtual Call move(const QStringList& jobs, const QString& before, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call holdQueue(bool held, QObject* context, Reply<Nothing> reply) = 0;

  // Brings results home again where needed and copies them to a folder (empty: leaves them); answers the folder.
  virtual Call results(const QString& job, const QString& to, QObject* context, Reply<QString> reply) = 0;
  // Events since a time, oldest first.
  virtual Call history(EpochMs since, QObject* context, Reply<std::vector<JobEvent>> reply) = 0;

  virtual Call runtimes(QObject* context, Reply<std::vector<RuntimeInfo>> reply) = 0;
  // A kept or attached runtime, or one of ours without a lease. The reply comes when the provider has confirmed, or with
  // its refusal; it is then tried again. UsageUnknownRuntime, UsageNotAllowedInState (a job runs on it; it is foreign).
  virtual Call releaseRuntime(const QString& id, QObject* context, Reply<Nothing> reply) = 0;
  // Gives a kept or listed runtime to the queue: jobs of its provider that fit run on it, in its kernel as it is, until it
  // is released. Answers its id from now on. UsageUnknownRuntime, UsageNotAllowedInState, RuntimeGone.
  virtual Call attachRuntime(const QString& id, QObject* context, Reply<QString> reply) = 0;
  virtual Call providers(QObject* context, Reply<std::vector<ProviderInfo>> reply) = 0;
  virtual Call doctor(QObject* context, Reply<std::vector<DoctorCheck>> reply) = 0;
  // Secrets that notebooks on Colab may read by google.colab.userdata.get(): their names. The values are in the keychain
  // and never told. setSecret() with an empty value removes it. UsageBadParameter (name), Keychain*.
  virtual Call secrets(QObject* context, Reply<QStringList> reply) = 0;
  virtual Call setSecret(const QString& name, const QString& value, QObject* context, Reply<Nothing> reply) = 0;
  // What accounts have and spend at providers that cost; empty without any. What was told longer ago than maxAgeMs is
  // asked for again first; a refusal is in its error.
  virtual Call usage(qint64 maxAgeMs, QObject* context, Reply<std::vector<UsageInfo>> reply) = 0;
  // What a job would cost. UsageUnknownProvider.
  virtual Call forecast(const JobSpec& spec, QObject* context, Reply<ForecastInfo> reply) = 0;
  // Adds or replaces a Jupyter server in the configuration; the token goes to the keychain. ConfigBadValue, Keychain*.
  virtual Call addJupyterServer(const QString& name, const QString& url, const QString& token, QObject* context,
                                Reply<Nothing> reply) = 0;

  // The default one first.
  virtual Call accounts(QObject* context, Reply<std::vector<AccountInfo>> reply) = 0;
  // Signs in with a client file or takes over a signed-in user of another program; an account known by its e-mail
  // address is renewed. Takes as long as the user needs, ten minutes at most. One at a time: a second one ends the first
  // (AccountSignInIncomplete, reason "replaced"); so do Call::cancel() and the end of the client that asked.
  // With neither file nor account: the client that the environment names, else that of the default account. With
  // features and nothing else: more for the default account.
  // AccountClientUnusable (problem "none" when there is no client at all), AccountUnknown, AccountSignIn*,
  // AccountScopeMissing, Keychain*, File*, Net*.
  virtual Call signIn(const SignInOptions& options, QObject* context, Reply<AccountInfo> reply) = 0;
  // The address that a browser was sent to at the end and could not load. UsageBadParameter (problem: "not_an_answer",
  // "other_sign_in"): the sign-in goes on. UsageNotAllowedInState without one.
  virtual Call pasteRedirect(const QString& address, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call cancelSignIn(QObject* context, Reply<Nothing> reply) = 0;
  // By id or e-mail address; signOut() of the default account when empty. Takes the sign-in back at the server as far as
  // that goes. AccountUnknown, Keychain*. Runtimes stay.
  virtual Call signOut(const QString& account, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call makeDefaultAccount(const QString& account, QObject* context, Reply<Nothing> reply) = 0;

  // Starts (stops) outputArrived() for a job. Following a finished job replays its outputs first.
  virtual Call follow(const QString& job, bool on, QObject* context, Reply<Nothing> reply) = 0;
  virtual bool isQueueHeld() const = 0;
  // Orderly end: no new attempts, runs detached, store closed. Emits stopped() when done.
  virtual void stop() = 0;

Q_SIGNALS:
  void changed(const cc::engine::ChangeSet& changes);
  void viewChanged(const QString& job, qint64 revision);  // for jobs somebody has called view() on; coalesced
  void sampled(const QString& job, const std::vector<cc::engine::Sample>& samples);
  void outputArrived(const cc::engine::OutputChunk& chunk);
  void signInAddress(const QUrl& address);  // of the page, for a sign-in that was asked for here
  void accountsChanged();
  void usageChanged(const std::vector<cc::engine::UsageInfo>& usage);  // once a minute while a machine costs
  void failed(const cc::Error& error);  // the engine cannot go on (store unusable, socket lost)
  void stopped();
};

}  // namespace cc::engine
