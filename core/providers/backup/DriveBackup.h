// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/DriveClient.h"
#include "providers/backup/GoogleBackup.h"

namespace cc::providers {

// Files in the user's Drive, with the permission that shows only what this program made there. Folders are made as they
// are needed; a folder of the same name that was made in a browser is not seen, so that there are two then.
class DriveBackup : public GoogleBackup {
  Q_OBJECT
public:
  explicit DriveBackup(const ProviderContext& context, QObject* parent = nullptr);
  ~DriveBackup() override;
  Call put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
           std::function<void(qint64 done, qint64 total)> progress, QObject* context,
           Reply<jobs::StoredFile> reply) override;
  Call fetch(const jobs::BackupTarget& file, const QString& cache, QObject* context, Reply<QString> reply) override;
  void setChunk(qint64 bytes) { m_chunk = bytes; }

private:
  struct Put;
  struct Fetch;
  void descend(const std::shared_ptr<Fetch>& fetch, const QString& folder);
  void upload(const std::shared_ptr<Put>& put);
  void onEnd(const std::shared_ptr<Put>& put, Error error);
  bool connectTo(auth::TokenSource* tokens, const QString& folder, bool anew);

  std::unique_ptr<auth::AuthorizedHttp> m_http;
  std::unique_ptr<google::DriveClient> m_drive;
  QString m_folder;  // of the job whose files go out: what is known about folders is good for as long
  qint64 m_chunk = 0;
};

}  // namespace cc::providers
