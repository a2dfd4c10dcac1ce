// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/MediaDownload.h"

#include "base/WriteError.h"
#include "google/GoogleReply.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr int kFruitless = 6;
constexpr qint64 kPause = 500;

}  // namespace

Call MediaDownload::run(auth::AuthorizedHttp& http, Clock& clock, DownloadRequest request, QObject* context,
                        Reply<Nothing> reply) {
  const Promise<Nothing> promise(context, std::move(reply));
  const QPointer<MediaDownload> download = new MediaDownload(http, clock, std::move(request), promise);
  promise.onCancel([download] {
    if (!download) return;
    download->m_call.cancel();
    download->m_part.close();  // stays for the next time
    download->deleteLater();
  });
  download->start();
  return promise.call();
}

MediaDownload::MediaDownload(auth::AuthorizedHttp& http, Clock& clock, DownloadRequest request,
                             Promise<Nothing> promise)
    : QObject(&http),
      m_http(http),
      m_clock(clock),
      m_request(std::move(request)),
      m_promise(std::move(promise)),
      m_part(m_request.target + u".part"_s) {}

Error MediaDownload::unwritable(const QString& detail) const {
  return writeError(m_request.target, detail);
}

void MediaDownload::start() {
  QDir().mkpath(QFileInfo(m_request.target).absolutePath());
  if (!m_part.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered)) {
    return end(unwritable(m_part.errorString()));
  }
  if (m_part.size() > m_request.expected.size) m_part.resize(0);
  fetch();
}

void MediaDownload::fetch() {
  m_before = m_part.size();
  if (m_before == m_request.expected.size) return check();
  net::HttpRequest request{.url = m_request.url,
                           .headers = {{"Accept-Encoding", "identity"}},
                           .retries = 0,
                           .sink = &m_part,
                           .onHead = [this](const net::HttpReply& head) { return onHead(head); }};
  if (m_before > 0) request.headers.append({"Range", "bytes=" + QByteArray::number(m_before) + '-'});
  m_call = m_http.send(std::move(request), this, [this](Result<net::HttpReply> reply) { onFetched(std::move(reply)); });
}

Status MediaDownload::onHead(const net::HttpReply& head) {
  if (head.status == 200 && m_before > 0) {  // ranges are not served: all bytes come again
    m_before = 0;
    if (!m_part.resize(0)) return unwritable(m_part.errorString());
  }
  const QByteArray from = "bytes " + QByteArray::number(m_before) + '-';
  if (head.status == 206 && !head.header("Content-Range").startsWith(from)) {
    return Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"Content-Range"_s}}};
  }
  return done();
}

void MediaDownload::onFetched(Result<net::HttpReply> reply) {
  const qint64 have = m_part.size();
  if (m_request.progress) m_request.progress(have, m_request.expected.size);
  if (!reply.ok()) {
    Error error = std::move(reply).error();
    const bool isDisk = error.code == ErrorCode::DiskFull || error.code == ErrorCode::FileUnwritable;
    if (isDisk) error.params.insert(u"path"_s, m_request.target);
    return isDisk || errorWord(error.code).startsWith("account."_L1) ? end(std::move(error)) : later(std::move(error));
  }
  if (reply->status != 200 && reply->status != 206 && reply->status != 416) {
    auto json = googleJson(*reply, m_request.url);
    Error error = json.ok() ? Error{.code = ErrorCode::NetBadReply} : std::move(json).error();
    return isPassing(error) ? later(std::move(error)) : end(std::move(error));
  }
  if (have >= m_request.expected.size) return check();
  later(Error{.code = ErrorCode::NetUnreachable, .detail = u"the body ended early"_s, .retryable = true});
}

void MediaDownload::later(Error error) {
  m_fruitless = m_part.size() > m_before ? 0 : m_fruitless + 1;
  if (m_fruitless >= kFruitless) return end(std::move(error));
  m_clock.after(std::max<qint64>(kPause << m_fruitless, error.retryAfter.count()), this, [this] {
    if (!m_promise.isCancelled()) fetch();
  });
}

void MediaDownload::check() {
  m_part.close();
  digestsOf(m_part.fileName(), this, [this](const std::optional<FileDigests>& local) { onDigests(local); });
}

void MediaDownload::onDigests(const std::optional<FileDigests>& local) {
  if (m_promise.isCancelled()) return;
  if (!local) return end(unwritable(u"the part can't be read again"_s));
  if (!agrees(*local, m_request.expected)) {
    m_part.remove();
    if (!std::exchange(m_anew, true)) return start();  // the part may have been of another content
    return end(Error{.code = ErrorCode::TransferCorrupt,
                     .params = {{u"path"_s, m_request.target}, {u"size"_s, QString::number(local->size)}}});
  }
  std::error_code problem;
  std::filesystem::rename(m_part.fileName().toStdU16String(), m_request.target.toStdU16String(), problem);
  if (problem) return end(unwritable(QString::fromStdString(problem.message())));
  end(done());
}

void MediaDownload::end(Result<Nothing> result) {
  m_part.close();
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::google
