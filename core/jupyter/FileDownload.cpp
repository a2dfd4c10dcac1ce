// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/FileDownload.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QPromise>
#include <QStorageInfo>
#include <QThreadPool>
#include <filesystem>
#include <memory>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {

constexpr int kFruitless = 4;  // failures in a row without a new byte
constexpr std::chrono::milliseconds kPause(500);

// Hash of a finished part, which is on the disk for good afterwards. Empty when it can't be read.
QByteArray hashAndSync(const QString& path, bool wanted) {
  QFile file(path);
  if (!file.open(QIODevice::ReadWrite)) return {};
  QCryptographicHash hash(QCryptographicHash::Sha256);
  if (wanted && !hash.addData(&file)) return {};
#ifdef Q_OS_UNIX
  if (fsync(file.handle()) != 0) return {};
#endif
  return hash.result().toHex();
}

}  // namespace

FileDownload::FileDownload(JupyterClient& client, QString source, QString target, qint64 size, QString sha256,
                           std::function<void(TransferProgress)> progress, Promise<Nothing> promise)
    : QObject(&client),
      m_client(client),
      m_source(std::move(source)),
      m_target(std::move(target)),
      m_size(size),
      m_sha256(sha256.toLatin1().toLower()),
      m_progress(std::move(progress)),
      m_promise(std::move(promise)),
      m_part(m_target + u".part"_s) {
  m_tick.setInterval(250);
  connect(&m_tick, &QTimer::timeout, this, [this] { m_progress({.done = m_part.size(), .total = m_size}); });
}

Error FileDownload::unwritable(ErrorCode code, const QString& detail) const {
  return Error{.code = code, .params = {{u"path"_s, m_target}}, .detail = detail};
}

void FileDownload::start() {
  if (auto opened = openPart(); !opened.ok()) return end(std::move(opened));
  fetch();
}

void FileDownload::cancel() {
  m_call.cancel();
  m_tick.stop();
  m_part.close();  // stays for the next time
  deleteLater();
}

Status FileDownload::openPart() {
  QDir().mkpath(QFileInfo(m_target).absolutePath());
  // Unbuffered, so that a full disk is seen at the write and not at the close.
  if (!m_part.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered)) {
    return unwritable(ErrorCode::FileUnwritable, m_part.errorString());
  }
  if (m_size >= 0 && m_part.size() > m_size) m_part.resize(0);
  m_resumed = m_part.size() > 0;
  return checkSpace();
}

Status FileDownload::checkSpace() const {
  const QStorageInfo disk(QFileInfo(m_target).absolutePath());
  if (m_size < 0 || !disk.isValid() || disk.bytesAvailable() >= m_size - m_part.size()) return done();
  Error error = unwritable(ErrorCode::DiskFull, {});
  error.params.insert(u"needed"_s, QString::number(m_size - m_part.size()));
  error.params.insert(u"available"_s, QString::number(disk.bytesAvailable()));
  return error;
}

void FileDownload::fetch() {
  m_before = m_part.size();
  if (m_before == m_size && m_size > 0) return check();
  if (m_progress) m_tick.start();
  m_call = m_client.readInto(
      m_source, m_before, &m_part, [this](const net::HttpReply& head) { return onHead(head); }, this,
      [this](Result<net::HttpReply> reply) { afterFetch(std::move(reply)); });
}

Status FileDownload::onHead(const net::HttpReply& head) {
  if (head.status == 200 && m_before > 0) {  // no ranges there: all bytes come again
    m_before = 0;
    m_resumed = false;
    if (!m_part.resize(0)) return unwritable(ErrorCode::FileUnwritable, m_part.errorString());
  }
  const qint64 coming = head.header("Content-Length").toLongLong();
  if (m_size < 0 || head.header("Content-Length").isEmpty() || m_before + coming == m_size) return done();
  return Error{.code = ErrorCode::TransferSourceChanged,
               .params = {{u"path"_s, m_source},
                          {u"expected"_s, QString::number(m_size)},
                          {u"size"_s, QString::number(m_before + coming)}}};
}

void FileDownload::afterFetch(Result<net::HttpReply> reply) {
  const qint64 have = m_part.size();
  m_tick.stop();
  if (m_progress) m_progress({.done = have, .total = m_size});
  if (!reply.ok()) return fetchFailed(std::move(reply).error());
  if (m_size < 0 || have == m_size) return check();
  if (have > m_size || reply->status == 416) {
    return end(Error{
        .code = ErrorCode::TransferSourceChanged,
        .params = {
            {u"path"_s, m_source}, {u"expected"_s, QString::number(m_size)}, {u"size"_s, QString::number(have)}}});
  }
  fetchFailed(Error{.code = ErrorCode::NetUnreachable, .detail = u"the body ended early"_s, .retryable = true});
}

void FileDownload::fetchFailed(Error error) {
  m_fruitless = m_part.size() > m_before ? 0 : m_fruitless + 1;
  if (!error.retryable || error.params.value(u"reason"_s) == "refused"_L1 || m_fruitless >= kFruitless) {
    if (error.code == ErrorCode::DiskFull || error.code == ErrorCode::FileUnwritable) {
      error.params.insert(u"path"_s, m_target);
    }
    return end(std::move(error));
  }
  QTimer::singleShot(std::max(error.retryAfter, kPause), this, [this] {
    if (!m_promise.isCancelled()) fetch();
  });
}

void FileDownload::check() {
  m_part.close();
  const auto promise = std::make_shared<QPromise<QByteArray>>();
  // By a watcher, not by then(): that one asserts that the context is still there.
  auto* watcher = new QFutureWatcher<QByteArray>(this);
  connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
    watcher->deleteLater();
    afterHash(watcher->result());
  });
  watcher->setFuture(promise->future());
  promise->start();
  QThreadPool::globalInstance()->start([promise, path = m_part.fileName(), wanted = !m_sha256.isEmpty()] {
    promise->addResult(hashAndSync(path, wanted));
    promise->finish();
  });
}

void FileDownload::afterHash(const QByteArray& hash) {
  if (m_promise.isCancelled()) return;
  if (hash.isEmpty()) return end(unwritable(ErrorCode::FileUnwritable, u"the part can't be read again"_s));
  if (m_sha256.isEmpty() || hash == m_sha256) return rename();
  m_part.remove();
  if (!m_resumed || m_anew) {
    return end(Error{.code = ErrorCode::TransferCorrupt,
                     .params = {{u"path"_s, m_source},
                                {u"expected"_s, QString::fromLatin1(m_sha256)},
                                {u"sha256"_s, QString::fromLatin1(hash)}}});
  }
  m_anew = true;  // the part was of another content
  start();
}

void FileDownload::rename() {
  std::error_code problem;
  std::filesystem::rename(m_part.fileName().toStdU16String(), m_target.toStdU16String(), problem);
  if (problem) return end(unwritable(ErrorCode::FileUnwritable, QString::fromStdString(problem.message())));
  end(done());
}

void FileDownload::end(Result<Nothing> result) {
  m_part.close();
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::jupyter
