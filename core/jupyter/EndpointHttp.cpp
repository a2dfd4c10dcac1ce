// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/EndpointHttp.h"

#include "base/Json.h"

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {

bool isDoubtful(int status) {
  return status == 401 || status == 403 || status == 404;
}

bool isStatusOfServer(const Result<net::HttpReply>& reply) {
  if (!reply.ok() || reply->status != 200) return false;
  const auto json = parseJson(reply->body);
  return json.ok() && at(*json, "started").is_string();
}

}  // namespace

struct EndpointHttp::Exchange {
  net::HttpRequest request;
  QByteArray route;
  Promise<net::HttpReply> promise;
  Call inner;
  bool renewed = false;
};

EndpointHttp::EndpointHttp(net::HttpClient& http, Endpoint endpoint, QObject* parent)
    : QObject(parent), m_http(http), m_endpoint(std::move(endpoint)) {}

QUrl EndpointHttp::address(const QByteArray& route) const {
  return QUrl::fromEncoded(m_endpoint.base.toEncoded() + route, QUrl::StrictMode);
}

net::HttpRequest EndpointHttp::complete(net::HttpRequest request, const QByteArray& route) const {
  request.url = address(route);
  request.headers += m_endpoint.headers;
  if (!m_endpoint.token.isEmpty()) request.headers.append({"Authorization", "token " + m_endpoint.token.toUtf8()});
  return request;
}

Call EndpointHttp::send(net::HttpRequest request, QObject* context, Reply<net::HttpReply> reply) {
  const QByteArray route = request.url.toEncoded().mid(m_endpoint.base.toEncoded().size());
  if (!m_renewal) return m_http.send(complete(std::move(request), route), context, std::move(reply));
  const auto exchange = std::make_shared<Exchange>(
      Exchange{std::move(request), route, Promise<net::HttpReply>(context, std::move(reply)), {}});
  exchange->promise.onCancel([weak = std::weak_ptr(exchange)] {
    if (const auto alive = weak.lock()) alive->inner.cancel();
  });
  attempt(exchange);
  return exchange->promise.call();
}

void EndpointHttp::attempt(const Shared& exchange) {
  exchange->inner =
      m_http.send(complete(exchange->request, exchange->route), this, [this, exchange](Result<net::HttpReply> reply) {
        if (reply.ok() && isDoubtful(reply->status)) {
          doubt(exchange, std::move(*reply));
        } else {
          exchange->promise.resolve(std::move(reply));
        }
      });
}

void EndpointHttp::doubt(const Shared& exchange, net::HttpReply reply) {
  exchange->inner =
      m_http.send(complete({}, "api/status"), this, [this, exchange, reply](const Result<net::HttpReply>& status) {
        if (isStatusOfServer(status)) {
          exchange->promise.resolve(reply);  // the server's own word
        } else if (!exchange->renewed) {
          renew(exchange, reply.status);
        } else {
          exchange->promise.resolve(Error{.code = ErrorCode::RuntimeUnreachable,
                                          .params = {{u"status"_s, QString::number(reply.status)}},
                                          .retryable = true});
        }
      });
}

void EndpointHttp::renew(const Shared& exchange, int status) {
  exchange->renewed = true;
  exchange->inner = m_renewal(this, [this, exchange, status](Result<Endpoint> renewed) {
    if (renewed.ok()) {
      m_endpoint = std::move(*renewed);
      attempt(exchange);
      return;
    }
    if (renewed.error().code == ErrorCode::RuntimeGone) {
      exchange->promise.resolve(std::move(renewed).error());
      return;
    }
    exchange->promise.resolve(Error{
        .code = ErrorCode::RuntimeUnreachable, .params = {{u"status"_s, QString::number(status)}}, .retryable = true}
                                  .because(renewed.error()));
  });
}

}  // namespace cc::jupyter
