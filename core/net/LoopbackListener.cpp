// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/LoopbackListener.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>
#include <memory>

using namespace Qt::StringLiterals;

namespace cc::net {

namespace {

constexpr qsizetype kMaxHead = 16 * 1024;
constexpr int kMaxConnections = 16;
constexpr std::chrono::seconds kLimit(5);

QByteArray headerOf(const QByteArrayList& lines, const QByteArray& name) {
  for (const QByteArray& line : lines) {
    const qsizetype colon = line.indexOf(':');
    if (colon > 0 && line.left(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0) {
      return line.mid(colon + 1).trimmed();
    }
  }
  return {};
}

// Nothing of the page's address, which holds the code, goes on to other sites.
QByteArray wrapped(const LoopbackAnswer& answer) {
  return "HTTP/1.1 " + QByteArray::number(answer.status) +
         " Answer\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
         QByteArray::number(answer.html.size()) +
         "\r\nConnection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
         "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'"
         "\r\n\r\n" +
         answer.html;
}

}  // namespace

LoopbackListener::LoopbackListener(Handler handler, QObject* parent) : QObject(parent), m_handler(std::move(handler)) {
  connect(&m_server, &QTcpServer::newConnection, this, &LoopbackListener::accept);
}

Status LoopbackListener::listen() {
  // Spelt out: the enumerator alone would be taken for a port number on all interfaces.
  if (m_server.listen(QHostAddress(QHostAddress::LocalHost), 0)) return done();
  return Error{
      .code = ErrorCode::NetUnreachable, .params = {{u"host"_s, u"127.0.0.1"_s}}, .detail = m_server.errorString()};
}

void LoopbackListener::accept() {
  while (QTcpSocket* socket = m_server.nextPendingConnection()) {
    if (m_open >= kMaxConnections) {
      socket->abort();
      socket->deleteLater();
      continue;
    }
    ++m_open;
    socket->setParent(this);  // outlives the listening
    socket->setReadBufferSize(kMaxHead);
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      --m_open;
      socket->deleteLater();
    });
    const auto head = std::make_shared<QByteArray>();
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, head] { onBytes(socket, *head); });
    QTimer::singleShot(kLimit, socket, [socket] { socket->abort(); });
    onBytes(socket, *head);
  }
}

void LoopbackListener::onBytes(QTcpSocket* socket, QByteArray& head) {
  head += socket->readAll();
  const qsizetype end = head.indexOf("\r\n\r\n");
  if (end < 0) {
    if (head.size() >= kMaxHead) socket->abort();
    return;
  }
  disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
  const QByteArrayList lines = head.left(end).split('\n');
  const QByteArrayList first = lines.first().trimmed().split(' ');
  const LoopbackRequest request{first.value(0), first.value(1), headerOf(lines, "Host")};
  socket->write(wrapped(m_handler(request)));
  socket->flush();  // into the system's hands: the program may end right after the answer
  socket->disconnectFromHost();
}

}  // namespace cc::net
