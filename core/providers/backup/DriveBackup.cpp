// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/DriveBackup.h"

#include "auth/Scopes.h"
#include "providers/backup/CachedFile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::providers {

struct DriveBackup::Put {
  QString file, folder, name;
  std::function<void(qint64, qint64)> progress;
  Promise<jobs::StoredFile> promise;
  Call inner = {};
  bool repeated = false;
};

DriveBackup::DriveBackup(const ProviderContext& context, QObject* parent)
    : GoogleBackup(context, auth::driveScopes(), u"--drive"_s, parent) {}

DriveBackup::~DriveBackup() = default;

// A folder that the user has put into the bin would still take files: what is known is forgotten with each job.
bool DriveBackup::connectTo(auth::TokenSource* tokens, const QString& folder, bool anew) {
  if (m_drive && !anew && &m_http->tokens() == tokens && m_folder == folder) return false;
  m_folder = folder;
  m_drive.reset();
  m_http = std::make_unique<auth::AuthorizedHttp>(m_context.http, *tokens);
  m_drive = std::make_unique<google::DriveClient>(*m_http, m_context.clock,
                                                  google::GoogleEndpoints::from(m_context.config.endpoints));
  if (m_chunk > 0) m_drive->setChunk(m_chunk);
  return true;
}

Call DriveBackup::put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
                      std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                      Reply<jobs::StoredFile> reply) {
  const Promise<jobs::StoredFile> promise(context, std::move(reply));
  const auto source = tokens();
  if (!source.ok()) {
    promise.resolve(source.error());
    return promise.call();
  }
  connectTo(*source, folder.path, false);
  const QString whole = folder.below(relative).path;
  const auto put = std::make_shared<Put>(
      Put{file, whole.section(u'/', 0, -2), whole.section(u'/', -1), std::move(progress), promise});
  promise.onCancel([put] { put->inner.cancel(); });
  upload(put);
  return promise.call();
}

void DriveBackup::upload(const std::shared_ptr<Put>& put) {
  put->inner = m_drive->ensureFolder(put->folder, this, [this, put](const Result<QString>& id) {
    if (!id.ok()) return onEnd(put, id.error());
    put->inner = m_drive->upload(
        put->file, *id, put->name, put->progress, this, [this, put](const Result<google::DriveFile>& stored) {
          if (!stored.ok()) return onEnd(put, stored.error());
          const auto& told = stored->digests;
          put->promise.resolve(storedFile(stored->id, told.size, told.sha256, told.md5, told.crc32c));
        });
  });
}

struct DriveBackup::Fetch {
  QString address, cache;
  QStringList path;  // what is left of it
  Promise<QString> promise;
  Call inner = {};
};

Call DriveBackup::fetch(const jobs::BackupTarget& file, const QString& cache, QObject* context, Reply<QString> reply) {
  const Promise<QString> promise(context, std::move(reply));
  const auto source = tokens();
  if (!source.ok()) {
    promise.resolve(source.error());
    return promise.call();
  }
  connectTo(*source, m_folder, false);
  const auto fetch = std::make_shared<Fetch>(Fetch{file.text(), cache, file.path.split(u'/'), promise});
  promise.onCancel([fetch] { fetch->inner.cancel(); });
  descend(fetch, u"root"_s);
  return promise.call();
}

void DriveBackup::descend(const std::shared_ptr<Fetch>& fetch, const QString& folder) {
  const QString name = fetch->path.takeFirst();
  fetch->inner =
      m_drive->find(folder, name, this, [this, fetch](const Result<std::optional<google::DriveFile>>& found) {
        if (!found.ok()) return fetch->promise.resolve(explained(found.error()));
        const auto& file = *found;
        if (!file || file->isFolder == fetch->path.isEmpty()) {
          return fetch->promise.resolve(Error{.code = ErrorCode::FileNotFound,
                                              .params = {{u"path"_s, fetch->address}},
                                              .detail = u"only files that this program put into Drive can be seen"_s});
        }
        if (file->isFolder) return descend(fetch, file->id);
        const QString target =
            cachedFile(fetch->cache, file->id + u' ' + QString::fromLatin1(file->digests.md5), file->name);
        if (QFileInfo::exists(target)) return fetch->promise.resolve(target);
        fetch->inner =
            m_drive->download(*file, target, {}, this, [this, fetch, target](const Result<Nothing>& fetched) {
              fetch->promise.resolve(fetched.ok() ? Result<QString>(target) : explained(fetched.error()));
            });
      });
}

// 404: a folder that was known is gone; everything is looked up again, once.
void DriveBackup::onEnd(const std::shared_ptr<Put>& put, Error error) {
  const bool isGone = error.code == ErrorCode::NetHttpStatus && error.params.value(u"status"_s) == u"404"_s;
  const auto source = tokens();
  if (isGone && source.ok() && !put->promise.isCancelled() && !std::exchange(put->repeated, true)) {
    connectTo(*source, m_folder, true);
    return upload(put);
  }
  put->promise.resolve(explained(std::move(error)));
}

}  // namespace cc::providers
