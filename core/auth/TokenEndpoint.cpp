// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/TokenEndpoint.h"

#include "base/Redactor.h"

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr qint64 kLongestLifetime = 24LL * 3600 * 1000;

QByteArray encoded(const QList<QPair<QString, QString>>& form) {
  QByteArray out;
  for (const auto& [name, value] : form) {
    if (!out.isEmpty()) out += '&';
    out += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
  }
  return out;
}

// Seconds as a number or as text, in milliseconds; 0 when there are none.
qint64 lifetimeOf(const Json& json, const char* member) {
  const Json& value = at(json, member);
  double seconds = value.is_number() ? value.get<double>() : 0;
  if (value.is_string()) seconds = stringAt(json, member).toDouble();
  if (!(seconds > 0)) return 0;
  return static_cast<qint64>(std::min(seconds * 1000, static_cast<double>(kLongestLifetime)));
}

QStringList words(const QString& text) {
  return text.split(u' ', Qt::SkipEmptyParts);
}

Error signInNeeded(const QString& cause, const QString& detail) {
  return Error{
      .code = ErrorCode::AccountSignInNeeded, .params = {{u"cause"_s, cause}}, .detail = Redactor::redact(detail)};
}

// RFC 6749 5.2; the status is 400 or 401. A redirect, or a refusal that is no JSON, comes from a network that wants a log-in
// of its own: a passing thing, and nothing that the service has said.
Error refusal(const net::HttpReply& reply, Error http) {
  const auto json = parseJson(reply.body);
  const bool isRedirect = reply.status / 100 == 3;
  if (isRedirect || (reply.status / 100 == 4 && !json.ok() && !http.retryable)) {
    http.code = ErrorCode::NetBadReply;
    return std::move(http).with(u"sort"_s, isRedirect ? u"redirect"_s : u"html"_s);
  }
  if (!json.ok() || reply.status < 400 || reply.status >= 500) return http;
  const QString word = stringAt(*json, "error");
  const QString detail = stringAt(*json, "error_description", word);
  if (word == "invalid_grant"_L1) {
    const bool isRapt = stringAt(*json, "error_subtype") == "invalid_rapt"_L1;
    return signInNeeded(isRapt ? u"session_control"_s : u"revoked"_s, detail);
  }
  if (word == "invalid_client"_L1 || word == "unauthorized_client"_L1 || word == "deleted_client"_L1) {
    return signInNeeded(u"client_changed"_s, detail);
  }
  if (word == "redirect_uri_mismatch"_L1 || word == "invalid_request"_L1 || word == "invalid_scope"_L1) {
    return Error{
        .code = ErrorCode::AccountClientUnusable, .params = {{u"problem"_s, word}}, .detail = Redactor::redact(detail)};
  }
  return http;
}

Result<TokenReply> readTokens(const net::HttpReply& reply, const QUrl& url) {
  const auto json = net::jsonOf(reply, url);
  if (!json.ok()) return refusal(reply, json.error());
  TokenReply tokens{.accessToken = stringAt(*json, "access_token"),
                    .refreshToken = stringAt(*json, "refresh_token"),
                    .lifetimeMs = lifetimeOf(*json, "expires_in"),
                    .scopes = words(stringAt(*json, "scope"))};
  Redactor::remember(tokens.refreshToken);
  Redactor::rememberForNow(tokens.accessToken);
  if (!tokens.accessToken.isEmpty() && tokens.lifetimeMs > 0) return tokens;
  return Error{.code = ErrorCode::NetBadReply,
               .params = {{u"host"_s, url.host()},
                          {u"member"_s, tokens.accessToken.isEmpty() ? u"access_token"_s : u"expires_in"_s}}};
}

}  // namespace

TokenEndpoint::TokenEndpoint(net::HttpClient& http, OAuthEndpoints endpoints, QObject* parent)
    : QObject(parent), m_http(http), m_endpoints(std::move(endpoints)) {}

Call TokenEndpoint::post(const QUrl& url, const Form& form, bool idempotent, QObject* context,
                         Reply<TokenReply> reply) {
  return m_http.send({.verb = "POST",
                      .url = url,
                      .headers = {{"Accept", "application/json"}},
                      .body = encoded(form),
                      .contentType = "application/x-www-form-urlencoded",
                      .idempotent = idempotent},
                     context, [url, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       reply(readTokens(*result, url));
                     });
}

Call TokenEndpoint::exchange(const OAuthClient& client, const QString& code, const QString& verifier,
                             const QString& redirectUri, QObject* context, Reply<TokenReply> reply) {
  return post(m_endpoints.tokenFor(client),
              {{u"grant_type"_s, u"authorization_code"_s},
               {u"code"_s, code},
               {u"client_id"_s, client.id},
               {u"client_secret"_s, client.secret},
               {u"redirect_uri"_s, redirectUri},
               {u"code_verifier"_s, verifier}},
              false, context, std::move(reply));
}

Call TokenEndpoint::refresh(const OAuthClient& client, const QString& refreshToken, QObject* context,
                            Reply<TokenReply> reply) {
  return post(m_endpoints.tokenFor(client),
              {{u"grant_type"_s, u"refresh_token"_s},
               {u"refresh_token"_s, refreshToken},
               {u"client_id"_s, client.id},
               {u"client_secret"_s, client.secret}},
              true, context, std::move(reply));
}

Call TokenEndpoint::revoke(const QString& token, QObject* context, Reply<Nothing> reply) {
  const QUrl url = m_endpoints.revoke;
  return m_http.send({.verb = "POST",
                      .url = url,
                      .body = encoded({{u"token"_s, token}}),
                      .contentType = "application/x-www-form-urlencoded"},
                     context, [url, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       if (result->status == 400) return reply(done());  // not known any more
                       const auto json = net::jsonOf(*result, url);
                       if (!json.ok() && json.error().code == ErrorCode::NetHttpStatus) return reply(json.error());
                       reply(done());
                     });
}

Call TokenEndpoint::profile(const QString& accessToken, QObject* context, Reply<Profile> reply) {
  return m_http.sendJson(
      {.url = m_endpoints.userInfo,
       .headers = {{"Authorization", "Bearer " + accessToken.toLatin1()}, {"Accept", "application/json"}}},
      context, [host = m_endpoints.userInfo.host(), reply = std::move(reply)](Result<Json> json) {
        if (!json.ok()) return reply(std::move(json).error());
        Profile profile{.email = stringAt(*json, "email"), .name = stringAt(*json, "name")};
        if (!profile.email.isEmpty()) return reply(std::move(profile));
        reply(Error{.code = ErrorCode::NetBadReply, .params = {{u"host"_s, host}, {u"member"_s, u"email"_s}}});
      });
}

Call TokenEndpoint::inspect(const QString& accessToken, QObject* context, Reply<TokenInfo> reply) {
  QUrl url = m_endpoints.tokenInfo;
  url.setQuery(u"access_token="_s + QString::fromLatin1(QUrl::toPercentEncoding(accessToken)), QUrl::StrictMode);
  return m_http.send({.url = url}, context,
                     [url = m_endpoints.tokenInfo, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       if (result->status == 400 || result->status == 401) {
                         return reply(signInNeeded(u"rejected"_s, u"tokeninfo"_s));
                       }
                       const auto json = net::jsonOf(*result, url);
                       if (!json.ok()) return reply(json.error());
                       reply(TokenInfo{.email = stringAt(*json, "email"),
                                       .scopes = words(stringAt(*json, "scope")),
                                       .lifetimeMs = lifetimeOf(*json, "expires_in")});
                     });
}

}  // namespace cc::auth
