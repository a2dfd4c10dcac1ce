// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/KernelChannel.h"

#include "base/Log.h"

#include <QDateTime>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

struct KernelChannel::Private {
  KernelChannel* q;
  Endpoint endpoint;
  QString kernelId, sessionId;
  net::WebSocketBus bus;
  Framing framing = Framing::V1;

  QUrl address() const;
  void onClosed(const Error& error);
  void deliver(Result<KernelMessage> message);
};

QUrl KernelChannel::Private::address() const {
  QUrl url = endpoint.base;
  url.setScheme(url.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
  const QByteArray path =
      url.path(QUrl::FullyEncoded).toLatin1() + "api/kernels/" + QUrl::toPercentEncoding(kernelId) + "/channels";
  url.setPath(QString::fromLatin1(path), QUrl::StrictMode);
  QUrlQuery query;
  query.addQueryItem(u"session_id"_s, QString::fromLatin1(QUrl::toPercentEncoding(sessionId)));
  url.setQuery(query);
  return url;
}

void KernelChannel::Private::onClosed(const Error& error) {
  Error reason = error;
  const QString status = error.params.value(u"status"_s);
  if (error.code == ErrorCode::NetHttpStatus && status == "404"_L1) {
    reason = Error{.code = ErrorCode::RuntimeGone, .params = {{u"kernel"_s, kernelId}}, .causes = {error}};
  } else if (error.code == ErrorCode::NetHttpStatus &&
             (status == "401"_L1 || status == "403"_L1 || status.startsWith(u'3'))) {  // 3xx: to the login page
    reason = Error{.code = ErrorCode::AccountForbidden, .params = error.params, .causes = {error}};
  }
  Q_EMIT q->closed(reason);
}

// A frame that cannot be read means that messages may be missing: the connection is given up, so that the reader of
// the journal takes over.
void KernelChannel::Private::deliver(Result<KernelMessage> message) {
  if (message.ok()) {
    Q_EMIT q->arrived(*message);
    return;
  }
  qCWarning(lcJupyter).noquote() << "unreadable kernel message:" << message.error().toLogLine();
  bus.close();
  Q_EMIT q->closed(message.error());
}

KernelChannel::KernelChannel(Endpoint endpoint, QString kernelId, QString sessionId, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>()) {
  d->q = this;
  d->endpoint = std::move(endpoint);
  d->kernelId = std::move(kernelId);
  d->sessionId = std::move(sessionId);
  connect(&d->bus, &net::WebSocketBus::opened, this, [this] {
    d->framing = d->bus.subprotocol() == QLatin1StringView(kV1Subprotocol) ? Framing::V1 : Framing::Legacy;
    Q_EMIT opened();
  });
  connect(&d->bus, &net::WebSocketBus::closed, this, [this](const Error& error) { d->onClosed(error); });
  connect(&d->bus, &net::WebSocketBus::textArrived, this,
          [this](const QByteArray& text) { d->deliver(decodeLegacyText(text)); });
  connect(&d->bus, &net::WebSocketBus::binaryArrived, this, [this](const QByteArray& frame) {
    d->deliver(d->framing == Framing::V1 ? decodeV1(frame) : decodeLegacyBinary(frame));
  });
}

KernelChannel::~KernelChannel() = default;

void KernelChannel::open() {
  auto headers = d->endpoint.headers;
  if (!d->endpoint.token.isEmpty()) headers.append({"Authorization", "token " + d->endpoint.token.toUtf8()});
  const QStringList framings = d->endpoint.offersV1 ? QStringList{QString::fromLatin1(kV1Subprotocol)} : QStringList();
  d->bus.open(d->address(), headers, framings);
}

void KernelChannel::close() {
  d->bus.close();
}
bool KernelChannel::isOpen() const {
  return d->bus.isOpen();
}
Framing KernelChannel::framing() const {
  return d->framing;
}
const QString& KernelChannel::kernelId() const {
  return d->kernelId;
}
const QString& KernelChannel::sessionId() const {
  return d->sessionId;
}
void KernelChannel::setEndpoint(Endpoint endpoint) {
  d->endpoint = std::move(endpoint);
}

void KernelChannel::send(const std::string& channel, const std::string& type, const QString& messageId, Json content,
                         Json parentHeader) {
  KernelMessage message;
  message.channel = channel;
  message.header = {{"msg_id", toStd(messageId)},
                    {"session", toStd(d->sessionId)},
                    {"username", "colab-controller"},
                    {"date", toStd(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))},
                    {"msg_type", type},
                    {"version", "5.3"}};
  message.parentHeader = std::move(parentHeader);
  message.content = std::move(content);
  const Frame frame = encodeMessage(message, d->framing);
  if (frame.binary) {
    d->bus.sendBinary(frame.bytes);
  } else {
    d->bus.sendText(frame.bytes);
  }
}

}  // namespace cc::jupyter
