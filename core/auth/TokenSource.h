// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AccountStore.h"
#include "auth/TokenEndpoint.h"

#include <optional>
#include <vector>

namespace cc::auth {

// Access tokens of one account, in memory only. A token is good until five minutes before its end, by whichever clock
// says so first: the wall clock goes on while the machine sleeps, the other does not jump. One refresh at a time,
// everybody waits for the same one.
//
// Errors: AccountSignInNeeded (params account, cause), AccountSignInExpired (probably the seven-day rule of consent
// screens in testing); then the account is marked and further calls fail without asking. Keychain*, Net*: passing
// things, nothing is forgotten; a token that is still good for a moment is handed out meanwhile.
class TokenSource : public QObject {
  Q_OBJECT
public:
  TokenSource(QString account, AccountStore& store, TokenEndpoint& endpoint, Clock& clock, QObject* parent = nullptr);
  const QString& account() const { return m_account; }
  Call token(QObject* context, Reply<QString> reply);
  // A server answered 401 to this token: the next call refreshes, unless that has happened already.
  void reject(const QString& token);
  // From a sign-in just made.
  void adopt(const TokenReply& reply);
  void forget();

Q_SIGNALS:
  void signInNeeded(const cc::Error& reason);

private:
  struct Held {
    QString token;
    qint64 lifetimeMs = 0;
    EpochMs takenAt = 0;
    qint64 takenAtMonotonic = 0;
  };
  qint64 remaining() const;
  void refresh();
  void askServer(const AccountSecret& secret);
  void onRefreshed(const AccountSecret& secret, Result<TokenReply> reply);
  void onTrouble(Error error);
  void onRefused(const AccountSecret& secret, Error error);
  void answer(const Result<QString>& result);

  QString m_account;
  AccountStore& m_store;
  TokenEndpoint& m_endpoint;
  Clock& m_clock;
  std::optional<Held> m_held;
  std::vector<Promise<QString>> m_waiting;
  bool m_refreshing = false;
};

}  // namespace cc::auth
