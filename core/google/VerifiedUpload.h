// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/FileDigests.h"
#include "google/ResumableUpload.h"

namespace cc::google {

// A ResumableUpload whose result is compared with the file here: size and every checksum that the store tells. The file
// is hashed in a thread meanwhile. What differs is taken away there and sent once more; then TransferCorrupt.
// Child of http; deletes itself when over.
class VerifiedUpload : public QObject {
  Q_OBJECT
public:
  struct Store {
    std::function<FileDigests(const Json&)> digests;                                   // told by the store
    std::function<Call(const Json&, QObject* context, Reply<Nothing> reply)> discard;  // takes it away
  };
  static Call run(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, Store store, QObject* context,
                  Reply<Json> reply);

private:
  VerifiedUpload(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, Store store, Promise<Json> promise);
  void start();
  void compare();
  void end(Result<Json> result);

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  UploadRequest m_request;
  Store m_store;
  Promise<Json> m_promise;
  Call m_call;
  std::optional<Json> m_uploaded;
  std::optional<FileDigests> m_local;
  bool m_hashed = false, m_repeated = false;
};

}  // namespace cc::google
