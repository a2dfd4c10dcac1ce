// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPair>
#include <QStringList>
#include <QUrl>
#include <memory>

namespace cc::net {

// One WebSocket connection, as a seam: protocol code sees frames and nothing else. Delayed-ACK stalls are avoided by
// re-arming TCP_QUICKACK on every frame (Linux). Pings every few seconds; silence past the limit closes it.
class WebSocketBus : public QObject {
  Q_OBJECT
public:
  explicit WebSocketBus(QObject* parent = nullptr);
  ~WebSocketBus() override;
  // Secrets go into headers, never into the address.
  void open(const QUrl& url, const QList<QPair<QByteArray, QByteArray>>& headers, const QStringList& subprotocols);
  void sendText(const QByteArray& utf8);
  void sendBinary(const QByteArray& frame);
  void close();                 // silent: no closed() after it
  QString subprotocol() const;  // negotiated one, or empty
  bool isOpen() const;

Q_SIGNALS:
  void opened();
  void textArrived(const QByteArray& utf8);
  void binaryArrived(const QByteArray& frame);
  // Once per open(): refused handshake (NetHttpStatus with status), NetUnreachable, NetTls, NetTimedOut, NetSocketClosed.
  void closed(const cc::Error& reason);

private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace cc::net
