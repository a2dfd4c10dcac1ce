// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "base/Clock.h"
#include "google/FileDigests.h"

#include <QFile>

namespace cc::google {

struct DownloadRequest {
  QUrl url;              // answers with the bytes; ranges are asked for
  QString target;        // comes to be when all is well; target + ".part" until then
  FileDigests expected;  // what the store told about it
  std::function<void(qint64 done, qint64 total)> progress = {};
};

// One file from Drive or Cloud Storage, resumed from its .part as long as bytes come, compared with what the store told,
// then renamed. Child of http; deletes itself when over.
// Errors: TransferCorrupt, FileUnwritable, DiskFull, the typed ones of googleJson(), Net*.
class MediaDownload : public QObject {
  Q_OBJECT
public:
  static Call run(auth::AuthorizedHttp& http, Clock& clock, DownloadRequest request, QObject* context,
                  Reply<Nothing> reply);

private:
  MediaDownload(auth::AuthorizedHttp& http, Clock& clock, DownloadRequest request, Promise<Nothing> promise);
  void start();
  void fetch();
  Status onHead(const net::HttpReply& head);
  void onFetched(Result<net::HttpReply> reply);
  void check();
  void onDigests(const std::optional<FileDigests>& local);
  void later(Error error);
  void end(Result<Nothing> result);
  Error unwritable(const QString& detail) const;

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  DownloadRequest m_request;
  Promise<Nothing> m_promise;
  QFile m_part;
  Call m_call;
  qint64 m_before = 0;
  int m_fruitless = 0;
  bool m_anew = false;
};

}  // namespace cc::google
