// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/DriveBackup.h"

#include "auth/Scopes.h"

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
