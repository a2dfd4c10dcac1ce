// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "google/GoogleReply.h"

namespace cc::google {

// What a GET-then-POST came to. posted: the POST was sent, and reply is its end, whatever it was; otherwise got is what
// the GET answered, without the token that would have led to a POST.
struct XsrfOutcome {
  bool posted = false;
  Json got;
  Result<net::HttpReply> reply = net::HttpReply{};
};

// A change at the tunnel: GET for a token, POST of the same address with it in X-Goog-Colab-Token and an empty body. A
// POST refused with 403 that names no scope had an old token: both once more. Errors: of the GET, as googleJson() says,
// except 404 of it, which is an outcome (posted, status 404): what is changed does not exist.
class XsrfExchange : public QObject {
  Q_OBJECT
public:
  struct Request {
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers;
    int timeoutMs = 30'000;                                                 // of the POST
    bool idempotent = true;                                                 // the POST
    std::function<Error(const net::HttpReply&, const QUrl&)> refused = {};  // another reading of a refused GET
  };
  static Call run(auth::AuthorizedHttp& http, Request request, QObject* context, Reply<XsrfOutcome> reply);

private:
  XsrfExchange(auth::AuthorizedHttp& http, Request request, Promise<XsrfOutcome> promise);
  void get();
  void onGot(Result<net::HttpReply> reply);
  void post(const QString& token);
  void onPosted(Result<net::HttpReply> reply);
  void end(Result<XsrfOutcome> outcome);

  auth::AuthorizedHttp& m_http;
  Request m_request;
  Promise<XsrfOutcome> m_promise;
  Call m_call;
  bool m_repeated = false;
};

}  // namespace cc::google
