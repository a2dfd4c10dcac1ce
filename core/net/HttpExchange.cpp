// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/HttpExchange.h"

#include "base/Log.h"
#include "base/Redactor.h"
#include "base/WriteError.h"

#include <QFileDevice>
#include <QRandomGenerator>
#include <cstring>

using namespace Qt::StringLiterals;

namespace cc::net {

namespace {

constexpr std::chrono::milliseconds kBackOff[] = {std::chrono::milliseconds(200), std::chrono::milliseconds(1000)};
constexpr std::chrono::seconds kLongestWait(30);  // a longer Retry-After is the caller's business
constexpr qint64 kMaxBody = qint64(1) << 30;      // of a reply held in memory
constexpr qint64 kSinkChunk = 256 * 1024;

// A body that can be read once. QNetworkAccessManager sends a request again by itself, POST too, when the server closes
// the connection before it answers; a body it cannot rewind stops that.
class OneTimeBody : public QIODevice {
public:
  explicit OneTimeBody(QByteArray bytes) : m_bytes(std::move(bytes)) {
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
  }
  bool isSequential() const override { return true; }
  qint64 bytesAvailable() const override { return m_bytes.size() - m_at; }
  bool atEnd() const override { return m_at == m_bytes.size(); }
  bool seek(qint64) override { return false; }
  bool reset() override { return false; }

protected:
  qint64 readData(char* to, qint64 max) override {
    if (m_at == m_bytes.size()) return -1;
    const qint64 size = std::min<qint64>(max, m_bytes.size() - m_at);
    std::memcpy(to, m_bytes.constData() + m_at, static_cast<size_t>(size));
    m_at += size;
    return size;
  }
  qint64 writeData(const char*, qint64) override { return -1; }

private:
  QByteArray m_bytes;
  qint64 m_at = 0;
};

bool isBusyStatus(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

// Errors below the protocol; the others only restate the HTTP status.
bool isTransport(QNetworkReply::NetworkError error) {
  return (error > QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied &&
          error != QNetworkReply::ProxyAuthenticationRequiredError) ||
         error == QNetworkReply::ContentReSendError;
}

}  // namespace

HttpExchange::HttpExchange(QNetworkAccessManager& network, HttpRequest request, Promise<HttpReply> promise,
                           QObject* parent)
    : QObject(parent), m_network(network), m_request(std::move(request)), m_promise(std::move(promise)) {
  m_silence.setSingleShot(true);
  m_silence.setInterval(m_request.timeoutMs);
  connect(&m_silence, &QTimer::timeout, this, &HttpExchange::onSilence);
}

HttpExchange::~HttpExchange() {
  drop();
  if (m_finished || m_promise.isCancelled()) return;
  m_promise.resolve(Error{.code = ErrorCode::NetUnreachable,
                          .params = {{u"host"_s, m_request.url.host()}},
                          .detail = u"the client is gone"_s});
}

void HttpExchange::start() {
  m_clock.start();
  m_head = {};
  m_headSeen = false;
  m_reply = dispatch(describe());
  connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpExchange::onHead);
  connect(m_reply, &QNetworkReply::readyRead, this, &HttpExchange::onBytes);
  connect(m_reply, &QNetworkReply::uploadProgress, this, [this] { m_silence.start(); });
  connect(m_reply, &QNetworkReply::finished, this, &HttpExchange::onFinished);
  m_silence.start();
}

void HttpExchange::cancel() {
  m_finished = true;
  log(u"cancelled"_s);
  drop();
  deleteLater();
}

QNetworkRequest HttpExchange::describe() const {
  QNetworkRequest request(m_request.url);
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
  request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  // HTTP/2 of Qt 6.4 loses requests when a server says goodbye; one connection each is enough for us.
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  if (!m_request.contentType.isEmpty()) {
    request.setHeader(QNetworkRequest::ContentTypeHeader, QString::fromLatin1(m_request.contentType));
  } else if (m_request.verb == "POST" || m_request.verb == "PUT") {
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
  }
  for (const auto& [name, value] : m_request.headers) request.setRawHeader(name, value);
  return request;
}

QNetworkReply* HttpExchange::dispatch(const QNetworkRequest& request) {
  if (!m_request.idempotent) {
    QNetworkRequest once(request);
    once.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    once.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
    m_bodyDevice = std::make_unique<OneTimeBody>(m_request.body);
    return m_network.sendCustomRequest(once, m_request.verb, m_bodyDevice.get());
  }
  if (m_request.verb == "GET" && m_request.body.isEmpty()) return m_network.get(request);
  if (m_request.verb == "HEAD") return m_network.head(request);
  if (m_request.verb == "DELETE" && m_request.body.isEmpty()) return m_network.deleteResource(request);
  if (m_request.verb == "POST") return m_network.post(request, m_request.body);
  if (m_request.verb == "PUT") return m_network.put(request, m_request.body);
  return m_network.sendCustomRequest(request, m_request.verb, m_request.body);
}

void HttpExchange::onHead() {
  m_silence.start();
  const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (m_headSeen || status == 0) return;
  m_headSeen = true;
  m_head.status = status;
  for (const auto& [name, value] : m_reply->rawHeaderPairs()) m_head.headers.append({name, value});
  if (!m_request.onHead) return;
  if (auto verdict = m_request.onHead(m_head); !verdict.ok()) {
    m_stop = std::move(verdict).error();
    m_reply->abort();
  }
}

void HttpExchange::onBytes() {
  m_silence.start();
  if (m_stop) return;
  onHead();
  if (m_stop) return;
  const bool intoSink = m_request.sink && m_head.status >= 200 && m_head.status < 300;
  if (!intoSink) {
    if (m_reply->bytesAvailable() <= kMaxBody) return;
    m_stop = Error{.code = ErrorCode::NetBadReply,
                   .params = {{u"host"_s, m_request.url.host()}},
                   .detail = u"the reply is larger than 1 GiB"_s};
    return m_reply->abort();
  }
  while (m_reply->bytesAvailable() > 0) {
    const QByteArray chunk = m_reply->read(kSinkChunk);
    if (chunk.isEmpty()) break;
    m_sinkTouched = true;
    if (m_request.sink->write(chunk) == chunk.size()) continue;
    m_stop = sinkError();
    return m_reply->abort();
  }
}

void HttpExchange::onSilence() {
  m_stop = Error{.code = ErrorCode::NetTimedOut,
                 .params = {{u"host"_s, m_request.url.host()}, {u"limit_ms"_s, QString::number(m_request.timeoutMs)}},
                 .retryable = true};
  m_reply->abort();
}

void HttpExchange::onFinished() {
  if (!m_stop && m_reply->error() == QNetworkReply::NoError) onBytes();
  m_silence.stop();
  if (m_finished) return;
  if (m_stop) return afterFailure(*std::exchange(m_stop, std::nullopt));
  const auto error = m_reply->error();
  onHead();
  if (m_stop) return afterFailure(*std::exchange(m_stop, std::nullopt));
  if (isTransport(error) || m_head.status == 0) return afterFailure(transportError(error, m_reply->errorString()));
  HttpReply reply = std::move(m_head);
  reply.body = m_reply->readAll();
  afterReply(std::move(reply));
}

void HttpExchange::afterReply(HttpReply reply) {
  log(QString::number(reply.status));
  if (isBusyStatus(reply.status) && mayRepeat()) {
    const auto wait = retryAfterOf(reply);
    if (!wait || *wait <= kLongestWait) return repeatAfter(std::max(wait.value_or(backOff()), backOff()));
  }
  finish(std::move(reply));
}

void HttpExchange::afterFailure(Error error) {
  log(errorWord(error.code));
  if (error.retryable && mayRepeat() && error.params.value(u"reason"_s) != "refused"_L1) return repeatAfter(backOff());
  finish(std::move(error));
}

bool HttpExchange::mayRepeat() const {
  return m_request.idempotent && m_attempt < m_request.retries && !m_sinkTouched;
}

std::chrono::milliseconds HttpExchange::backOff() const {
  const auto base = kBackOff[std::min<size_t>(static_cast<size_t>(m_attempt), std::size(kBackOff) - 1)];
  const double jitter = 0.75 + QRandomGenerator::global()->generateDouble() / 2;
  return std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(base.count()) * jitter));
}

