// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/WebSocketBus.h"

#include "base/Log.h"
#include "base/Redactor.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QPointer>
#include <QRegularExpression>
#include <QSslError>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>
#include <chrono>

#ifdef Q_OS_LINUX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

using namespace Qt::StringLiterals;

namespace cc::net {

namespace {

constexpr std::chrono::seconds kConnectLimit(15);
constexpr std::chrono::seconds kHandshakeLimit(75);  // a Jupyter server answers only when its kernel does, up to 60 s
constexpr std::chrono::seconds kTick(5);
constexpr int kSilentTicks = 4;                  // 20 s without a byte, pings unanswered
constexpr quint64 kMaxIncoming = 2'147'483'646;  // what QWebSocket can hold

// Acknowledge at once: the server leaves Nagle on and would wait 40 ms for a delayed ACK. The kernel forgets the option.
void acknowledgeAtOnce([[maybe_unused]] const QAbstractSocket* socket) {
#ifdef Q_OS_LINUX
  const int on = 1;
  if (socket) setsockopt(static_cast<int>(socket->socketDescriptor()), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
#endif
}

}  // namespace

struct WebSocketBus::Private {
  WebSocketBus* q;
  QWebSocket* socket = nullptr;
  QPointer<QAbstractSocket> transport;
  QTimer tick;
  QUrl url;
  quint64 generation = 0;
  bool isOpen = false, heard = false;
  int silentTicks = 0, waited = 0;

