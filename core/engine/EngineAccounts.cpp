// SPDX-License-Identifier: GPL-3.0-or-later
// The part of EngineCore that signs users in and out.
#include "auth/Scopes.h"
#include "base/Log.h"
#include "engine/EngineCore.h"
#include "engine/EnvironmentCredentials.h"
#include "engine/Gathering.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace cc::engine {

// One sign-in from the first look at the keychain to its answer.
struct EngineCore::SignInTask {
  quint64 ticket = 0;
  SignInOptions options;
  std::function<void(const QUrl&)> told;
  Answer<AccountInfo> answer;
  QString email;       // of the account to renew
  QStringList scopes;  // to ask for
  Call call;           // the step under way
};

namespace {

const QString kDrive = u"drive"_s, kStorage = u"storage"_s, kColab = u"colab"_s;

QStringList scopesOf(const QString& feature) {
  return feature == kDrive ? auth::driveScopes() : feature == kStorage ? auth::storageScopes() : auth::baseScopes();
}

Error noClient() {
  return Error{.code = ErrorCode::AccountClientUnusable, .params = {{u"problem"_s, u"none"_s}}};
}

Error unknownAccount(const QString& account, const std::vector<auth::Account>& known) {
  QStringList names;
  for (const auth::Account& one : known) names.append(one.email);
  return Error{.code = ErrorCode::AccountUnknown,
               .params = {{u"account"_s, account.left(200)}, {u"known"_s, names.join(u", "_s)}}};
}

}  // namespace

QString environmentCredentials() {
  return auth::credentialsPath(QProcessEnvironment::systemEnvironment(), QDir::homePath());
}

void EngineCore::openAccounts() {
  m_accountSecrets = auth::fallbackSecretStore(*m_secrets);
  m_accounts = std::make_unique<auth::Accounts>(*m_http, m_clock, *m_accountSecrets,
                                                auth::OAuthEndpoints::from(m_config.endpoints), m_paths.accountsFile(),
                                                auth::openSystemBrowser);
  // Jobs of other providers go on without them; each use tells.
  if (Status loaded = m_accounts->load(); !loaded.ok()) {
    qCWarning(lcEngine).noquote() << "accounts:" << loaded.error().toLogLine();
  }
  connect(m_accounts.get(), &auth::Accounts::changed, this, &EngineCore::accountsChanged);
  connect(m_accounts.get(), &auth::Accounts::addressReady, this, [this](const QUrl& address) {
    if (m_signIn) m_signIn->told(address);
  });
}

AccountInfo EngineCore::infoOf(const auth::Account& account) const {
  const auth::Account* first = m_accounts->store().find({});
  AccountInfo info{.id = account.id,
                   .email = account.email,
                   .name = account.name,
                   .scopes = account.scopes,
                   .isDefault = first && first->id == account.id,
                   .signInNeeded = account.signInNeeded,
                   .persistent = account.persistent,
                   .signedInAt = account.signedInAt};
  for (const QString& feature : {kColab, kDrive, kStorage}) {
    const bool has = auth::missingScopes(scopesOf(feature), account.scopes).isEmpty();
    (has ? info.features : info.missing).append(feature);
  }
  return info;
}

std::vector<AccountInfo> EngineCore::accounts() const {
  std::vector<AccountInfo> list;
  for (const auth::Account& account : m_accounts->store().accounts()) list.push_back(infoOf(account));
  return list;
}

quint64 EngineCore::newSignIn() {
  static std::atomic<quint64> last = 0;
  return ++last;
}

