// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/TokenSource.h"
#include "net/HttpClient.h"

namespace cc::auth {

// HttpClient with an account's bearer token. A 401 was not acted upon, so any request is sent once more with a fresh
// token; a second 401 is the reply. Errors: those of TokenSource and HttpClient.
class AuthorizedHttp : public QObject {
  Q_OBJECT
public:
  AuthorizedHttp(net::HttpClient& http, TokenSource& tokens, QObject* parent = nullptr);
  Call send(net::HttpRequest request, QObject* context, Reply<net::HttpReply> reply);
  TokenSource& tokens() const { return m_tokens; }

private:
  struct Exchange;
  void attempt(const std::shared_ptr<Exchange>& exchange);

  net::HttpClient& m_http;
  TokenSource& m_tokens;
};

}  // namespace cc::auth
