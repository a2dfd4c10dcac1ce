// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "base/Json.h"

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPair>
#include <QUrl>
#include <functional>
#include <optional>

namespace cc::net {

class FileSender;

struct HttpReply {
  int status = 0;
  QList<QPair<QByteArray, QByteArray>> headers;
  QByteArray body;
  QByteArray header(const QByteArray& name) const;  // case-insensitive
};

// Some bytes of a file.
struct FileRange {
  QString path;
  qint64 from = 0, length = 0;
};

// One request, described; HttpClient sends it.
struct HttpRequest {
  QByteArray verb = "GET";
  QUrl url;
  QList<QPair<QByteArray, QByteArray>> headers;
  QByteArray body;
  QByteArray contentType;  // set when there is a body
  int timeoutMs = 30'000;  // without a byte moving
  // May the same request be sent again after an unclear failure? GET, HEAD, PUT, DELETE: yes; POST only when the
  // server recognises the repetition (own key in it).
  bool idempotent = true;
  int retries = 2;  // fast ones (0.2 s, 1 s, with jitter), for unclear failures and 429/502/503/504
  // The body of a 2xx goes here as it arrives instead of into the reply; borrowed. Once a byte went in, the request is
  // not repeated. A failed write ends it: FileUnwritable, or DiskFull for a full disk.
  QIODevice* sink = nullptr;
  // The body, instead of the bytes above: read as it is sent, so that memory stays small whatever its length. Such a
  // request is never repeated, and has neither sink nor onHead.
  std::optional<FileRange> file = {};
  std::function<void(qint64 sent)> onSent = {};  // of that body, ten times a second at most
  // Sees status and headers before the body; an Error ends the request with it.
  std::function<Status(const HttpReply& head)> onHead = {};
};

// The reply's body as JSON, or why it is none: see HttpClient::sendJson().
Result<Json> jsonOf(const HttpReply& reply, const QUrl& url);
// Seconds or a date; nothing when absent or nonsense.
std::optional<std::chrono::milliseconds> retryAfterOf(const HttpReply& reply);

// Sends requests: queue, retry, time limits, no redirects, no cookies, no caches. Any HTTP status is a reply; errors are
// NetUnreachable, NetTimedOut, NetTls (params host), NetBadReply when no HTTP came, JobCancelled never. A refused
// connection is reported at once, never retried. One per engine; its thread.
// Logs one line a request: verb, host, path, status, duration; never headers or bodies.
class HttpClient : public QObject {
  Q_OBJECT
public:
  explicit HttpClient(QObject* parent = nullptr);
  ~HttpClient() override;
  Call send(HttpRequest request, QObject* context, Reply<HttpReply> reply);
  // As send(), and the reply must be JSON with a 2xx status: otherwise NetHttpStatus (status, host, path; detail: the
  // server's own message, redacted; retryable for 408, 425, 429, 5xx, retryAfter from Retry-After) or NetBadReply (what
  // came instead, for example HTML of a captive portal). An empty 2xx body is null.
  Call sendJson(HttpRequest request, QObject* context, Reply<Json> reply);

private:
  QNetworkAccessManager m_network;
  FileSender* m_files = nullptr;
};

}  // namespace cc::net
