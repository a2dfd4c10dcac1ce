// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <deque>
#include <functional>
#include <vector>

namespace cc::test {

// What a client sent, as it came.
struct SeenRequest {
  QByteArray verb, target, head, body;  // target: path and query, still encoded
  int connection = 0;                   // number of the TCP connection, from 1
  QByteArray header(const QByteArray& name) const {
    for (const QByteArray& line : head.split('\n')) {
      const qsizetype colon = line.indexOf(':');
      if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0) return line.mid(colon + 1).trimmed();
    }
    return {};
  }
};

// What is done about a request: bytes to send, and then.
struct ScriptedAnswer {
  QByteArray bytes;
  enum Then { KeepOpen, Close, Reset, Stall } then = KeepOpen;  // Stall: nothing more, ever
};

// A server of raw bytes on 127.0.0.1: answers requests in order from a script (its last entry again and again), and
// remembers them.
class LoopbackServer {
public:
  LoopbackServer() {
    m_server.listen(QHostAddress(QHostAddress::LocalHost));
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
  }
  ~LoopbackServer() { m_server.disconnect(); }

  QUrl url(const QString& path = QStringLiteral("/")) const {
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
  }
  quint16 port() const { return m_server.serverPort(); }
  void then(ScriptedAnswer answer) { m_script.push_back(std::move(answer)); }
  void then(QByteArray bytes) { then(ScriptedAnswer{std::move(bytes)}); }
  void answerWith(std::function<ScriptedAnswer(const SeenRequest&)> answer) { m_answer = std::move(answer); }
  const std::vector<SeenRequest>& seen() const { return m_seen; }
  int connections() const { return m_connections; }

  static QByteArray reply(int status, const QByteArray& body, const QByteArray& type = "application/json",
                          const QByteArray& moreHeaders = {}) {
    return "HTTP/1.1 " + QByteArray::number(status) + " Whatever\r\nContent-Type: " + type +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + moreHeaders + "\r\n" + body;
  }

private:
  void accept() {
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
      const int number = ++m_connections;
      QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
      auto buffer = std::make_shared<QByteArray>();
      QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer, number] {
        *buffer += socket->readAll();
        while (takeRequest(socket, *buffer, number)) {
        }
      });
    }
  }

  bool takeRequest(QTcpSocket* socket, QByteArray& buffer, int number) {
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return false;
    SeenRequest request;
    request.head = buffer.left(end);
    request.connection = number;
    const qsizetype length = request.header("Content-Length").toLongLong();
    if (buffer.size() < end + 4 + length) return false;
    request.body = buffer.mid(end + 4, length);
    buffer.remove(0, end + 4 + length);
    const QByteArrayList first = request.head.left(request.head.indexOf('\r')).split(' ');
    request.verb = first.value(0);
    request.target = first.value(1);
    m_seen.push_back(request);
    answer(socket, request);
    return true;
  }

  void answer(QTcpSocket* socket, const SeenRequest& request) {
    ScriptedAnswer answer;
    if (m_answer) {
      answer = m_answer(request);
    } else if (!m_script.empty()) {
      answer = m_script.front();
      if (m_script.size() > 1) m_script.pop_front();
    }
    socket->write(answer.bytes);
    if (answer.then == ScriptedAnswer::Close) socket->disconnectFromHost();
    if (answer.then == ScriptedAnswer::Reset) {
      socket->setSocketOption(QAbstractSocket::KeepAliveOption, 0);
      socket->flush();
      socket->abort();
    }
  }

  QTcpServer m_server;
  std::deque<ScriptedAnswer> m_script;
  std::function<ScriptedAnswer(const SeenRequest&)> m_answer;
  std::vector<SeenRequest> m_seen;
  int m_connections = 0;
};

}  // namespace cc::test
