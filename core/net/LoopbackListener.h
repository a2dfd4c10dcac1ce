// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QObject>
#include <QTcpServer>
#include <functional>

class QTcpSocket;

namespace cc::net {

struct LoopbackRequest {
  QByteArray verb, target, host;  // target: path and query as they came; host: the Host header
};

struct LoopbackAnswer {
  int status = 200;
  QByteArray html;
};

// Waits for a browser on 127.0.0.1: reads the head of each request, gives it to the handler, sends its page, closes.
// Heads above 16 kB, connections that say nothing for 5 s and more than 16 connections at once are cut off.
class LoopbackListener : public QObject {
  Q_OBJECT
public:
  using Handler = std::function<LoopbackAnswer(const LoopbackRequest&)>;
  explicit LoopbackListener(Handler handler, QObject* parent = nullptr);
  // Any free port. NetUnreachable when the machine does not let us listen.
  Status listen();
  quint16 port() const { return m_server.serverPort(); }
  bool isListening() const { return m_server.isListening(); }
  // No new connections; a page being sent still goes out.
  void stop() { m_server.close(); }

private:
  void accept();
  void onBytes(QTcpSocket* socket, QByteArray& head);

  QTcpServer m_server;
  Handler m_handler;
  int m_open = 0;
};

}  // namespace cc::net
