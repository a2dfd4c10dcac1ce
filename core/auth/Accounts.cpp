// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/Accounts.h"

#include "auth/Scopes.h"

using namespace Qt::StringLiterals;

namespace cc::auth {

Accounts::Accounts(net::HttpClient& http, Clock& clock, SecretStore& secrets, OAuthEndpoints endpoints,
                   const QString& file, OpenBrowser browser, QObject* parent)
    : QObject(parent),
      m_clock(clock),
      m_endpoint(http, std::move(endpoints)),
      m_store(file, secrets),
      m_browser(std::move(browser)) {
  connect(&m_store, &AccountStore::changed, this, &Accounts::changed);
}

Call Accounts::signIn(SignInRequest request, QObject* context, Reply<Account> reply) {
  endSignIn(u"replaced"_s);
  const Promise<Account> promise(context, std::move(reply));
  m_asked = promise;
  const Promise<SignInResult> result(
      this, [this, request, promise](Result<SignInResult> signedIn) { keep(request, std::move(signedIn), promise); });
  m_signIn = new SignIn(m_endpoint, m_clock, m_browser, std::move(request), result, this);
  promise.onCancel([signIn = m_signIn] { delete signIn; });
  connect(m_signIn, &SignIn::addressReady, this, &Accounts::addressReady);
  m_signIn->start();
  return promise.call();
}

void Accounts::cancelSignIn() {
  endSignIn(u"cancelled"_s);
}

void Accounts::endSignIn(const QString& reason) {
  if (!m_signIn) return;
  delete m_signIn;
  m_asked->resolve(Error{.code = ErrorCode::AccountSignInIncomplete, .params = {{u"reason"_s, reason}}});
}

Status Accounts::pasteRedirect(const QString& address) {
  if (m_signIn) return m_signIn->paste(address);
  return Error{.code = ErrorCode::UsageNotAllowedInState, .params = {{u"what"_s, u"sign-in"_s}}};
}

Call Accounts::addScopes(const QString& account, const QStringList& scopes, bool openBrowser, QObject* context,
                         Reply<Account> reply) {
  const Promise<Account> promise(context, std::move(reply));
  const Account* known = m_store.find(account);
  if (!known) {
    promise.resolve(Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, account}}});
    return promise.call();
  }
  SignInRequest request{.scopes = scopes, .loginHint = known->email, .incremental = true, .openBrowser = openBrowser};
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = m_store.secret(known->id, this, [this, request, promise, inner](Result<AccountSecret> secret) mutable {
    if (!secret.ok()) return promise.resolve(std::move(secret).error());
    request.client = secret->client;
    *inner = signIn(request, this, [promise](Result<Account> result) { promise.resolve(std::move(result)); });
  });
  return promise.call();
}

void Accounts::keep(const SignInRequest& request, Result<SignInResult> result, const Promise<Account>& promise) {
  if (promise.isCancelled()) return;
  if (!result.ok()) return promise.resolve(std::move(result).error());
  if (request.incremental && result->profile.email.compare(request.loginHint, Qt::CaseInsensitive) != 0) {
    // One that is signed in as well would lose its own sign-in with this one.
    if (!m_store.find(result->profile.email))
      m_endpoint.revoke(result->tokens.refreshToken, this, [](const Result<Nothing>&) {});
    return promise.resolve(Error{.code = ErrorCode::AccountSignInRefused,
                                 .params = {{u"reason"_s, u"other_account"_s}, {u"account"_s, result->profile.email}}});
  }
  const Account account{.email = result->profile.email,
                        .name = result->profile.name,
                        .scopes = normalised(result->tokens.scopes),
                        .signedInAt = m_clock.now()};
  m_store.put(account, {request.client, result->tokens.refreshToken}, this,
              [this, tokens = result->tokens, promise](Result<Account> kept) {
                if (kept.ok()) sourceOf(kept->id)->adopt(tokens);
                promise.resolve(std::move(kept));
              });
}

