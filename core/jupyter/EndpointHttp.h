// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "jupyter/Endpoint.h"
#include "net/HttpClient.h"

#include <QObject>
#include <functional>
#include <memory>

namespace cc::jupyter {

// Asks whoever lent the server for a new way to reach the same one. RuntimeGone when it exists no more.
using Renewal = std::function<Call(QObject* context, Reply<Endpoint> reply)>;

// HttpClient with a Jupyter server's address, token and headers. Engine's thread.
//
// Behind a proxy with tokens of its own a 401, 403 or 404 may be the proxy's word about an old token or the server's
// about the thing asked for. Where a renewal is set the server itself is asked (/api/status) before such a reply is
// believed; when it does not answer, the endpoint is renewed and the request, which never got through, sent once more.
// Then RuntimeUnreachable (retryable), or RuntimeGone from the renewal.
class EndpointHttp : public QObject {
  Q_OBJECT
public:
  EndpointHttp(net::HttpClient& http, Endpoint endpoint, QObject* parent = nullptr);
  const Endpoint& endpoint() const { return m_endpoint; }
  void setEndpoint(Endpoint endpoint) { m_endpoint = std::move(endpoint); }
  void setRenewal(Renewal renewal) { m_renewal = std::move(renewal); }
  bool isRenewable() const { return m_renewal != nullptr; }

  // Absolute address of a route ("api/status?x=1", encoded).
  QUrl address(const QByteArray& route) const;
  // request.url is one of address().
  Call send(net::HttpRequest request, QObject* context, Reply<net::HttpReply> reply);

private:
  struct Exchange;
  using Shared = std::shared_ptr<Exchange>;
  net::HttpRequest complete(net::HttpRequest request, const QByteArray& route) const;
  void attempt(const Shared& exchange);
  void doubt(const Shared& exchange, net::HttpReply reply);
  void renew(const Shared& exchange, int status);

  net::HttpClient& m_http;
  Endpoint m_endpoint;
  Renewal m_renewal;
};

}  // namespace cc::jupyter
