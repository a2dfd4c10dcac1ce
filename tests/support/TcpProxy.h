// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>

namespace cc::test {

// Stands between a client and a loopback server, so that a test can cut the line: cut() drops every connection, and
// while isDown none is let through. Stalled, bytes pile up and nothing moves, as behind a dead router. A stranger on the
// line answers in the server's place.
class TcpProxy : public QObject {
public:
  explicit TcpProxy(quint16 target) : m_target(target) {
    m_server.listen(QHostAddress(QHostAddress::LocalHost));
    connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
  }
  ~TcpProxy() override { cut(); }  // or a socket that is half gone is told that its other half has gone
  Q_DISABLE_COPY_MOVE(TcpProxy)
  quint16 port() const { return m_server.serverPort(); }
  int accepted() const { return m_accepted; }
  void setDown(bool down) {
    m_down = down;
    if (down) cut();
  }
  void setStalled(bool stalled) {
    m_stalled = stalled;
    if (!stalled)
      for (const Pair& pair : m_pairs) pump(pair);
  }
  // Sees each block of bytes that a client sends; what it returns, unless empty, is the answer, and the end.
  using Stranger = std::function<QByteArray(const QByteArray& sent)>;
  void setStranger(Stranger stranger) { m_stranger = std::move(stranger); }
  void cut() {
    for (const Pair& pair : std::exchange(m_pairs, {})) {
      for (QTcpSocket* socket : {pair.client.data(), pair.server.data()}) {
        if (!socket) continue;
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
      }
    }
  }

private:
  struct Pair {
    QPointer<QTcpSocket> client, server;
  };

  void accept() {
    while (QTcpSocket* client = m_server.nextPendingConnection()) {
      ++m_accepted;
      if (m_down) {
        client->abort();
        client->deleteLater();
        continue;
      }
      auto* server = new QTcpSocket(this);
      const Pair pair{client, server};
      m_pairs.append(pair);
      connect(client, &QTcpSocket::readyRead, this, [this, pair] { pump(pair); });
      connect(server, &QTcpSocket::readyRead, this, [this, pair] { pump(pair); });
      connect(server, &QTcpSocket::connected, this, [this, pair] { pump(pair); });
      connect(client, &QTcpSocket::disconnected, this, [pair] {
        if (pair.server) pair.server->disconnectFromHost();
      });
      connect(server, &QTcpSocket::disconnected, this, [pair] {
        if (pair.client) pair.client->disconnectFromHost();
      });
      server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
    }
  }
  void pump(const Pair& pair) {
    if (m_stalled || !pair.client || !pair.server || pair.server->state() != QTcpSocket::ConnectedState) return;
    const QByteArray sent = pair.client->readAll();
    if (const QByteArray answer = m_stranger && !sent.isEmpty() ? m_stranger(sent) : QByteArray(); !answer.isEmpty()) {
      pair.client->write(answer);
      pair.client->disconnectFromHost();
      return;
    }
    pair.server->write(sent);
    pair.client->write(pair.server->readAll());
  }

  QTcpServer m_server;
  quint16 m_target;
  QList<Pair> m_pairs;
  Stranger m_stranger;
  bool m_down = false, m_stalled = false;
  int m_accepted = 0;
};

}  // namespace cc::test
