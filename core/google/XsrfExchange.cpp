// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/XsrfExchange.h"

#include "base/Redactor.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace cc::google {

Call XsrfExchange::run(auth::AuthorizedHttp& http, Request request, QObject* context, Reply<XsrfOutcome> reply) {
  const Promise<XsrfOutcome> promise(context, std::move(reply));
  const QPointer<XsrfExchange> exchange = new XsrfExchange(http, std::move(request), promise);
  promise.onCancel([exchange] {
    if (!exchange) return;
    exchange->m_call.cancel();
    exchange->deleteLater();
  });
  exchange->get();
  return promise.call();
}

XsrfExchange::XsrfExchange(auth::AuthorizedHttp& http, Request request, Promise<XsrfOutcome> promise)
    : QObject(&http), m_http(http), m_request(std::move(request)), m_promise(std::move(promise)) {}

void XsrfExchange::get() {
  m_call = m_http.send({.url = m_request.url, .headers = m_request.headers}, this,
                       [this](Result<net::HttpReply> reply) { onGot(std::move(reply)); });
}

void XsrfExchange::onGot(Result<net::HttpReply> reply) {
  if (!reply.ok()) return end(std::move(reply).error());
  if (reply->status == 404) return end(XsrfOutcome{.posted = true, .reply = std::move(reply)});
  auto json = googleJson(*reply, m_request.url);
  if (!json.ok()) {
    return end(m_request.refused && reply->status >= 400 ? m_request.refused(*reply, m_request.url)
                                                         : std::move(json).error());
  }
  const QString token = stringAt(*json, "token");
  if (token.isEmpty()) return end(XsrfOutcome{.got = *std::move(json)});
  Redactor::rememberForNow(token);
  post(token);
}

void XsrfExchange::post(const QString& token) {
  auto headers = m_request.headers;
  headers.append({"X-Goog-Colab-Token", token.toUtf8()});
  m_call = m_http.send({.verb = "POST",
                        .url = m_request.url,
                        .headers = std::move(headers),
                        .timeoutMs = m_request.timeoutMs,
                        .idempotent = m_request.idempotent},
                       this, [this](Result<net::HttpReply> reply) { onPosted(std::move(reply)); });
}

void XsrfExchange::onPosted(Result<net::HttpReply> reply) {
  if (reply.ok() && reply->status == 403 && !m_repeated) {
    const auto json = googleJson(*reply, m_request.url);
    if (!json.ok() && json.error().code == ErrorCode::AccountForbidden) {
      m_repeated = true;
      return get();
    }
  }
  end(XsrfOutcome{.posted = true, .reply = std::move(reply)});
}

void XsrfExchange::end(Result<XsrfOutcome> outcome) {
  m_promise.resolve(std::move(outcome));
  deleteLater();
}

}  // namespace cc::google
