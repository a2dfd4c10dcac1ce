// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "base/Clock.h"

#include <QDateTime>

namespace cc::google {

inline constexpr qint64 kUploadChunk = 64LL * 1024 * 1024;  // a multiple of 256 KiB; each costs a round trip

struct UploadRequest {
  QString path;     // of the file here
  QByteArray verb;  // POST for a new one, PATCH for new content of an old one
  QUrl initiate;    // where an upload session is opened
  Json metadata;    // what is said about the file then
  QByteArray mediaType = "application/octet-stream";
  qint64 chunk = kUploadChunk;
  std::function<void(qint64 done, qint64 total)> progress = {};
};

// One file to Drive or Cloud Storage by their resumable protocol, in chunks read as they are sent. After any interruption the
// store is asked how much it has, and that much is never sent again. The reply is what the store says about the file.
// Child of http; deletes itself when over.
//
// States: Initiating -> Sending (PUT of a chunk: 308 with the range kept so far, 200 or 201 at the end) <-> Asking (PUT
// of nothing) -> over. A session that is gone (404, 410) is opened anew, and everything sent again.
//
// Errors: FileNotFound, FileUnreadable, TransferSourceChanged (the file changed meanwhile), AccountStorageFull and the
// other typed ones of googleJson(), Net* when eight tries in a row got nowhere.
class ResumableUpload : public QObject {
  Q_OBJECT
public:
  static Call run(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, QObject* context, Reply<Json> reply);

private:
  ResumableUpload(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, Promise<Json> promise);
  void start();
  void initiate();
  void onInitiated(Result<net::HttpReply> reply);
  Status checkSource() const;
  void sendChunk();
  void ask();
  void put(const QByteArray& range, qint64 length);
  void onReply(Result<net::HttpReply> reply);
  void onRange(const net::HttpReply& reply);
  void onRefused(const net::HttpReply& reply);
  void startAnew(Error reason);
  void later(Error error, void (ResumableUpload::*next)());
  void end(Result<Json> result);

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  UploadRequest m_request;
  Promise<Json> m_promise;
  QDateTime m_modified;
  QUrl m_session;
  Call m_call;
  qint64 m_size = 0, m_at = 0;
  int m_fruitless = 0, m_sessions = 0;
};

}  // namespace cc::google
