// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "base/Clock.h"
#include "google/FileDigests.h"
#include "google/GoogleEndpoints.h"
#include "google/ResumableUpload.h"

#include <QHash>
#include <deque>
#include <vector>

namespace cc::google {

struct DriveFile {
  QString id, name;
  bool isFolder = false;
  EpochMs modified = 0;
  FileDigests digests;  // md5 and sha256 as told
};

struct DriveAbout {
  QString email;
  qint64 used = 0;
  std::optional<qint64> limit;  // none: unlimited
};

// Google Drive, interface v3, with the scope that shows only what this program made: folders made in a browser, and files
// that a machine of Colab wrote into a mounted Drive, are not seen. Engine's thread; one per account.
// Errors: AccountScopeMissing, AccountApiDisabled, AccountStorageFull, AccountQuota, AccountForbidden,
// ProviderRateLimited, TransferCorrupt, Net*; of files here FileNotFound, FileUnreadable, FileUnwritable, DiskFull.
class DriveClient : public QObject {
  Q_OBJECT
public:
  DriveClient(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, QObject* parent = nullptr);

  Call about(QObject* context, Reply<DriveAbout> reply);
  // The folder at a path like "Panini/models", made as far as it is missing; empty: the root. One caller at a time goes
  // through Drive, so that no folder comes to be twice.
  Call ensureFolder(const QString& path, QObject* context, Reply<QString> reply);
  // The newest of this name there; names are not unique in Drive. Nothing when there is none.
  Call find(const QString& folder, const QString& name, QObject* context, Reply<std::optional<DriveFile>> reply);
  Call list(const QString& folder, QObject* context, Reply<std::vector<DriveFile>> reply);
  // Uploads, resuming, and compares checksums. A file of this name there gets the new content.
  Call upload(const QString& path, const QString& folder, const QString& name,
              std::function<void(qint64 done, qint64 total)> progress, QObject* context, Reply<DriveFile> reply);
  Call download(const DriveFile& file, const QString& target, std::function<void(qint64 done, qint64 total)> progress,
                QObject* context, Reply<Nothing> reply);
  // Success when it is gone already.
  Call remove(const QString& id, QObject* context, Reply<Nothing> reply);
  void setChunk(qint64 bytes) { m_chunk = bytes; }

private:
  class FolderWalk;
  using Query = QList<QPair<QString, QString>>;
  QUrl files(const QByteArray& path, Query query) const;
  Call get(const QUrl& url, QObject* context, Reply<Json> reply);
  void listPage(const QString& q, const QString& page, std::shared_ptr<std::vector<DriveFile>> found,
                const Promise<std::vector<DriveFile>>& promise, const std::shared_ptr<Call>& inner);
  Call query(const QString& q, QObject* context, Reply<std::vector<DriveFile>> reply);
  void sendUpload(const QString& path, const QString& folder, const QString& name, const QString& existing,
                  std::function<void(qint64, qint64)> progress, const Promise<DriveFile>& promise,
                  const std::shared_ptr<Call>& inner);
  void walkNext();

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  GoogleEndpoints m_endpoints;
  QHash<QString, QString> m_folders;  // path -> id, as far as known
  std::deque<FolderWalk*> m_walks;
  qint64 m_chunk = kUploadChunk;
};

}  // namespace cc::google
