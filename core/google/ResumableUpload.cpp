// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/ResumableUpload.h"

#include "base/Log.h"
#include "base/Redactor.h"
#include "google/GoogleReply.h"

#include <QFileInfo>
#include <QPointer>
#include <QRandomGenerator>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr int kFruitless = 8;
constexpr int kSessions = 3;
constexpr int kSilenceMs = 60'000;  // a store may think for a while after the last byte
constexpr qint64 kShortPause = 50;
constexpr qint64 kLongestPause = 64'000;

// The user's token goes along: only to where the session was asked for, or to Google.
bool isTrusted(const QUrl& session, const QUrl& initiate) {
  if (session.host() == initiate.host() && session.port() == initiate.port() && session.scheme() == initiate.scheme()) {
    return true;
  }
  return session.scheme() == "https"_L1 && session.host().endsWith(".googleapis.com"_L1);
}

}  // namespace

Call ResumableUpload::run(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, QObject* context,
                          Reply<Json> reply) {
  const Promise<Json> promise(context, std::move(reply));
  const QPointer<ResumableUpload> upload = new ResumableUpload(http, clock, std::move(request), promise);
  promise.onCancel([upload] {
    if (!upload) return;
    upload->m_call.cancel();
    upload->deleteLater();
  });
  upload->start();
  return promise.call();
}

ResumableUpload::ResumableUpload(auth::AuthorizedHttp& http, Clock& clock, UploadRequest request, Promise<Json> promise)
    : QObject(&http), m_http(http), m_clock(clock), m_request(std::move(request)), m_promise(std::move(promise)) {}

void ResumableUpload::start() {
  const QFileInfo source(m_request.path);
  if (!source.exists()) {
    return end(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, m_request.path}}});
  }
  m_size = source.size();
  m_modified = source.lastModified();
  initiate();
}

Status ResumableUpload::checkSource() const {
  const QFileInfo now(m_request.path);
  if (now.size() == m_size && now.lastModified() == m_modified) return done();
  return Error{.code = ErrorCode::TransferSourceChanged,
               .params = {{u"path"_s, m_request.path},
                          {u"expected"_s, QString::number(m_size)},
                          {u"size"_s, QString::number(now.size())}}};
}

void ResumableUpload::initiate() {
  m_at = 0;
  m_call = m_http.send({.verb = m_request.verb,
                        .url = m_request.initiate,
                        .headers = {{"X-Upload-Content-Type", m_request.mediaType},
                                    {"X-Upload-Content-Length", QByteArray::number(m_size)}},
                        .body = dumpJson(m_request.metadata),
                        .contentType = "application/json; charset=UTF-8"},
                       this, [this](Result<net::HttpReply> reply) { onInitiated(std::move(reply)); });
}

void ResumableUpload::onInitiated(Result<net::HttpReply> reply) {
  if (!reply.ok()) return later(std::move(reply).error(), &ResumableUpload::initiate);
  if (reply->status != 200) {
    auto json = googleJson(*reply, m_request.initiate);
    Error error = json.ok() ? Error{.code = ErrorCode::NetBadReply} : std::move(json).error();
    return isPassing(error) ? later(std::move(error), &ResumableUpload::initiate) : end(std::move(error));
  }
  const QUrl session = m_request.initiate.resolved(QUrl::fromEncoded(reply->header("Location")));
  if (reply->header("Location").isEmpty() || !isTrusted(session, m_request.initiate)) {
    return later(Error{.code = ErrorCode::NetBadReply,
                       .params = {{u"host"_s, m_request.initiate.host()}, {u"member"_s, u"Location"_s}}},
                 &ResumableUpload::initiate);
  }
  m_session = session;
  // Whoever has the address can write there.
  Redactor::rememberForNow(QUrlQuery(session.query()).queryItemValue(u"upload_id"_s));
  sendChunk();
}

void ResumableUpload::sendChunk() {
  if (const Status same = checkSource(); !same.ok()) return end(same.error());
  if (m_size == 0) return ask();  // asking is sending all of it
  const qint64 length = std::min(m_request.chunk, m_size - m_at);
  if (length <= 0) return ask();  // all is there, and only the end was not heard
  const auto number = [](qint64 value) { return QByteArray::number(value); };
  put("bytes " + number(m_at) + '-' + number(m_at + length - 1) + '/' + number(m_size), length);
}

