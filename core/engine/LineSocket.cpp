// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/LineSocket.h"

#include <QPointer>
#include <QTimer>
#include <chrono>

using namespace Qt::StringLiterals;

namespace cc::engine {

LineSocket::LineSocket(QLocalSocket* socket, qint64 maxLineBytes, QObject* parent)
    : QObject(parent), m_socket(socket), m_maxLineBytes(maxLineBytes) {
  socket->setParent(this);
  connect(socket, &QLocalSocket::readyRead, this, &LineSocket::read);
  connect(socket, &QLocalSocket::disconnected, this, [this] {
    m_open = false;
    Q_EMIT disconnected();
  });
}

bool LineSocket::send(const Json& message, qint64 maxBacklog) {
  if (m_socket->state() != QLocalSocket::ConnectedState) return false;
  if (m_socket->bytesToWrite() > maxBacklog) {
    m_open = false;
    m_socket->abort();
    return false;
  }
  m_socket->write(dumpJson(message) + '\n');
  return true;
}

void LineSocket::close() {
  m_open = false;
  m_socket->flush();
  m_socket->disconnectFromServer();
  // Who does not read the last words does not keep the connection.
  QTimer::singleShot(std::chrono::seconds(2), m_socket, [socket = m_socket] { socket->abort(); });
}

void LineSocket::fail(Error error) {
  m_open = false;
  m_buffer = {};
  Q_EMIT broken(error);
}

void LineSocket::read() {
  const QPointer<LineSocket> alive(this);
  while (m_open && m_socket->bytesAvailable() > 0) {
    m_buffer += m_socket->read(1024 * 1024);
    qsizetype start = 0;
    for (;;) {
      const qsizetype end = m_buffer.indexOf('\n', std::max(start, m_scanned));
      if (end < 0) break;
      auto message = parseJson(QByteArrayView(m_buffer).sliced(start, end - start));
      if (!message.ok()) return fail(std::move(message).error());
      start = m_scanned = end + 1;
      Q_EMIT received(*message);
      if (!alive || !m_open) return;
    }
    m_buffer.remove(0, start);
    m_scanned = m_buffer.size();
    if (m_buffer.size() > m_maxLineBytes) {
      return fail(Error{.code = ErrorCode::NetBadReply,
                        .params = {{u"limit"_s, QString::number(m_maxLineBytes)}},
                        .detail = u"a line longer than the limit"_s});
    }
  }
  if (!m_open) m_socket->readAll();  // on the way out: what still comes is thrown away
}

}  // namespace cc::engine