Call Accounts::import(const Credentials& credentials, QObject* context, Reply<Account> reply) {
  const Promise<Account> promise(context, std::move(reply));
  m_endpoint.refresh(credentials.client, credentials.refreshToken, this,
                     [this, credentials, promise](Result<TokenReply> tokens) {
                       if (promise.isCancelled()) return;
                       if (!tokens.ok()) return promise.resolve(std::move(tokens).error());
                       inspectImport(credentials, *tokens, promise);
                     });
  return promise.call();
}

void Accounts::inspectImport(const Credentials& credentials, const TokenReply& tokens,
                             const Promise<Account>& promise) {
  m_endpoint.inspect(tokens.accessToken, this, [this, credentials, tokens, promise](Result<TokenInfo> info) {
    if (promise.isCancelled()) return;
    if (!info.ok()) return promise.resolve(std::move(info).error());
    QStringList names;
    for (const QString& scope : missingScopes(baseScopes(), info->scopes)) names.append(shortScope(scope));
    if (!names.isEmpty()) {
      return promise.resolve(
          Error{.code = ErrorCode::AccountScopeMissing, .params = {{u"scopes"_s, names.join(u", "_s)}}});
    }
    const Account account{.email = info->email,
                          .name = info->email,
                          .scopes = normalised(info->scopes),
                          .signedInAt = m_clock.now(),
                          .quotaProject = credentials.quotaProject};
    const QString refreshToken = tokens.refreshToken.isEmpty() ? credentials.refreshToken : tokens.refreshToken;
    m_store.put(account, {credentials.client, refreshToken}, this, [this, tokens, promise](Result<Account> kept) {
      if (kept.ok()) sourceOf(kept->id)->adopt(tokens);
      promise.resolve(std::move(kept));
    });
  });
}

Call Accounts::signOut(const QString& account, QObject* context, Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  const Account* known = m_store.find(account);
  if (!known) {
    promise.resolve(Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, account}}});
    return promise.call();
  }
  const QString id = known->id;
  const auto forget = [this, id, promise] {
    if (TokenSource* source = m_sources.value(id)) source->forget();  // others may hold it
    m_store.remove(id, this, [promise](Result<Nothing> removed) { promise.resolve(std::move(removed)); });
  };
  m_store.secret(id, this, [this, forget, promise](Result<AccountSecret> secret) {
    // A locked keychain still holds the token: nothing may be forgotten before it can be removed there.
    if (!secret.ok() && secret.error().code != ErrorCode::AccountSignInNeeded) {
      return promise.resolve(std::move(secret).error());
    }
    if (!secret.ok() || secret->refreshToken.isEmpty()) return forget();
    m_endpoint.revoke(secret->refreshToken, this, [forget](const Result<Nothing>&) { forget(); });
  });
  return promise.call();
}

Status Accounts::makeDefault(const QString& account) {
  const Account* known = account.isEmpty() ? nullptr : m_store.find(account);
  if (!known) return Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, account}}};
  return m_store.makeDefault(QString(known->id));
}

Call Accounts::client(const QString& account, QObject* context, Reply<OAuthClient> reply) {
  const Account* known = m_store.find(account);
  if (!known) {
    const Promise<OAuthClient> promise(context, std::move(reply));
    promise.resolve(Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, account}}});
    return promise.call();
  }
  return m_store.secret(known->id, context, [reply = std::move(reply)](Result<AccountSecret> secret) {
    if (secret.ok()) return reply(secret->client);
    reply(std::move(secret).error());
  });
}

Result<TokenSource*> Accounts::tokens(const QString& account) {
  const Account* known = m_store.find(account);
  if (!known) return Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, account}}};
  return sourceOf(known->id);
}

TokenSource* Accounts::sourceOf(const QString& id) {
  TokenSource*& source = m_sources[id];
  if (!source) source = new TokenSource(id, m_store, m_endpoint, m_clock, this);
  return source;
}

}  // namespace cc::auth