  void connectSocket();
  void watchTransport();
  void onConnected();
  void onError(QAbstractSocket::SocketError error);
  void onDisconnected();
  void onTick();
  void tickOfHandshake();
  void drop();
  void fail(Error error);
  Error problem(ErrorCode code, const QString& detail) const;
};

Error WebSocketBus::Private::problem(ErrorCode code, const QString& detail) const {
  return Error{.code = code,
               .params = {{u"host"_s, url.host()}, {u"path"_s, Redactor::redact(url.path())}},
               .detail = Redactor::redact(detail),
               .retryable = code != ErrorCode::NetTls};
}

void WebSocketBus::Private::connectSocket() {
  QObject::connect(socket, &QWebSocket::connected, q, [this] { onConnected(); });
  QObject::connect(socket, &QWebSocket::disconnected, q, [this] { onDisconnected(); });
  QObject::connect(socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), q,
                   [this](QAbstractSocket::SocketError error) { onError(error); });
  QObject::connect(socket, &QWebSocket::pong, q, [this] { heard = true; });
  QObject::connect(socket, &QWebSocket::textMessageReceived, q,
                   [this](const QString& text) { Q_EMIT q->textArrived(text.toUtf8()); });
  QObject::connect(socket, &QWebSocket::binaryMessageReceived, q,
                   [this](const QByteArray& frame) { Q_EMIT q->binaryArrived(frame); });
}

// Bytes of an unfinished frame are a sign of life too.
void WebSocketBus::Private::watchTransport() {
  transport = socket->findChild<QAbstractSocket*>();
  if (!transport) return;
  QObject::connect(transport, &QIODevice::readyRead, q, [this] {
    heard = true;
    acknowledgeAtOnce(transport);
  });
}

void WebSocketBus::Private::onConnected() {
  if (transport) transport->setSocketOption(QAbstractSocket::LowDelayOption, 1);
  acknowledgeAtOnce(transport);
  isOpen = true;
  heard = true;
  silentTicks = 0;
  Q_EMIT q->opened();
}

void WebSocketBus::Private::onError(QAbstractSocket::SocketError error) {
  const QString text = socket->errorString();
  if (isOpen) return fail(problem(ErrorCode::NetSocketClosed, text));
  switch (error) {
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
      return fail(problem(ErrorCode::NetTls, text));
    case QAbstractSocket::SocketTimeoutError:
      return fail(problem(ErrorCode::NetTimedOut, text));
    default:
      break;
  }
  // QWebSocket 6.4 tells a refusing HTTP answer only in its text, by the status in it, with the error of a refused
  // connection; a really refused one has no number in its text.
  static const QRegularExpression status(u"\\b([1-5][0-9]{2})\\b"_s);
  const auto match = status.match(text);
  if (error != QAbstractSocket::ConnectionRefusedError || !match.hasMatch()) {
    return fail(problem(ErrorCode::NetUnreachable, text));
  }
  Error refusal = problem(ErrorCode::NetHttpStatus, text);
  const int number = match.captured(1).toInt();
  refusal.params.insert(u"status"_s, match.captured(1));
  refusal.retryable = number == 408 || number == 425 || number == 429 || number >= 500;
  fail(std::move(refusal));
}

void WebSocketBus::Private::onDisconnected() {
  if (!isOpen) return fail(problem(ErrorCode::NetUnreachable, socket->errorString()));
  Error error = problem(ErrorCode::NetSocketClosed, socket->closeReason());
  error.params.insert(u"close_code"_s, QString::number(socket->closeCode()));
  fail(std::move(error));
}

// Counts ticks, not time: a process that was stopped or busy for a minute has not heard silence for a minute.
void WebSocketBus::Private::onTick() {
  if (!isOpen) return tickOfHandshake();
  silentTicks = std::exchange(heard, false) ? 0 : silentTicks + 1;
  if (silentTicks >= kSilentTicks) return fail(problem(ErrorCode::NetSocketClosed, u"the server is silent"_s));
  socket->ping();
}

void WebSocketBus::Private::tickOfHandshake() {
  waited += static_cast<int>(kTick.count());
  const bool connected = transport && transport->state() == QAbstractSocket::ConnectedState;
  if (waited >= kHandshakeLimit.count() || (!connected && waited >= kConnectLimit.count())) {
    fail(problem(ErrorCode::NetTimedOut, connected ? u"no answer to the handshake"_s : u"no connection"_s));
  }
}

void WebSocketBus::Private::drop() {
  ++generation;
  tick.stop();
  isOpen = false;
  transport = nullptr;
  if (!socket) return;
  socket->disconnect(q);
  for (QAbstractSocket* child : socket->findChildren<QAbstractSocket*>()) child->disconnect(q);
  socket->close();
  socket->deleteLater();
  socket = nullptr;
}

// From the event loop, never inside a caller's stack; not at all when the bus was closed or opened again meanwhile.
void WebSocketBus::Private::fail(Error error) {
  if (!socket) return;
  drop();
  qCDebug(lcNet).noquote() << "WebSocket" << error.toLogLine();
  QMetaObject::invokeMethod(
      q,
      [this, mine = generation, error = std::move(error)] {
        if (mine == generation) Q_EMIT q->closed(error);
      },
      Qt::QueuedConnection);
}

WebSocketBus::WebSocketBus(QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {
  d->q = this;
  d->tick.setInterval(kTick);
  connect(&d->tick, &QTimer::timeout, this, [this] { d->onTick(); });
}

WebSocketBus::~WebSocketBus() {
  d->drop();
}

void WebSocketBus::open(const QUrl& url, const QList<QPair<QByteArray, QByteArray>>& headers,
                        const QStringList& subprotocols) {
  d->drop();
  d->url = url;
  d->waited = d->silentTicks = 0;
  QNetworkRequest request(url);
  for (const auto& [name, value] : headers) request.setRawHeader(name, value);
  QWebSocketHandshakeOptions options;
  options.setSubprotocols(subprotocols);
  d->socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
  d->socket->setMaxAllowedIncomingFrameSize(kMaxIncoming);
  d->socket->setMaxAllowedIncomingMessageSize(kMaxIncoming);
  if (url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback()) {
    d->socket->setProxy(QNetworkProxy::NoProxy);
  }
  d->connectSocket();
  d->tick.start();
  d->socket->open(request, options);
  if (d->socket) d->watchTransport();
}

void WebSocketBus::sendText(const QByteArray& utf8) {
  if (d->isOpen) d->socket->sendTextMessage(QString::fromUtf8(utf8));
}

void WebSocketBus::sendBinary(const QByteArray& frame) {
  if (d->isOpen) d->socket->sendBinaryMessage(frame);
}

void WebSocketBus::close() {
  if (d->transport) d->transport->flush();
  d->drop();
}

QString WebSocketBus::subprotocol() const {
  return d->isOpen ? d->socket->subprotocol() : QString();
}

bool WebSocketBus::isOpen() const {
  return d->isOpen;
}

}  // namespace cc::net