void HttpExchange::repeatAfter(std::chrono::milliseconds delay) {
  drop();
  ++m_attempt;
  QTimer::singleShot(delay, this, [this] {
    if (!m_finished) start();
  });
}

void HttpExchange::drop() {
  m_silence.stop();
  if (!m_reply) return;
  m_reply->disconnect(this);
  m_reply->abort();
  m_reply->deleteLater();
  m_reply = nullptr;
  if (m_bodyDevice) m_bodyDevice.release()->deleteLater();  // the reply may look at it until it is gone
}

void HttpExchange::finish(Result<HttpReply> result) {
  m_finished = true;
  drop();
  m_promise.resolve(std::move(result));
  deleteLater();
}

void HttpExchange::log(const QString& outcome) const {
  qCDebug(lcNet).noquote() << m_request.verb << m_request.url.host() << Redactor::redact(m_request.url.path())
                           << outcome << m_clock.elapsed() << "ms";
}

Error HttpExchange::transportError(QNetworkReply::NetworkError error, const QString& text) const {
  Error result{.code = ErrorCode::NetUnreachable,
               .params = {{u"host"_s, m_request.url.host()}},
               .detail = Redactor::redact(text),
               .retryable = true};
  switch (error) {
    case QNetworkReply::ConnectionRefusedError:
      return std::move(result).with(u"reason"_s, u"refused"_s);
    case QNetworkReply::HostNotFoundError:
      return std::move(result).with(u"reason"_s, u"unknown_host"_s);
    case QNetworkReply::TimeoutError:
      result.code = ErrorCode::NetTimedOut;
      break;
    case QNetworkReply::SslHandshakeFailedError:
      result.code = ErrorCode::NetTls;
      result.retryable = false;
      break;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::UnknownContentError:
      result.code = ErrorCode::NetBadReply;
      result.retryable = false;
      break;
    default:
      break;
  }
  return result;
}

Error HttpExchange::sinkError() const {
  if (const auto* file = qobject_cast<const QFileDevice*>(m_request.sink)) return writeError(*file);
  return Error{.code = ErrorCode::FileUnwritable, .detail = m_request.sink->errorString()};
}

}  // namespace cc::net
