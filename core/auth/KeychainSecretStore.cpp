// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/SecretStore.h"

#include "auth/KeyringLock.h"
#include "base/Redactor.h"

#include <qt6keychain/keychain.h>
#include <QPointer>
#include <QTimer>
#include <deque>

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr std::chrono::seconds kLimit(60);  // a prompt left open would hold a job for ever

using Outcome = Result<std::optional<QString>>;

// One job at a time, in order: the backends queue by themselves, but a prompt each would pile up on the screen.
class KeychainSecretStore : public SecretStore {
public:
  explicit KeychainSecretStore(QObject* parent) : SecretStore(parent) {
    m_limit.setSingleShot(true);
    m_limit.setInterval(kLimit);
    connect(&m_limit, &QTimer::timeout, this, [this] { onLimit(); });
  }

  Call read(const QString& name, QObject* context, Reply<std::optional<QString>> reply) override {
    const Promise<std::optional<QString>> promise(context, std::move(reply));
    enqueue({name, [name] { return readJob(name); }, [promise] { return promise.isCancelled(); },
             [promise](Outcome outcome) { promise.resolve(std::move(outcome)); }});
    return promise.call();
  }
  Call write(const QString& name, const QString& secret, QObject* context, Reply<Nothing> reply) override {
    return change(
        name, [name, secret] { return writeJob(name, secret); }, context, std::move(reply));
  }
  Call remove(const QString& name, QObject* context, Reply<Nothing> reply) override {
    return change(
        name, [name] { return removeJob(name); }, context, std::move(reply));
  }
  bool isPersistent() const override { return true; }

private:
  struct Task {
    QString name;
    std::function<QKeychain::Job*()> make;
    std::function<bool()> isCancelled;
    std::function<void(Outcome)> resolve;
  };

  static QKeychain::Job* readJob(const QString& name) {
    auto* job = new QKeychain::ReadPasswordJob(u"colab-controller"_s);
    job->setKey(name);
    return job;
  }
  static QKeychain::Job* writeJob(const QString& name, const QString& secret) {
    auto* job = new QKeychain::WritePasswordJob(u"colab-controller"_s);
    job->setKey(name);
    job->setTextData(secret);
    return job;
  }
  static QKeychain::Job* removeJob(const QString& name) {
    auto* job = new QKeychain::DeletePasswordJob(u"colab-controller"_s);
    job->setKey(name);
    return job;
  }

  Call change(const QString& name, std::function<QKeychain::Job*()> make, QObject* context, Reply<Nothing> reply) {
    const Promise<Nothing> promise(context, std::move(reply));
    // A change is carried out even when nobody waits for it any more.
    enqueue({name, std::move(make), [] { return false; },
             [promise](Outcome outcome) {
               if (outcome.ok()) return promise.resolve(done());
               promise.resolve(std::move(outcome).error());
             }});
    return promise.call();
  }

  void enqueue(Task task) {
    m_tasks.push_back(std::move(task));
    if (m_tasks.size() == 1)
      QMetaObject::invokeMethod(
          this, [this] { startNext(); }, Qt::QueuedConnection);
  }

  void startNext() {
    while (!m_tasks.empty() && m_tasks.front().isCancelled()) m_tasks.pop_front();
    if (m_tasks.empty()) return;
    QKeychain::Job* job = m_tasks.front().make();
    job->setInsecureFallback(false);
    m_job = job;
    connect(job, &QKeychain::Job::finished, this, [this](QKeychain::Job* finished) { onFinished(finished); });
    m_limit.start();
    job->start();  // deletes itself after finished()
  }

  void onFinished(QKeychain::Job* job) {
    m_limit.stop();
    m_job = nullptr;
    if (job->error() == QKeychain::NoError) {
      const auto* read = qobject_cast<const QKeychain::ReadPasswordJob*>(job);
      return finish(read ? std::optional<QString>(read->textData()) : std::nullopt);
    }
    const bool notFound = job->error() == QKeychain::EntryNotFound;
    decide(notFound, job->error(), job->errorString());
  }

  // A locked keyring answers "not found" to a read and "access denied" to a write.
  void decide(bool notFound, QKeychain::Error error, const QString& text) {
    const bool denied = error == QKeychain::AccessDenied || error == QKeychain::AccessDeniedByUser;
    askWhetherKeyringIsLocked(this, [this, notFound, denied, text](bool locked) {
      if (notFound && !locked) return finish(std::optional<QString>());
      const ErrorCode code = locked || denied ? ErrorCode::KeychainLocked : ErrorCode::KeychainUnavailable;
      finish(Error{.code = code, .params = {{u"name"_s, m_tasks.front().name}}, .detail = Redactor::redact(text)});
    });
  }

  void onLimit() {
    if (!m_job) return;
    m_job->disconnect(this);  // it can't be stopped; what it says later is not heard
    m_job = nullptr;
    decide(false, QKeychain::OtherError, u"no answer from the keychain"_s);
  }

  void finish(Outcome outcome) {
    const Task task = std::move(m_tasks.front());
    m_tasks.pop_front();
    task.resolve(std::move(outcome));
    startNext();
  }

  std::deque<Task> m_tasks;
  QPointer<QKeychain::Job> m_job;
  QTimer m_limit;
};

}  // namespace

std::unique_ptr<SecretStore> keychainSecretStore(QObject* parent) {
  return std::make_unique<KeychainSecretStore>(parent);
}

}  // namespace cc::auth
