// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/LoopbackRedirect.h"
#include "auth/Pkce.h"
#include "auth/SystemBrowser.h"
#include "auth/TokenEndpoint.h"
#include "base/Clock.h"

#include <memory>

namespace cc::auth {

struct SignInRequest {
  OAuthClient client;
  QStringList scopes;
  QString loginHint;         // e-mail address, so that the account does not change by itself
  bool incremental = false;  // adds to what was granted before
  bool openBrowser = true;   // false: the user carries the address to a browser, and the answer back (paste())
};

struct SignInResult {
  TokenReply tokens;  // scopes: all that are granted now
  Profile profile;
  QStringList missing;  // asked for, but not granted
};

// One sign-in of an installed program: system browser, loopback redirect, PKCE S256, state. Ends once, within ten
// minutes. Errors: AccountSignInRefused (reason: the server's word), AccountSignInIncomplete (reason: "timeout",
// "cannot_listen", "no_browser", "no_refresh_token"), AccountScopeMissing (scopes) when the first two of baseScopes()
// that matter, e-mail and Colab, were asked for and not granted, and those of TokenEndpoint.
class SignIn : public QObject {
  Q_OBJECT
public:
  SignIn(TokenEndpoint& endpoint, Clock& clock, OpenBrowser browser, SignInRequest request,
         Promise<SignInResult> promise, QObject* parent = nullptr);
  void start();
  // The redirected address, from a browser that could not reach us. UsageBadParameter; the sign-in goes on.
  Status paste(const QString& address);
  const QUrl& address() const { return m_address; }

Q_SIGNALS:
  void addressReady(const QUrl& address);  // to be shown: a browser may not have opened

private:
  void onAnswer(const RedirectAnswer& answer);
  void onTokens(Result<TokenReply> tokens);
  Status checkTokens(const TokenReply& tokens);
  QUrl makeAddress() const;
  void end(Result<SignInResult> result);

  TokenEndpoint& m_endpoint;
  Clock& m_clock;
  OpenBrowser m_browser;
  SignInRequest m_request;
  Promise<SignInResult> m_promise;
  Pkce m_pkce = Pkce::make();
  QString m_state = newState();
  std::unique_ptr<LoopbackRedirect> m_redirect;
  QUrl m_address;
  Call m_call;
  bool m_answered = false;
};

}  // namespace cc::auth
