// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QUrl>

namespace cc::auth {

// The program's registration with the identity provider. The "secret" of an installed program proves nothing, but the
// token endpoint wants it; it is kept and redacted like one.
struct OAuthClient {
  QString id, secret;
  QUrl authorize, token;  // from the client's file; empty: the usual ones
};

// Addresses of the identity provider. names: "oauth_authorize", "oauth_token", "oauth_revoke", "oauth_tokeninfo",
// "userinfo", as in the configuration's "endpoints".
struct OAuthEndpoints {
  QUrl authorize, token, revoke, tokenInfo, userInfo;
  bool authorizeReplaced = false, tokenReplaced = false;

  static OAuthEndpoints from(const QMap<QString, QString>& replaced);
  // The configuration's address, else the one of the client's file, else the usual one.
  QUrl authorizeFor(const OAuthClient& client) const;
  QUrl tokenFor(const OAuthClient& client) const;
};

}  // namespace cc::auth
