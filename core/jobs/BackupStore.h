// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "jobs/BackupTarget.h"

#include <QObject>
#include <functional>

namespace cc::jobs {

// What a store told about a file that it has taken, after it was compared with the file here.
struct StoredFile {
  QString id;            // the store's own: id of a file, generation of an object, path
  QString checksumKind;  // "sha256", "md5", "crc32c"
  QString checksum;
  qint64 size = 0;
};

// A place that takes copies of files. Engine's thread.
class BackupStore : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  // One local file under a path relative to folder; a file of this name there gets the new content. Succeeds only when
  // the store's own checksum agrees. Once again after any interruption is safe: never two files.
  // Errors of the file here: FileNotFound, FileUnreadable, TransferSourceChanged. Of the store: what only the user can
  // cure (Account*, Keychain*, UsageBadParameter; DiskFull, FileUnwritable with the path there), TransferCorrupt, Net*,
  // ProviderRateLimited.
  virtual Call put(const QString& file, const BackupTarget& folder, const QString& relative,
                   std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                   Reply<StoredFile> reply) = 0;
  // Brings a file from there into a folder below cache, once for each content, compared by the store's checksum; answers
  // its path here. FileNotFound (path: the file's address) and the errors of put(). UsageUnsupported for folders of this
  // machine: their files are here.
  virtual Call fetch(const BackupTarget& file, const QString& cache, QObject* context, Reply<QString> reply);
};

}  // namespace cc::jobs
