// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/OAuthClient.h"
#include "net/HttpClient.h"

#include <QStringList>

namespace cc::auth {

struct TokenReply {
  QString accessToken;
  QString refreshToken;  // empty when the old one stays valid
  qint64 lifetimeMs = 0;
  QStringList scopes;  // granted; empty when not told
};

struct Profile {
  QString email, name;
};

struct TokenInfo {
  QString email;
  QStringList scopes;
  qint64 lifetimeMs = 0;
};

// The identity provider's calls (RFC 6749, Google's tokeninfo and userinfo). Tokens in replies are remembered by the
// Redactor. Errors: AccountSignInNeeded with cause "revoked", "session_control" (invalid_rapt), "client_changed" or
// "rejected"; AccountClientUnusable (problem: the server's word); Net* otherwise, retryable or not as HttpClient says.
class TokenEndpoint : public QObject {
  Q_OBJECT
public:
  TokenEndpoint(net::HttpClient& http, OAuthEndpoints endpoints, QObject* parent = nullptr);
  const OAuthEndpoints& endpoints() const { return m_endpoints; }

  // A code is good once, so this is never repeated by itself.
  Call exchange(const OAuthClient& client, const QString& code, const QString& verifier, const QString& redirectUri,
                QObject* context, Reply<TokenReply> reply);
  Call refresh(const OAuthClient& client, const QString& refreshToken, QObject* context, Reply<TokenReply> reply);
  // Success also when the server does not know the token any more.
  Call revoke(const QString& token, QObject* context, Reply<Nothing> reply);
  Call profile(const QString& accessToken, QObject* context, Reply<Profile> reply);
  Call inspect(const QString& accessToken, QObject* context, Reply<TokenInfo> reply);

private:
  using Form = QList<QPair<QString, QString>>;
  Call post(const QUrl& url, const Form& form, bool idempotent, QObject* context, Reply<TokenReply> reply);

  net::HttpClient& m_http;
  OAuthEndpoints m_endpoints;
};

}  // namespace cc::auth
