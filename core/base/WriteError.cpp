// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/WriteError.h"

#include <QDir>
#include <QFileDevice>
#include <QFileInfo>
#include <QStorageInfo>

using namespace Qt::StringLiterals;

namespace cc {

namespace {

// The nearest folder that exists: the disk on which the path would be.
bool isFull(const QString& path) {
  constexpr qint64 kHardlyAnything = 64 * 1024;
  QString folder = QFileInfo(path).absolutePath();
  while (!QFileInfo::exists(folder) && folder != QFileInfo(folder).absolutePath()) {
    folder = QFileInfo(folder).absolutePath();
  }
  const QStorageInfo disk(folder);
  return disk.isValid() && !disk.isReadOnly() && disk.bytesAvailable() < kHardlyAnything;
}

Error error(bool full, const QString& path, const QString& detail) {
  return Error{
      .code = full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, .params = {{u"path"_s, path}}, .detail = detail};
}

}  // namespace

Error writeError(const QFileDevice& file) {
  // Of a file that did not open, this says that too many are.
  const bool saidFull = file.error() == QFileDevice::ResourceError && file.isOpen();
  return error(saidFull || isFull(file.fileName()), file.fileName(), file.errorString());
}

Error writeError(const QString& path, const QString& detail) {
  return error(isFull(path), path, detail);
}

}  // namespace cc
