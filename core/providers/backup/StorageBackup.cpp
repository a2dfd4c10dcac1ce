// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/StorageBackup.h"

#include "auth/Scopes.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

StorageBackup::StorageBackup(const ProviderContext& context, QObject* parent)
    : GoogleBackup(context, auth::storageScopes(), u"--storage"_s, parent) {}

StorageBackup::~StorageBackup() = default;

Call StorageBackup::put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
                        std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                        Reply<jobs::StoredFile> reply) {
  const auto source = tokens();
  if (!source.ok()) {
    const Promise<jobs::StoredFile> refused(context, std::move(reply));
    refused.resolve(source.error());
    return refused.call();
  }
  if (!m_http || &m_http->tokens() != *source) {
    m_storage.reset();
    m_http = std::make_unique<auth::AuthorizedHttp>(m_context.http, **source);
    m_storage = std::make_unique<google::StorageClient>(*m_http, m_context.clock,
                                                        google::GoogleEndpoints::from(m_context.config.endpoints));
    if (m_chunk > 0) m_storage->setChunk(m_chunk);
  }
  const jobs::BackupTarget place = folder.below(relative);
  return m_storage->upload(
      file, {place.bucket, place.path}, std::move(progress), context,
      [this, bucket = place.bucket, reply = std::move(reply)](const Result<google::StorageObject>& stored) {
        if (stored.ok()) {
          const auto& told = stored->digests;
          return reply(storedFile(stored->generation, told.size, told.sha256, told.md5, told.crc32c));
        }
        Error error = stored.error();
        // Where objects are made, only the bucket can be missing.
        if (error.code == ErrorCode::NetHttpStatus && error.params.value(u"status"_s) == u"404"_s) {
          return reply(Error{.code = ErrorCode::UsageBadParameter,
                             .params = {{u"name"_s, u"--backup-to"_s},
                                        {u"value"_s, u"gs://"_s + bucket},
                                        {u"expected"_s, u"a bucket that exists"_s}},
                             .detail = error.detail});
        }
        reply(explained(std::move(error)));
      });
}

}  // namespace cc::providers
