// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QByteArray>
#include <QLocalSocket>
#include <QObject>

namespace cc::engine {

// JSON lines over a local socket, with bounds in both directions. Owns the socket.
class LineSocket : public QObject {
  Q_OBJECT
public:
  LineSocket(QLocalSocket* socket, qint64 maxLineBytes, QObject* parent = nullptr);

  QLocalSocket* socket() const { return m_socket; }
  // False, and the connection is dropped, when the other side has left more than maxBacklog bytes unread.
  bool send(const Json& message, qint64 maxBacklog);
  // Sends what is queued, then closes; nothing more is received.
  void close();

Q_SIGNALS:
  void received(const cc::Json& message);
  // What came is no JSON or too long; nothing more is received.
  void broken(const cc::Error& error);
  void disconnected();

private:
  void read();
  void fail(Error error);

  QLocalSocket* m_socket;
  qint64 m_maxLineBytes;
  QByteArray m_buffer;
  qsizetype m_scanned = 0;  // no newline before it
  bool m_open = true;
};

}  // namespace cc::engine
