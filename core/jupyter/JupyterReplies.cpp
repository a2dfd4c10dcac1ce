// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/JupyterReplies.h"

using namespace Qt::StringLiterals;

namespace cc::jupyter {

QByteArray encodePath(const QString& path) {
  QByteArray encoded;
  for (const QString& segment : path.split(u'/', Qt::SkipEmptyParts)) {
    if (!encoded.isEmpty()) encoded += '/';
    // Below every path, /checkpoints and /checkpoints/NAME are Jupyter's own: a folder of this name is written so that it
    // is not taken for them.
    encoded += segment == "checkpoints"_L1 ? QByteArray("%63heckpoints") : QUrl::toPercentEncoding(segment);
  }
  return encoded;
}

bool hasStatus(const Error& error, int status) {
  return error.code == ErrorCode::NetHttpStatus && error.params.value(u"status"_s) == QString::number(status);
}

namespace {

bool isForbidden(int status) {
  return status == 401 || status == 403 || (status >= 300 && status < 400 && status != 304);
}

Error forbidden(const net::HttpReply& reply, const QUrl& url) {
  const auto why = net::jsonOf(reply, url);
  return Error{.code = ErrorCode::AccountForbidden,
               .params = {{u"host"_s, url.host()}, {u"status"_s, QString::number(reply.status)}},
               .detail = why.ok() ? QString() : why.error().detail};
}

}  // namespace

Result<Json> apiJson(const net::HttpReply& reply, const QUrl& url) {
  if (isForbidden(reply.status)) return forbidden(reply, url);
  auto json = net::jsonOf(reply, url);
  const bool html = reply.header("Content-Type").startsWith("text/html");
  if (json.ok() || !html || reply.status >= 500) return json;
  Error error = std::move(json).error();
  error.code = ErrorCode::NetBadReply;
  return error;
}

Status checkFiles(const net::HttpReply& reply, const QUrl& url, const QString& path) {
  if (isForbidden(reply.status)) return forbidden(reply, url);
  if (reply.status == 404) return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}};
  if (reply.status == 200 || reply.status == 206 || reply.status == 416) return done();
  return net::jsonOf(reply, url).error();
}

KernelModel kernelFrom(const Json& json) {
  return KernelModel{.id = stringAt(json, "id"),
                     .name = stringAt(json, "name"),
                     .executionState = stringAt(json, "execution_state"),
                     .connections = static_cast<int>(intAt(json, "connections")),
                     .lastActivity = stringAt(json, "last_activity")};
}

Result<SessionModel> sessionFrom(const Json& json) {
  SessionModel session{.id = stringAt(json, "id"),
                       .path = stringAt(json, "path"),
                       .name = stringAt(json, "name"),
                       .kernel = kernelFrom(at(json, "kernel"))};
  if (session.id.isEmpty() || session.kernel.id.isEmpty()) {
    return Error{.code = ErrorCode::NetBadReply, .detail = u"a session without id or kernel"_s};
  }
  return session;
}

ContentModel contentFrom(const Json& json) {
  return ContentModel{.name = stringAt(json, "name"),
                      .path = stringAt(json, "path"),
                      .type = stringAt(json, "type"),
                      .size = intAt(json, "size"),
                      .lastModified = stringAt(json, "last_modified"),
                      .writable = boolAt(json, "writable")};
}

}  // namespace cc::jupyter
