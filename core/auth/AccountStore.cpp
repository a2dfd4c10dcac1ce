// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/AccountStore.h"

#include "base/Ids.h"
#include "base/Json.h"
#include "base/Redactor.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr int kVersion = 1;
constexpr qint64 kMaxBytes = 1024 * 1024;

QString secretName(const QString& id) {
  return u"google:"_s + id;
}

Json toJson(const Account& account) {
  Json scopes = Json::array();
  for (const QString& scope : account.scopes) scopes.push_back(toStd(scope));
  return {{"id", toStd(account.id)},
          {"email", toStd(account.email)},
          {"name", toStd(account.name)},
          {"scopes", std::move(scopes)},
          {"signed_in_at", toStd(toRfc3339(account.signedInAt))},
          {"sign_in_needed", toStd(account.signInNeeded)},
          {"quota_project", toStd(account.quotaProject)},
          {"colab_interface", toStd(account.colabInterface)},
          {"colab_interface_at", toStd(toRfc3339(account.colabInterfaceAt))}};
}

Account accountFrom(const Json& json) {
  Account account{.id = stringAt(json, "id"),
                  .email = stringAt(json, "email"),
                  .name = stringAt(json, "name"),
                  .signedInAt = fromRfc3339(stringAt(json, "signed_in_at")),
                  .signInNeeded = stringAt(json, "sign_in_needed"),
                  .quotaProject = stringAt(json, "quota_project"),
                  .colabInterface = stringAt(json, "colab_interface"),
                  .colabInterfaceAt = fromRfc3339(stringAt(json, "colab_interface_at"))};
  for (const Json& scope : cc::at(json, "scopes")) {
    if (scope.is_string()) account.scopes.append(fromStd(scope.get_ref<const std::string&>()));
  }
  return account;
}

QString packed(const AccountSecret& secret) {
  const auto text = [](const QUrl& url) { return url.toString(QUrl::FullyEncoded).toStdString(); };
  return QString::fromUtf8(dumpJson({{"client_id", toStd(secret.client.id)},
                                     {"client_secret", toStd(secret.client.secret)},
                                     {"auth_uri", text(secret.client.authorize)},
                                     {"token_uri", text(secret.client.token)},
                                     {"refresh_token", toStd(secret.refreshToken)}}));
}

AccountSecret unpacked(const Json& json) {
  AccountSecret secret{.client = {.id = stringAt(json, "client_id"),
                                  .secret = stringAt(json, "client_secret"),
                                  .authorize = QUrl(stringAt(json, "auth_uri")),
                                  .token = QUrl(stringAt(json, "token_uri"))},
                       .refreshToken = stringAt(json, "refresh_token")};
  Redactor::remember(secret.client.secret);
  Redactor::remember(secret.refreshToken);
  return secret;
}

}  // namespace

AccountStore::AccountStore(QString file, SecretStore& secrets, QObject* parent)
    : QObject(parent), m_file(std::move(file)), m_secrets(secrets) {}

Status AccountStore::load() {
  m_accounts.clear();
  m_unreadable = false;
  QFile file(m_file);
  if (!file.exists()) return done();
  const auto failure = [this](ErrorCode code, const QString& detail) {
    m_unreadable = true;
    return Error{.code = code, .params = {{u"path"_s, m_file}}, .detail = detail};
  };
  if (!file.open(QIODevice::ReadOnly)) return failure(ErrorCode::FileUnreadable, file.errorString());
  const auto json = parseJson(file.read(kMaxBytes));
  if (!json.ok()) return failure(ErrorCode::StoreCorrupt, json.error().detail);
  if (intAt(*json, "version") != kVersion || !cc::at(*json, "accounts").is_array()) {
    return failure(ErrorCode::StoreCorrupt, u"not a list of accounts of version %1"_s.arg(kVersion));
  }
  for (const Json& entry : cc::at(*json, "accounts")) {
    Account account = accountFrom(entry);
    if (!account.id.isEmpty() && !at(account.id)) m_accounts.push_back(std::move(account));
  }
  return done();
}

