// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/FolderBackup.h"

#include "base/FileHash.h"
#include "base/WriteError.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <atomic>
#include <filesystem>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

constexpr qint64 kBlock = 1 << 20;

using Stop = std::shared_ptr<std::atomic<bool>>;
using Progress = std::function<void(qint64 done)>;  // from the copying thread

bool toDisk(QFile& file) {
  if (!file.flush()) return false;
#ifdef Q_OS_UNIX
  if (fsync(file.handle()) != 0) return false;
#endif
#ifdef Q_OS_LINUX
  // So that reading it again asks the disk, as far as the system obliges.
  posix_fadvise(file.handle(), 0, 0, POSIX_FADV_DONTNEED);
#endif
  return true;
}

// The entry of the folder has to get to the disk as well.
void folderToDisk(const QString& folder) {
#ifdef Q_OS_UNIX
  const int handle = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  (void)fsync(handle);
  ::close(handle);
#else
  Q_UNUSED(folder)
#endif
}

Error unreadable(const QFile& source) {
  return Error{.code = source.exists() ? ErrorCode::FileUnreadable : ErrorCode::FileNotFound,
               .params = {{u"path"_s, source.fileName()}},
               .detail = source.errorString()};
}

// The hash of what was read.
Result<QString> copyBytes(QFile& source, QFile& part, const Stop& stop, const Progress& progress) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  QByteArray block(kBlock, Qt::Uninitialized);
  qint64 copied = 0;
  for (;;) {
    if (*stop) return Error{.code = ErrorCode::JobCancelled};
    const qint64 got = source.read(block.data(), kBlock);
    if (got < 0) return unreadable(source);
    if (got == 0) break;
    hash.addData(QByteArrayView(block.constData(), got));
    if (part.write(block.constData(), got) != got) return writeError(part);
    progress(copied += got);
  }
  if (!toDisk(part)) return writeError(part);
  return QString::fromLatin1(hash.result().toHex());
}

Status moveInto(const QString& part, const QString& target) {
  std::error_code problem;
  std::filesystem::rename(part.toStdU16String(), target.toStdU16String(), problem);
  if (problem) return writeError(target, QString::fromStdString(problem.message()));
  folderToDisk(QFileInfo(target).absolutePath());
  return done();
}

Result<jobs::StoredFile> copyFile(const QString& from, const QString& target, const Stop& stop,
                                  const Progress& progress) {
  QFile source(from), part(target + u".part"_s);
  if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return unreadable(source);
  const QFileInfo before(from);
  const QString folder = QFileInfo(target).absolutePath();
  if (!QDir().mkpath(folder)) return writeError(folder, u"the folder cannot be made"_s);
  if (!part.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered)) return writeError(part);
  auto hash = copyBytes(source, part, stop, progress);
  part.seek(0);
  const QString again = hash.ok() ? sha256Of(part) : QString();
  const qint64 size = part.size();
  part.close();
  const QFileInfo now(from);
  Status end = done();
  if (!hash.ok()) {
    end = hash.error();
  } else if (now.size() != before.size() || now.lastModified() != before.lastModified() || size != now.size()) {
    end = Error{.code = ErrorCode::TransferSourceChanged, .params = {{u"path"_s, from}}};
  } else if (again != *hash) {
    end = Error{.code = ErrorCode::TransferCorrupt,
                .params = {{u"path"_s, target}, {u"expected"_s, *hash}, {u"size"_s, QString::number(size)}},
                .retryable = true};
  } else {
    end = moveInto(part.fileName(), target);
  }
  if (!end.ok()) {
    part.remove();
    return end.error();
  }
  return jobs::StoredFile{.id = target, .checksumKind = u"sha256"_s, .checksum = *hash, .size = size};
}

}  // namespace

Call FolderBackup::put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
                       std::function<void(qint64 done, qint64 total)> progress, QObject* context,
                       Reply<jobs::StoredFile> reply) {
  const Promise<jobs::StoredFile> promise(context, std::move(reply));
  const auto stop = std::make_shared<std::atomic<bool>>(false);
  promise.onCancel([stop] { *stop = true; });
  const Progress tell = [home = QPointer<QObject>(this), stop, progress = std::move(progress),
                         total = QFileInfo(file).size()](qint64 copied) {
    // The worker's thread ends before this object goes.
    if (!progress || !home) return;
    QMetaObject::invokeMethod(
        home.data(),
        [stop, progress, copied, total] {
          if (!*stop) progress(copied, total);
        },
        Qt::QueuedConnection);
  };
  m_worker.run<Result<jobs::StoredFile>>(
      this, [file, target = folder.below(relative).path, stop, tell] { return copyFile(file, target, stop, tell); },
      [promise, stop](Result<jobs::StoredFile> stored) {
        *stop = true;  // no more progress
        promise.resolve(std::move(stored));
      });
  return promise.call();
}

}  // namespace cc::providers
