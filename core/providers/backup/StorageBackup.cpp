// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/StorageBackup.h"

#include "auth/Scopes.h"
#include "providers/backup/CachedFile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::providers {

StorageBackup::StorageBackup(const ProviderContext& context, QObject* parent)
    : GoogleBackup(context, auth::storageScopes(), u"--storage"_s, parent) {}

StorageBackup::~StorageBackup() = default;

google::StorageClient& StorageBackup::clientOf(auth::TokenSource* tokens) {
  if (!m_http || &m_http->tokens() != tokens) {
    m_storage.reset();
    m_http = std::make_unique<auth::AuthorizedHttp>(m_context.http, *tokens);
    m_storage = std::make_unique<google::StorageClient>(*m_http, m_context.clock,
                                                        google::GoogleEndpoints::from(m_context.config.endpoints));
    if (m_chunk > 0) m_storage->setChunk(m_chunk);
  }
  return *m_storage;
}

Call StorageBackup::fetch(const jobs::BackupTarget& file, const QString& cache, QObject* context,
                          Reply<QString> reply) {
  const Promise<QString> promise(context, std::move(reply));
  const auto source = tokens();
  if (!source.ok()) {
    promise.resolve(source.error());
    return promise.call();
  }
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  google::StorageClient& storage = clientOf(*source);
  *inner = storage.stat(
      {file.bucket, file.path}, this,
      [this, &storage, promise, inner, cache,
       address = file.text()](const Result<std::optional<google::StorageObject>>& found) {
        if (!found.ok()) return promise.resolve(explained(found.error()));
        if (!*found) {
          return promise.resolve(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, address}}});
        }
        const google::StorageObject& object = **found;
        const QString target = cachedFile(cache, address + u'#' + object.generation, object.name.section(u'/', -1));
        if (QFileInfo::exists(target)) return promise.resolve(target);
        *inner = storage.download(object, target, {}, this, [this, promise, target](const Result<Nothing>& fetched) {
          promise.resolve(fetched.ok() ? Result<QString>(target) : explained(fetched.error()));
        });
      });
  return promise.call();
}

Call StorageBackup::put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
                        std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                        Reply<jobs::StoredFile> reply) {
  const auto source = tokens();
  if (!source.ok()) {
    const Promise<jobs::StoredFile> refused(context, std::move(reply));
    refused.resolve(source.error());
    return refused.call();
  }
  const jobs::BackupTarget place = folder.below(relative);
  return clientOf(*source).upload(
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
