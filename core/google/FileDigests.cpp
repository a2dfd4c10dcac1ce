// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/FileDigests.h"

#include "google/Crc32c.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>
#include <memory>

namespace cc::google {

namespace {

constexpr qint64 kChunk = 1024 * 1024;

std::optional<FileDigests> read(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) return std::nullopt;
  QCryptographicHash md5(QCryptographicHash::Md5), sha256(QCryptographicHash::Sha256);
  quint32 crc = 0;
  qint64 size = 0;
  QByteArray chunk(kChunk, Qt::Uninitialized);
  for (;;) {
    const qint64 got = file.read(chunk.data(), kChunk);
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    const QByteArrayView bytes(chunk.constData(), got);
    md5.addData(bytes);
    sha256.addData(bytes);
    crc = crc32c(crc, bytes);
    size += got;
  }
  return FileDigests{size, md5.result().toHex(), sha256.result().toHex(), crc32cText(crc)};
}

}  // namespace

bool agrees(const FileDigests& local, const FileDigests& told) {
  const auto differs = [](const QByteArray& one, const QByteArray& other) { return !other.isEmpty() && one != other; };
  if (told.md5.isEmpty() && told.sha256.isEmpty() && told.crc32c.isEmpty()) return false;
  return local.size == told.size && !differs(local.md5, told.md5) && !differs(local.sha256, told.sha256) &&
         !differs(local.crc32c, told.crc32c);
}

// By a watcher, not by then(): that one asserts that the context is still there.
void digestsOf(const QString& path, QObject* context, std::function<void(std::optional<FileDigests>)> then) {
  const auto promise = std::make_shared<QPromise<std::optional<FileDigests>>>();
  auto* watcher = new QFutureWatcher<std::optional<FileDigests>>(context);
  QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)] {
    watcher->deleteLater();
    then(watcher->result());
  });
  watcher->setFuture(promise->future());
  promise->start();
  QThreadPool::globalInstance()->start([promise, path] {
    promise->addResult(read(path));
    promise->finish();
  });
}

}  // namespace cc::google