Status AccountStore::save() {
  if (m_unreadable) {
    return Error{.code = ErrorCode::FileUnwritable,
                 .params = {{u"path"_s, m_file}},
                 .detail = u"it could not be read and is left as it is"_s};
  }
  Json list = Json::array();
  for (const Account& account : m_accounts) {
    if (account.persistent) list.push_back(toJson(account));  // without its secret it is nothing
  }
  QDir().mkpath(QFileInfo(m_file).absolutePath());
  QSaveFile file(m_file);
  const QByteArray bytes = dumpJson({{"version", kVersion}, {"accounts", std::move(list)}}) + '\n';
  if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
      file.write(bytes) != bytes.size() || !file.commit()) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, m_file}}, .detail = file.errorString()};
  }
  Q_EMIT changed();
  return done();
}

Account* AccountStore::at(const QString& id) {
  const auto found =
      std::find_if(m_accounts.begin(), m_accounts.end(), [&id](const Account& one) { return one.id == id; });
  return found == m_accounts.end() ? nullptr : &*found;
}

const Account* AccountStore::find(const QString& account) const {
  if (account.isEmpty()) return m_accounts.empty() ? nullptr : &m_accounts.front();
  const auto found = std::find_if(m_accounts.begin(), m_accounts.end(), [&account](const Account& one) {
    return one.id == account || one.email.compare(account, Qt::CaseInsensitive) == 0;
  });
  return found == m_accounts.end() ? nullptr : &*found;
}

Call AccountStore::put(Account account, const AccountSecret& secret, QObject* context, Reply<Account> reply) {
  const Promise<Account> promise(context, std::move(reply));
  if (const Account* known = find(account.email); known && !account.email.isEmpty()) account.id = known->id;
  if (account.id.isEmpty()) account.id = newId();
  m_secrets.write(secretName(account.id), packed(secret), this,
                  [this, account, promise](const Result<Nothing>& written) mutable {
                    if (!written.ok()) return promise.resolve(written.error());
                    account.persistent = m_secrets.keeps(secretName(account.id));
                    Account* known = at(account.id);
                    if (known) *known = account;
                    if (!known) m_accounts.push_back(account);
                    if (const Status saved = save(); !saved.ok()) return promise.resolve(saved.error());
                    promise.resolve(account);
                  });
  return promise.call();
}

Call AccountStore::secret(const QString& id, QObject* context, Reply<AccountSecret> reply) {
  return m_secrets.read(secretName(id), context, [id, reply = std::move(reply)](Result<std::optional<QString>> stored) {
    if (!stored.ok()) return reply(std::move(stored).error());
    const auto json = parseJson(stored->value_or(QString()).toUtf8());
    AccountSecret secret = json.ok() ? unpacked(*json) : AccountSecret{};
    if (!secret.client.id.isEmpty()) return reply(std::move(secret));
    reply(Error{.code = ErrorCode::AccountSignInNeeded, .params = {{u"account"_s, id}, {u"cause"_s, u"no_token"_s}}});
  });
}

Call AccountStore::replaceToken(const QString& id, const AccountSecret& secret, QObject* context,
                                Reply<Nothing> reply) {
  return m_secrets.write(secretName(id), packed(secret), context, std::move(reply));
}

Status AccountStore::markSignInNeeded(const QString& id, const QString& cause) {
  Account* account = at(id);
  if (!account || account->signInNeeded == cause) return done();
  account->signInNeeded = cause;
  return save();
}

Status AccountStore::rememberColabInterface(const QString& id, const QString& generation, EpochMs when) {
  Account* account = at(id);
  if (!account) return done();
  account->colabInterface = generation;
  account->colabInterfaceAt = when;
  return save();
}

Status AccountStore::makeDefault(const QString& id) {
  const auto found = std::find_if(m_accounts.begin(), m_accounts.end(), [&id](const Account& a) { return a.id == id; });
  if (found == m_accounts.end()) return Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, id}}};
  std::rotate(m_accounts.begin(), found, found + 1);
  return save();
}

Call AccountStore::remove(const QString& id, QObject* context, Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  m_secrets.remove(secretName(id), this, [this, id, promise](const Result<Nothing>& removed) {
    if (!removed.ok()) return promise.resolve(removed.error());
    std::erase_if(m_accounts, [&id](const Account& account) { return account.id == id; });
    promise.resolve(save());
  });
  return promise.call();
}

}  // namespace cc::auth
