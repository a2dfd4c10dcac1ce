// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/OAuthClient.h"
#include "auth/SecretStore.h"
#include "base/Clock.h"

#include <QStringList>
#include <vector>

namespace cc::auth {

// A signed-in user, without secrets. Several are separate profiles: a job uses one, quotas are never pooled.
struct Account {
  QString id;  // ours, stable
  QString email, name;
  QStringList scopes;  // granted
  EpochMs signedInAt = 0;
  QString signInNeeded;  // why the stored sign-in is no longer accepted; empty: it is, as far as known
  QString quotaProject;
  QString colabInterface;  // the generation of Colab's interface that answered this account: "tunnel", "public"
  EpochMs colabInterfaceAt = 0;
  bool persistent = true;  // false: the sign-in is held in memory and gone with the process
};

struct AccountSecret {
  OAuthClient client;
  QString refreshToken;  // empty: sign in again with this client
};

// The accounts of one data folder: the list in a file without secrets (mode 0600, replaced atomically), the secrets in
// the SecretStore. Engine's thread. The first account is the default one.
class AccountStore : public QObject {
  Q_OBJECT
public:
  AccountStore(QString file, SecretStore& secrets, QObject* parent = nullptr);
  // A missing file is an empty list. FileUnreadable; StoreCorrupt when it is no list of ours (it is not overwritten).
  Status load();
  const std::vector<Account>& accounts() const { return m_accounts; }
  // By id or e-mail address; empty: the default one. Null when there is none.
  const Account* find(const QString& account) const;

  // Secret first, then the list: an account in the list has its secret. An account with this e-mail address already is
  // replaced and keeps its id, which is what the reply holds.
  Call put(Account account, const AccountSecret& secret, QObject* context, Reply<Account> reply);
  // AccountSignInNeeded (cause "no_token") when the keychain has none; KeychainLocked and KeychainUnavailable mean
  // nothing about the account.
  Call secret(const QString& id, QObject* context, Reply<AccountSecret> reply);
  // A refresh token that replaces the old one; empty: the old one is worthless, the client stays.
  Call replaceToken(const QString& id, const AccountSecret& secret, QObject* context, Reply<Nothing> reply);
  Status markSignInNeeded(const QString& id, const QString& cause);
  Status rememberColabInterface(const QString& id, const QString& generation, EpochMs at);
  Status makeDefault(const QString& id);
  // From list and keychain.
  Call remove(const QString& id, QObject* context, Reply<Nothing> reply);
  bool isPersistent() const { return m_secrets.isPersistent(); }

Q_SIGNALS:
  void changed();

private:
  Account* at(const QString& id);
  Status save();

  QString m_file;
  SecretStore& m_secrets;
  std::vector<Account> m_accounts;
  bool m_unreadable = false;
};

}  // namespace cc::auth
