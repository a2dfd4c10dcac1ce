// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/SignIn.h"

#include "auth/Scopes.h"
#include "base/Redactor.h"

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr qint64 kLimit = 10 * 60 * 1000;

Error incomplete(const QString& reason, const QString& detail = {}) {
  return Error{.code = ErrorCode::AccountSignInIncomplete, .params = {{u"reason"_s, reason}}, .detail = detail};
}

QString shortList(const QStringList& scopes) {
  QStringList names;
  for (const QString& scope : scopes) names.append(shortScope(scope));
  return names.join(u", "_s);
}

}  // namespace

SignIn::SignIn(TokenEndpoint& endpoint, Clock& clock, OpenBrowser browser, SignInRequest request,
               Promise<SignInResult> promise, QObject* parent)
    : QObject(parent),
      m_endpoint(endpoint),
      m_clock(clock),
      m_browser(std::move(browser)),
      m_request(std::move(request)),
      m_promise(std::move(promise)),
      m_redirect(std::make_unique<LoopbackRedirect>(m_state)) {
  connect(m_redirect.get(), &LoopbackRedirect::answered, this, &SignIn::onAnswer);
}

QUrl SignIn::makeAddress() const {
  QList<QPair<QString, QString>> values{{u"client_id"_s, m_request.client.id},
                                        {u"redirect_uri"_s, m_redirect->uri()},
                                        {u"response_type"_s, u"code"_s},
                                        {u"scope"_s, m_request.scopes.join(u' ')},
                                        {u"access_type"_s, u"offline"_s},
                                        {u"code_challenge"_s, m_pkce.challenge},
                                        {u"code_challenge_method"_s, u"S256"_s},
                                        {u"state"_s, m_state},
                                        // Always, or an account that agreed before sends no refresh token.
                                        {u"prompt"_s, u"consent"_s}};
  if (m_request.incremental) values.append({u"include_granted_scopes"_s, u"true"_s});
  if (!m_request.loginHint.isEmpty()) values.append({u"login_hint"_s, m_request.loginHint});
  QByteArray query;
  for (const auto& [name, value] : values) {
    if (!query.isEmpty()) query += '&';
    query += name.toLatin1() + '=' + QUrl::toPercentEncoding(value);
  }
  const QUrl base = m_endpoint.endpoints().authorizeFor(m_request.client);
  return QUrl::fromEncoded(base.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment) + '?' + query);
}

void SignIn::start() {
  if (const Status listening = m_redirect->listen(); !listening.ok()) {
    return end(incomplete(u"cannot_listen"_s, listening.error().detail));
  }
  m_address = makeAddress();
  m_clock.after(kLimit, this, [this] {
    if (!m_answered) end(incomplete(u"timeout"_s));
  });
  Q_EMIT addressReady(m_address);
  if (m_request.openBrowser && !m_browser(m_address)) end(incomplete(u"no_browser"_s));
}

Status SignIn::paste(const QString& address) {
  return m_redirect->paste(address);
}

void SignIn::onAnswer(const RedirectAnswer& answer) {
  m_answered = true;
  if (!answer.error.isEmpty()) {
    return end(Error{.code = ErrorCode::AccountSignInRefused,
                     .params = {{u"reason"_s, Redactor::redact(answer.error.left(100))}}});
  }
  m_call = m_endpoint.exchange(m_request.client, answer.code, m_pkce.verifier, m_redirect->uri(), this,
                               [this](Result<TokenReply> tokens) { onTokens(std::move(tokens)); });
}

Status SignIn::checkTokens(const TokenReply& tokens) {
  if (tokens.refreshToken.isEmpty()) return incomplete(u"no_refresh_token"_s);
  const QStringList missing = missingScopes(m_request.scopes, tokens.scopes);
  QStringList needed = missingScopes(baseScopes(), tokens.scopes);
  needed.removeIf([&missing](const QString& scope) { return !missing.contains(scope); });
  if (needed.isEmpty()) return done();
  return Error{.code = ErrorCode::AccountScopeMissing, .params = {{u"scopes"_s, shortList(needed)}}};
}

void SignIn::onTokens(Result<TokenReply> tokens) {
  if (!tokens.ok()) return end(std::move(tokens).error());
  // RFC 6749 5.1: a reply without scopes grants what was asked for.
  if (tokens->scopes.isEmpty()) tokens->scopes = m_request.scopes;
  if (const Status checked = checkTokens(*tokens); !checked.ok()) {
    // What was granted is of no use; it is given back, whatever the answer.
    m_endpoint.revoke(tokens->accessToken, &m_endpoint, [](const Result<Nothing>&) {});
    return end(checked.error());
  }
  m_call = m_endpoint.profile(tokens->accessToken, this, [this, tokens = *tokens](Result<Profile> profile) {
    if (!profile.ok()) return end(std::move(profile).error());
    end(SignInResult{.tokens = tokens, .profile = *profile, .missing = missingScopes(m_request.scopes, tokens.scopes)});
  });
}

void SignIn::end(Result<SignInResult> result) {
  m_answered = true;
  m_redirect->disconnect(this);
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::auth