void ResumableUpload::ask() {
  put("bytes */" + QByteArray::number(m_size), 0);
}

// Not repeated by HttpClient: how much arrived is asked first.
void ResumableUpload::put(const QByteArray& range, qint64 length) {
  net::HttpRequest request{.verb = "PUT",
                           .url = m_session,
                           .headers = {{"Content-Range", range}},
                           .contentType = m_request.mediaType,
                           .timeoutMs = kSilenceMs,
                           .retries = 0,
                           .file = net::FileRange{m_request.path, m_at, length}};
  if (m_request.progress) {
    request.onSent = [progress = m_request.progress, at = m_at, total = m_size](qint64 sent) {
      progress(std::min(at + sent, total), total);
    };
  }
  m_call = m_http.send(std::move(request), this, [this](Result<net::HttpReply> reply) { onReply(std::move(reply)); });
}

void ResumableUpload::onReply(Result<net::HttpReply> reply) {
  if (!reply.ok()) return later(std::move(reply).error(), &ResumableUpload::ask);
  if (reply->status == 308) return onRange(*reply);
  if (reply->status != 200 && reply->status != 201) return onRefused(*reply);
  auto json = googleJson(*reply, m_session);
  if (!json.ok() || !json->is_object()) {
    return later(json.ok() ? Error{.code = ErrorCode::NetBadReply} : std::move(json).error(), &ResumableUpload::ask);
  }
  if (m_request.progress) m_request.progress(m_size, m_size);
  end(std::move(json));
}

// What the store has is what counts, less or more than what was sent. No range: it has nothing.
void ResumableUpload::onRange(const net::HttpReply& reply) {
  const QByteArray range = reply.header("Range");
  qint64 next = 0;
  if (!range.isEmpty()) {
    bool isNumber = false;
    next = range.mid(range.lastIndexOf('-') + 1).trimmed().toLongLong(&isNumber) + 1;
    if (!isNumber || !range.trimmed().startsWith("bytes=0-") || next > m_size) {
      return startAnew(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"Range"_s}}});
    }
  }
  const bool isFurther = next > m_at;
  m_at = next;
  if (isFurther) m_fruitless = 0;
  if (m_request.progress) m_request.progress(m_at, m_size);
  if (isFurther) return sendChunk();
  later(Error{.code = ErrorCode::NetUnreachable, .detail = u"the store keeps nothing"_s, .retryable = true},
        &ResumableUpload::sendChunk);
}

void ResumableUpload::onRefused(const net::HttpReply& reply) {
  auto json = googleJson(reply, m_session);
  Error error = json.ok() ? Error{.code = ErrorCode::NetBadReply} : std::move(json).error();
  if (reply.status == 404 || reply.status == 410) return startAnew(std::move(error));
  if (isPassing(error)) return later(std::move(error), &ResumableUpload::ask);
  // A status that the protocol does not know means a broken session.
  if (error.code == ErrorCode::NetHttpStatus && reply.status != 412) return startAnew(std::move(error));
  end(std::move(error));
}

void ResumableUpload::startAnew(Error reason) {
  if (++m_sessions >= kSessions) return end(std::move(reason));
  qCInfo(lcNet).noquote() << "upload session is gone, opening another:" << reason.toLogLine();
  initiate();
}

void ResumableUpload::later(Error error, void (ResumableUpload::*next)()) {
  // Only what the sign-in or the disk says is final; networks come and go.
  const bool isFinal = errorWord(error.code).startsWith("account."_L1) || error.code == ErrorCode::FileUnreadable;
  if (isFinal || m_promise.isCancelled() || ++m_fruitless >= kFruitless) return end(std::move(error));
  // A connection that broke for the first time since bytes were kept: nothing says that the store wants a rest.
  const bool broke =
      m_fruitless == 1 && (error.code == ErrorCode::NetUnreachable || error.code == ErrorCode::NetSocketClosed);
  const qint64 base = broke ? kShortPause : std::min<qint64>(kLongestPause, 500LL << m_fruitless);
  const qint64 jittered = base / 2 + QRandomGenerator::global()->bounded(static_cast<int>(base));
  m_clock.after(std::max<qint64>(jittered, error.retryAfter.count()), this, [this, next] {
    if (!m_promise.isCancelled()) (this->*next)();
  });
}

void ResumableUpload::end(Result<Json> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::google
