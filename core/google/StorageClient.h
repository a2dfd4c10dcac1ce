// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "base/Clock.h"
#include "google/FileDigests.h"
#include "google/GoogleEndpoints.h"
#include "google/ResumableUpload.h"

#include <vector>

namespace cc::google {

struct StorageObject {
  QString bucket, name;
  QString generation;  // one content of it, for ever
  EpochMs updated = 0;
  FileDigests digests;  // md5 (in hexadecimal, not for composed objects) and crc32c as told
};

// "gs://bucket/path/of/object" in its parts; nothing when it is no such address.
struct StoragePath {
  QString bucket, object;
  static std::optional<StoragePath> parse(const QString& address);
};

// Google Cloud Storage, JSON interface. Engine's thread; one per account.
// Errors: AccountScopeMissing, AccountForbidden (IAM, billing), ProviderRateLimited, TransferCorrupt, Net*; of files here
// FileNotFound, FileUnreadable, FileUnwritable, DiskFull.
class StorageClient : public QObject {
  Q_OBJECT
public:
  StorageClient(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, QObject* parent = nullptr);

  Call stat(const StoragePath& path, QObject* context, Reply<std::optional<StorageObject>> reply);
  // All objects whose names begin like this.
  Call list(const QString& bucket, const QString& prefix, QObject* context, Reply<std::vector<StorageObject>> reply);
  // Uploads, resuming, and compares checksums. An object of this name is replaced.
  Call upload(const QString& file, const StoragePath& path, std::function<void(qint64 done, qint64 total)> progress,
              QObject* context, Reply<StorageObject> reply);
  // The content of that generation.
  Call download(const StorageObject& object, const QString& target,
                std::function<void(qint64 done, qint64 total)> progress, QObject* context, Reply<Nothing> reply);
  // Success when it is gone already.
  Call remove(const StoragePath& path, QObject* context, Reply<Nothing> reply);
  void setChunk(qint64 bytes) { m_chunk = bytes; }

private:
  QUrl objectUrl(const StoragePath& path, const QList<QPair<QString, QString>>& query = {}) const;
  void listPage(const QString& bucket, const QString& prefix, const QString& page,
                std::shared_ptr<std::vector<StorageObject>> found, const Promise<std::vector<StorageObject>>& promise,
                const std::shared_ptr<Call>& inner);

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  GoogleEndpoints m_endpoints;
  qint64 m_chunk = kUploadChunk;
};

}  // namespace cc::google