void EngineCore::signIn(const SignInOptions& options, quint64 ticket, std::function<void(const QUrl&)> told,
                        Answer<AccountInfo> answer) {
  if (m_stopping) {
    answer(Error{.code = ErrorCode::EngineStopping});
    return;
  }
  if (m_signIn) {
    endTask(m_signIn, Error{.code = ErrorCode::AccountSignInIncomplete, .params = {{u"reason"_s, u"replaced"_s}}});
  }
  m_signIn = std::make_shared<SignInTask>(
      SignInTask{.ticket = ticket, .options = options, .told = std::move(told), .answer = std::move(answer)});
  // Before the user is troubled: a sign-in that cannot be kept is of no use.
  m_signIn->call =
      m_secrets->read(u"sign-in-probe"_s, this, [this, task = m_signIn](const Result<std::optional<QString>>& probe) {
        const bool locked = !probe.ok() && probe.error().code == ErrorCode::KeychainLocked;
        const bool kept = probe.ok() && m_secrets->isPersistent();
        if (locked) return endTask(task, probe.error());
        if (kept || !task->options.needsKeychain) return beginSignIn(task);
        endTask(task, probe.ok() ? Error{.code = ErrorCode::KeychainUnavailable, .params = {{u"lasting"_s, u"no"_s}}}
                                 : Error(probe.error()).with(u"lasting"_s, u"no"_s));
      });
}

void EngineCore::beginSignIn(const std::shared_ptr<SignInTask>& task) {
  const SignInOptions& options = task->options;
  const auth::AccountStore& store = m_accounts->store();
  task->scopes = auth::baseScopes();
  for (const QString& feature : options.features) {
    if (feature == kDrive || feature == kStorage) task->scopes += scopesOf(feature);
  }
  const bool extends = !options.features.isEmpty() && options.credentialsFile.isEmpty();
  const auth::Account* account = options.account.isEmpty() && !extends ? nullptr : store.find(options.account);
  if (!account && !options.account.isEmpty()) return endTask(task, unknownAccount(options.account, store.accounts()));
  if (account) return continueAccount(task, auth::Account(*account));
  signInWithFile(task);
}

// What it had is asked for again: the grant may have been taken back as a whole.
void EngineCore::continueAccount(const std::shared_ptr<SignInTask>& task, const auth::Account& account) {
  task->email = account.email;
  for (const QString& feature : {kDrive, kStorage}) {
    const QStringList scopes = scopesOf(feature);
    if (auth::missingScopes(scopes, account.scopes).isEmpty() && !task->scopes.contains(scopes.first()))
      task->scopes += scopes;
  }
  if (!task->options.credentialsFile.isEmpty()) return signInWithFile(task);
  task->call = m_accounts->client(account.id, this, [this, task](Result<auth::OAuthClient> client) {
    if (client.ok()) return signInWith(task, *client);
    if (client.error().code == ErrorCode::AccountSignInNeeded) return signInWithFile(task);
    endTask(task, std::move(client).error());
  });
}

void EngineCore::signInWithFile(const std::shared_ptr<SignInTask>& task) {
  QString path = task->options.credentialsFile;
  if (path.isEmpty()) path = task->options.environmentFile;
  if (path.isEmpty()) path = environmentCredentials();
  if (path.isEmpty()) {
    if (!m_accounts->store().find({}) || !task->email.isEmpty()) return endTask(task, noClient());
    task->call = m_accounts->client({}, this, [this, task](Result<auth::OAuthClient> client) {
      if (client.ok()) return signInWith(task, *client);
      endTask(task, client.error().code == ErrorCode::AccountSignInNeeded ? noClient() : client.error());
    });
    return;
  }
  const auto credentials = auth::loadCredentials(path);
  if (!credentials.ok()) return endTask(task, credentials.error());
  if (!credentials->isSignedIn()) return signInWith(task, credentials->client);
  task->call = m_accounts->import(*credentials, this,
                                  [this, task](Result<auth::Account> result) { endTask(task, std::move(result)); });
}

void EngineCore::signInWith(const std::shared_ptr<SignInTask>& task, const auth::OAuthClient& client) {
  const auth::SignInRequest request{.client = client,
                                    .scopes = task->scopes,
                                    .loginHint = task->email,
                                    .incremental = !task->email.isEmpty(),
                                    .openBrowser = task->options.openBrowser};
  task->call = m_accounts->signIn(request, this,
                                  [this, task](Result<auth::Account> result) { endTask(task, std::move(result)); });
}

