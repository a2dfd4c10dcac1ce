// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AccountStore.h"
#include "auth/OAuthClientFile.h"
#include "auth/SignIn.h"
#include "auth/TokenSource.h"

#include <QMap>
#include <QPointer>
#include <memory>

namespace cc::auth {

// Sign-in and sign-out of accounts, and their tokens. One per engine; its thread.
class Accounts : public QObject {
  Q_OBJECT
public:
  // file: the account list. browser: how an address is shown.
  Accounts(net::HttpClient& http, Clock& clock, SecretStore& secrets, OAuthEndpoints endpoints, const QString& file,
           OpenBrowser browser, QObject* parent = nullptr);
  Status load() { return m_store.load(); }
  const AccountStore& store() const { return m_store; }
  // No change of accounts: nobody is told.
  Status rememberColabInterface(const QString& id, const QString& generation, EpochMs at) {
    return m_store.rememberColabInterface(id, generation, at);
  }

  // One at a time; a second call ends the first (AccountSignInIncomplete, reason
  // "replaced"). An account known by its e-mail address is renewed.
  // AccountSignInRefused with reason "other_account" when an incremental sign-in came back with another address.
  Call signIn(SignInRequest request, QObject* context, Reply<Account> reply);
  // For --no-browser: the redirected address of the sign-in going on. UsageNotAllowedInState without one.
  Status pasteRedirect(const QString& address);
  // Ends the sign-in going on, if any: AccountSignInIncomplete, reason "cancelled".
  void cancelSignIn();
  // More permissions for an account, or signing in again: its own client, its address as a hint, what it had included.
  Call addScopes(const QString& account, const QStringList& scopes, bool openBrowser, QObject* context,
                 Reply<Account> reply);
  // A user that signed in elsewhere (authorised-user file, application-default credentials): tried, its scopes asked
  // for, then kept like a sign-in of ours. AccountScopeMissing when Colab or e-mail is not among them.
  Call import(const Credentials& credentials, QObject* context, Reply<Account> reply);
  // Takes the token back at the server, as far as that goes, then forgets it. Runtimes stay: release them first.
  Call signOut(const QString& account, QObject* context, Reply<Nothing> reply);
  // By id or e-mail address. AccountUnknown.
  Status makeDefault(const QString& account);
  // The registration that an account signed in with. AccountUnknown and those of AccountStore::secret().
  Call client(const QString& account, QObject* context, Reply<OAuthClient> reply);
  // Error AccountUnknown when there is no such account (empty: the default one).
  Result<TokenSource*> tokens(const QString& account);

Q_SIGNALS:
  void changed();
  void addressReady(const QUrl& address);  // of the sign-in page

private:
  void endSignIn(const QString& reason);
  void keep(const SignInRequest& request, Result<SignInResult> result, const Promise<Account>& promise);
  void inspectImport(const Credentials& credentials, const TokenReply& tokens, const Promise<Account>& promise);
  TokenSource* sourceOf(const QString& id);

  Clock& m_clock;
  TokenEndpoint m_endpoint;
  AccountStore m_store;
  OpenBrowser m_browser;
  QPointer<SignIn> m_signIn;
  std::optional<Promise<Account>> m_asked;  // who waits for it
  QMap<QString, TokenSource*> m_sources;
};

}  // namespace cc::auth
