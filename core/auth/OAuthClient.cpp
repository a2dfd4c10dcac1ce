// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/OAuthClient.h"

using namespace Qt::StringLiterals;

namespace cc::auth {

OAuthEndpoints OAuthEndpoints::from(const QMap<QString, QString>& replaced) {
  const auto pick = [&replaced](const QString& name, const QString& usual) {
    return QUrl(replaced.value(name, usual), QUrl::StrictMode);
  };
  return {.authorize = pick(u"oauth_authorize"_s, u"https://accounts.google.com/o/oauth2/v2/auth"_s),
          .token = pick(u"oauth_token"_s, u"https://oauth2.googleapis.com/token"_s),
          .revoke = pick(u"oauth_revoke"_s, u"https://oauth2.googleapis.com/revoke"_s),
          .tokenInfo = pick(u"oauth_tokeninfo"_s, u"https://oauth2.googleapis.com/tokeninfo"_s),
          .userInfo = pick(u"userinfo"_s, u"https://www.googleapis.com/oauth2/v2/userinfo"_s),
          .authorizeReplaced = replaced.contains(u"oauth_authorize"_s),
          .tokenReplaced = replaced.contains(u"oauth_token"_s)};
}

QUrl OAuthEndpoints::authorizeFor(const OAuthClient& client) const {
  return authorizeReplaced || client.authorize.isEmpty() ? authorize : client.authorize;
}

QUrl OAuthEndpoints::tokenFor(const OAuthClient& client) const {
  return tokenReplaced || client.token.isEmpty() ? token : client.token;
}

}  // namespace cc::auth
