// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/StorageClient.h"
#include "providers/backup/GoogleBackup.h"

namespace cc::providers {

// Objects in a bucket of Cloud Storage. The bucket has to exist.
class StorageBackup : public GoogleBackup {
  Q_OBJECT
public:
  explicit StorageBackup(const ProviderContext& context, QObject* parent = nullptr);
  ~StorageBackup() override;
  Call put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
           std::function<void(qint64 done, qint64 total)> progress, QObject* context,
           Reply<jobs::StoredFile> reply) override;
  Call fetch(const jobs::BackupTarget& file, const QString& cache, QObject* context, Reply<QString> reply) override;
  void setChunk(qint64 bytes) { m_chunk = bytes; }

private:
  google::StorageClient& clientOf(auth::TokenSource* tokens);
  std::unique_ptr<auth::AuthorizedHttp> m_http;
  std::unique_ptr<google::StorageClient> m_storage;
  qint64 m_chunk = 0;
};

}  // namespace cc::providers
