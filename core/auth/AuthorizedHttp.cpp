// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/AuthorizedHttp.h"

namespace cc::auth {

struct AuthorizedHttp::Exchange {
  net::HttpRequest request;
  Promise<net::HttpReply> promise;
  Call inner;
  bool repeated = false;
};

AuthorizedHttp::AuthorizedHttp(net::HttpClient& http, TokenSource& tokens, QObject* parent)
    : QObject(parent), m_http(http), m_tokens(tokens) {}

Call AuthorizedHttp::send(net::HttpRequest request, QObject* context, Reply<net::HttpReply> reply) {
  const auto exchange =
      std::make_shared<Exchange>(Exchange{std::move(request), Promise<net::HttpReply>(context, std::move(reply)), {}});
  exchange->promise.onCancel([weak = std::weak_ptr(exchange)] {
    if (const auto alive = weak.lock()) alive->inner.cancel();
  });
  attempt(exchange);
  return exchange->promise.call();
}

void AuthorizedHttp::attempt(const std::shared_ptr<Exchange>& exchange) {
  exchange->inner = m_tokens.token(this, [this, exchange](Result<QString> token) {
    if (!token.ok()) return exchange->promise.resolve(std::move(token).error());
    net::HttpRequest request = exchange->request;
    request.headers.append({"Authorization", "Bearer " + token->toLatin1()});
    exchange->inner =
        m_http.send(std::move(request), this, [this, exchange, token = *token](Result<net::HttpReply> reply) {
          if (!reply.ok() || reply->status != 401 || exchange->repeated) {
            return exchange->promise.resolve(std::move(reply));
          }
          exchange->repeated = true;
          m_tokens.reject(token);
          attempt(exchange);
        });
  });
}

}  // namespace cc::auth
