// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/HttpClient.h"

#include "base/Redactor.h"
#include "net/FileSender.h"
#include "net/HttpExchange.h"
#include "net/ProxyChoice.h"

#include <QDateTime>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace cc::net {

namespace {

constexpr qsizetype kSampleOfForeignBody = 200;

class NoCookies : public QNetworkCookieJar {
public:
  using QNetworkCookieJar::QNetworkCookieJar;
  QList<QNetworkCookie> cookiesForUrl(const QUrl&) const override { return {}; }
  bool setCookiesFromUrl(const QList<QNetworkCookie>&, const QUrl&) override { return false; }
};

// What the server itself says: Jupyter's "message", Google's "error.message", else the beginning of a text.
QString messageOf(const HttpReply& reply) {
  const auto json = parseJson(reply.body);
  if (!json.ok()) return QString::fromUtf8(reply.body.left(kSampleOfForeignBody)).simplified();
  for (const Json* holder : {&*json, &at(*json, "error")}) {
    if (const QString message = stringAt(*holder, "message"); !message.isEmpty()) return message;
  }
  const QString error = stringAt(*json, "error_description", stringAt(*json, "error"));
  return error.isEmpty() ? stringAt(*json, "reason") : error;
}

bool isRetryable(int status) {
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

}  // namespace

QByteArray HttpReply::header(const QByteArray& name) const {
  for (const auto& [key, value] : headers) {
    if (key.compare(name, Qt::CaseInsensitive) == 0) return value;
  }
  return {};
}

std::optional<std::chrono::milliseconds> retryAfterOf(const HttpReply& reply) {
  const QByteArray text = reply.header("Retry-After").trimmed();
  if (text.isEmpty()) return std::nullopt;
  bool isNumber = false;
  const qint64 seconds = text.toLongLong(&isNumber);
  if (isNumber && seconds >= 0 && seconds <= 1'000'000) return std::chrono::seconds(seconds);
  const QDateTime date = QDateTime::fromString(QString::fromLatin1(text), Qt::RFC2822Date);
  if (isNumber || !date.isValid()) return std::nullopt;
  return std::chrono::milliseconds(std::max<qint64>(0, QDateTime::currentDateTimeUtc().msecsTo(date)));
}

Result<Json> jsonOf(const HttpReply& reply, const QUrl& url) {
  QMap<QString, QString> params{
      {u"status"_s, QString::number(reply.status)}, {u"host"_s, url.host()}, {u"path"_s, Redactor::redact(url.path())}};
  if (reply.status < 200 || reply.status >= 300) {
    return Error{.code = ErrorCode::NetHttpStatus,
                 .params = std::move(params),
                 .detail = Redactor::redact(messageOf(reply)),
                 .retryable = isRetryable(reply.status),
                 .retryAfter = retryAfterOf(reply).value_or(std::chrono::milliseconds(0))};
  }
  if (reply.body.trimmed().isEmpty()) return Json();
  auto json = parseJson(reply.body);
  if (json.ok()) return json;
  params.insert(u"type"_s, QString::fromLatin1(reply.header("Content-Type")));
  return Error{.code = ErrorCode::NetBadReply,
               .params = std::move(params),
               .detail = Redactor::redact(QString::fromUtf8(reply.body.left(kSampleOfForeignBody)).simplified())};
}

HttpClient::HttpClient(QObject* parent) : QObject(parent) {
  m_network.setProxyFactory(new ProxyChoice);
  m_network.setCookieJar(new NoCookies);
  m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

// Exchanges use m_network: they go first, each answering its caller.
HttpClient::~HttpClient() {
  qDeleteAll(findChildren<HttpExchange*>(QString(), Qt::FindDirectChildrenOnly));
}

Call HttpClient::send(HttpRequest request, QObject* context, Reply<HttpReply> reply) {
  if (request.file) {
    if (!m_files) m_files = new FileSender(this);
    return m_files->send(std::move(request), context, std::move(reply));
  }
  const Promise<HttpReply> promise(context, std::move(reply));
  const QPointer<HttpExchange> exchange = new HttpExchange(m_network, std::move(request), promise, this);
  promise.onCancel([exchange] {
    if (exchange) exchange->cancel();
  });
  exchange->start();
  return promise.call();
}

Call HttpClient::sendJson(HttpRequest request, QObject* context, Reply<Json> reply) {
  const QUrl url = request.url;
  return send(std::move(request), context, [url, reply = std::move(reply)](Result<HttpReply> result) {
    if (!result.ok()) return reply(std::move(result).error());
    reply(jsonOf(*result, url));
  });
}

}  // namespace cc::net
