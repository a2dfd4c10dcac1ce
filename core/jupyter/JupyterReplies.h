// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jupyter/EndpointHttp.h"
#include "jupyter/JupyterClient.h"

#include <functional>

// What a Jupyter server's answers mean, shared by the files of JupyterClient.
namespace cc::jupyter {

// "a b/c#.txt" -> "a%20b/c%23.txt"; slashes at both ends are dropped.
QByteArray encodePath(const QString& path);

// The JSON of an API answer. 401, 403 and redirects (to the login page): AccountForbidden. HTML where an API answers
// in JSON, except from a failing proxy (5xx): NetBadReply.
Result<Json> apiJson(const net::HttpReply& reply, const QUrl& url);
// The same for GET /files, where 404 is HTML by nature: FileNotFound.
Status checkFiles(const net::HttpReply& reply, const QUrl& url, const QString& path);

bool hasStatus(const Error& error, int status);

KernelModel kernelFrom(const Json& json);
Result<SessionModel> sessionFrom(const Json& json);
ContentModel contentFrom(const Json& json);

// Sends, and hands the answer through read.
template <typename T>
Call ask(EndpointHttp& http, net::HttpRequest request, QObject* context, Reply<T> reply,
         std::function<Result<T>(const net::HttpReply&, const QUrl&)> read) {
  const QUrl url = request.url;
  return http.send(std::move(request), context,
                   [url, reply = std::move(reply), read = std::move(read)](Result<net::HttpReply> result) {
                     if (!result.ok()) return reply(std::move(result).error());
                     reply(read(*result, url));
                   });
}

}  // namespace cc::jupyter
