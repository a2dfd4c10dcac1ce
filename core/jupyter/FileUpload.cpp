// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/FileUpload.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {
constexpr qint64 kChunk = 2 * 1024 * 1024;  // 1-4 MiB measured best; the server holds several copies of a chunk
constexpr int kRestarts = 3;
constexpr std::chrono::milliseconds kPause(500);
}  // namespace

FileUpload::FileUpload(JupyterClient& client, std::unique_ptr<QIODevice> source, QString target,
                       std::function<void(TransferProgress)> progress, Promise<Nothing> promise)
    : QObject(&client),
      m_client(client),
      m_source(std::move(source)),
      m_target(std::move(target)),
      m_progress(std::move(progress)),
      m_promise(std::move(promise)) {}

QString FileUpload::sourceName() const {
  const auto* file = qobject_cast<const QFile*>(m_source.get());
  return file ? file->fileName() : m_target;
}

void FileUpload::start() {
  if (!m_source->open(QIODevice::ReadOnly)) {
    const auto* file = qobject_cast<const QFile*>(m_source.get());
    const bool exists = !file || file->exists();
    return end(Error{.code = exists ? ErrorCode::FileUnreadable : ErrorCode::FileNotFound,
                     .params = {{u"path"_s, sourceName()}},
                     .detail = m_source->errorString()});
  }
  m_size = m_source->size();
  makeParent();
}

void FileUpload::cancel() {
  m_call.cancel();
  deleteLater();
}

void FileUpload::makeParent() {
  const qsizetype slash = m_target.lastIndexOf(u'/');
  if (slash <= 0) return firstChunk();
  m_call = m_client.makeFolder(m_target.left(slash), this, [this](Result<Nothing> made) {
    if (!made.ok()) return end(std::move(made));
    firstChunk();
  });
}

void FileUpload::firstChunk() {
  m_source->seek(0);
  m_done = 0;
  m_chunk = 0;
  nextChunk();
}

void FileUpload::nextChunk() {
  const QByteArray bytes = m_source->read(kChunk);
  const bool last = m_done + bytes.size() >= m_size;
  if (bytes.size() < std::min(kChunk, m_size - m_done)) {
    return end(Error{.code = ErrorCode::TransferSourceChanged,
                     .params = {{u"path"_s, sourceName()}},
                     .detail = m_source->errorString()});
  }
  sendChunk(bytes, last);
}

void FileUpload::sendChunk(const QByteArray& bytes, bool last) {
  ++m_chunk;
  const int number = last ? (m_chunk == 1 ? 0 : -1) : m_chunk;
  const qint64 size = bytes.size();
  m_call = m_client.writeChunk(m_target, bytes, number, this, [this, last, size](Result<ContentModel> model) {
    if (!model.ok()) return failed(std::move(model).error());
    m_done += size;
    if (m_progress) m_progress({.done = m_done, .total = m_size});
    if (!last) return nextChunk();
    if (model->size == m_size) return afterLast();
    failed(Error{.code = ErrorCode::TransferCorrupt,
                 .params = {{u"path"_s, m_target},
                            {u"expected"_s, QString::number(m_size)},
                            {u"size"_s, QString::number(model->size)}},
                 .retryable = true});
  });
}

void FileUpload::afterLast() {
  if (m_source->size() == m_size) return end(done());
  end(Error{.code = ErrorCode::TransferSourceChanged, .params = {{u"path"_s, sourceName()}}});
}

// Chunks append blindly: whether a failed one arrived can't be known, so all begins anew.
void FileUpload::failed(Error error) {
  if (!error.retryable || error.params.value(u"reason"_s) == "refused"_L1 || m_restarts == kRestarts) {
    return end(std::move(error));
  }
  ++m_restarts;
  const auto pause = std::max(error.retryAfter, kPause * m_restarts);
  QTimer::singleShot(pause, this, [this] {
    if (m_promise.isCancelled()) return;
    firstChunk();
  });
}

void FileUpload::end(Result<Nothing> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::jupyter