// By value: it may be m_signIn itself.
void EngineCore::endTask(std::shared_ptr<SignInTask> task, Result<auth::Account> result) {
  if (m_signIn == task) m_signIn.reset();
  task->call.cancel();
  if (const auto answer = std::exchange(task->answer, nullptr)) {
    if (result.ok()) {
      answer(infoOf(*result));
    } else {
      answer(std::move(result).error());
    }
  }
}

void EngineCore::endSignIn(quint64 ticket) {
  if (m_signIn && m_signIn->ticket == ticket) cancelSignIn();
}

void EngineCore::cancelSignIn() {
  if (!m_signIn) return;
  endTask(m_signIn, Error{.code = ErrorCode::AccountSignInIncomplete, .params = {{u"reason"_s, u"cancelled"_s}}});
}

Status EngineCore::pasteRedirect(const QString& address) {
  return m_accounts->pasteRedirect(address);
}

void EngineCore::signOut(const QString& account, Answer<Nothing> answer) {
  if (!m_accounts->store().find(account)) {
    answer(unknownAccount(account, m_accounts->store().accounts()));
    return;
  }
  m_accounts->signOut(account, this, std::move(answer));
}

Status EngineCore::makeDefaultAccount(const QString& account) {
  Status made = m_accounts->makeDefault(account);
  if (made.ok() || made.error().code != ErrorCode::AccountUnknown) return made;
  return unknownAccount(account, m_accounts->store().accounts());
}

// Whether each account's sign-in still works and what it lacks. Colab without an account is told, no more.
void EngineCore::checkAccounts(Answer<std::vector<DoctorCheck>> answer) {
  const std::vector<AccountInfo> list = accounts();
  const auto colab = std::find_if(m_config.providers.begin(), m_config.providers.end(),
                                  [](const ProviderConfig& provider) { return provider.kind == kColab; });
  if (list.empty()) {
    if (colab == m_config.providers.end()) return answer(std::vector<DoctorCheck>{});
    return answer(std::vector<DoctorCheck>{
        {.id = u"account"_s,
         .warning = true,  // all else runs without
         .error = Error{.code = ErrorCode::AccountSignInNeeded,
                        .params = {{u"provider"_s, colab->name}, {u"cause"_s, u"no_account"_s}}}}});
  }
  auto all = std::make_shared<Gathering<DoctorCheck>>();
  all->answer = std::move(answer);
  all->missing = list.size() + 1;
  all->parts.resize(list.size());
  for (size_t i = 0; i < list.size(); ++i) {
    const AccountInfo& info = list[i];
    all->parts[i] = {.id = u"account"_s,
                     .params = {{u"account"_s, info.email}, {u"features"_s, info.features.join(u", "_s)}}};
    if (!info.missing.isEmpty()) all->parts[i].params.insert(u"missing"_s, info.missing.join(u", "_s));
    if (!info.persistent) all->parts[i].params.insert(u"kept"_s, u"memory"_s);
    auto source = m_accounts->tokens(info.id);
    if (!source.ok()) {
      all->parts[i].error = source.error();
      all->oneDone();
      continue;
    }
    (*source)->token(this, [all, i, info](Result<QString> token) {
      DoctorCheck& check = all->parts[i];
      check.ok = token.ok() && info.features.contains(kColab);
      check.warning = check.ok && !info.persistent;
      if (!token.ok())
        check.error = std::move(token).error().with(u"account"_s, info.email);
      else if (!check.ok)
        check.error = Error{.code = ErrorCode::AccountScopeMissing,
                            .params = {{u"scopes"_s, kColab}, {u"account"_s, info.email}}};
      all->oneDone();
    });
  }
  all->oneDone();
}

}  // namespace cc::engine
