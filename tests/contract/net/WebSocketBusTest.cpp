// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/WebSocketBus.h"

#include <gtest/gtest.h>

#include <QWebSocket>
#include <QWebSocketServer>

#include "support/EventLoop.h"
#include "support/LoopbackServer.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::net;
using cc::test::LoopbackServer;
using cc::test::ScriptedAnswer;

namespace {

class WebSocketBusTest : public testing::Test {
protected:
  WebSocketBusTest() {
    QObject::connect(&bus, &WebSocketBus::opened, &bus, [this] { ++opened; });
    QObject::connect(&bus, &WebSocketBus::closed, &bus, [this](const Error& error) { reasons.push_back(error); });
    QObject::connect(&bus, &WebSocketBus::textArrived, &bus, [this](const QByteArray& text) { texts.append(text); });
    QObject::connect(&bus, &WebSocketBus::binaryArrived, &bus,
                     [this](const QByteArray& frame) { frames.append(frame); });
  }
  bool waitClosed() {
    return test::waitFor([this] { return !reasons.empty(); });
  }

  WebSocketBus bus;
  int opened = 0;
  std::vector<Error> reasons;
  QByteArrayList texts, frames;
};

// A peer that speaks WebSocket, by Qt's own server.
class Peer {
public:
  Peer() : server(u"peer"_s, QWebSocketServer::NonSecureMode) {
    server.setSupportedSubprotocols({u"v1.kernel.websocket.jupyter.org"_s});
    server.listen(QHostAddress(QHostAddress::LocalHost));
    QObject::connect(&server, &QWebSocketServer::newConnection, &server, [this] {
      socket.reset(server.nextPendingConnection());
      QObject::connect(socket.get(), &QWebSocket::textMessageReceived, &server,
                       [this](const QString& t) { texts.append(t); });
      QObject::connect(socket.get(), &QWebSocket::binaryMessageReceived, &server,
                       [this](const QByteArray& f) { frames.append(f); });
    });
  }
  QUrl url() const { return QUrl(u"ws://127.0.0.1:%1/x?session_id=s"_s.arg(server.serverPort())); }

  QWebSocketServer server;
  std::unique_ptr<QWebSocket> socket;
  QStringList texts;
  QByteArrayList frames;
};

TEST_F(WebSocketBusTest, FramesTravelBothWaysUnchanged) {
  Peer peer;
  bus.open(peer.url(), {{"Authorization", "token t"}}, {u"v1.kernel.websocket.jupyter.org"_s});
  ASSERT_TRUE(test::waitFor([&] { return opened == 1 && peer.socket; }));
  EXPECT_TRUE(bus.isOpen());
  EXPECT_EQ(bus.subprotocol(), u"v1.kernel.websocket.jupyter.org"_s);
  EXPECT_EQ(peer.socket->request().rawHeader("Authorization"), "token t");
  QByteArray all;
  for (int i = 0; i < 256; ++i) all.append(static_cast<char>(i));
  bus.sendText("gr\xC3\xBC\xC3\x9F");
  bus.sendBinary(all);
  peer.socket->sendTextMessage(u"€"_s);
  peer.socket->sendBinaryMessage(all);
  ASSERT_TRUE(test::waitFor([&] { return texts.size() == 1 && frames.size() == 1 && peer.frames.size() == 1; }));
  EXPECT_EQ(texts[0], "\xE2\x82\xAC");
  EXPECT_EQ(frames[0], all);
  EXPECT_EQ(peer.frames[0], all);
  EXPECT_EQ(peer.texts.value(0), u"grüß"_s);
  EXPECT_TRUE(reasons.empty());
}

TEST_F(WebSocketBusTest, AServerThatPicksNoSubprotocolStillOpens) {
  Peer peer;
  bus.open(peer.url(), {}, {u"unknown"_s});
  ASSERT_TRUE(test::waitFor([&] { return opened == 1; }));
  EXPECT_EQ(bus.subprotocol(), QString());
}

TEST_F(WebSocketBusTest, LargeFramesArriveWhole) {
  Peer peer;
  bus.open(peer.url(), {}, {});
  ASSERT_TRUE(test::waitFor([&] { return opened == 1 && peer.socket; }));
  peer.socket->setOutgoingFrameSize(100'000'000);
  peer.socket->sendBinaryMessage(QByteArray(20'000'000, 'b'));
  ASSERT_TRUE(test::waitFor([&] { return frames.size() == 1; }));
  EXPECT_EQ(frames[0].size(), 20'000'000);
}

TEST_F(WebSocketBusTest, APeerThatCloses) {
  Peer peer;
  bus.open(peer.url(), {}, {});
  ASSERT_TRUE(test::waitFor([&] { return opened == 1 && peer.socket; }));
  peer.socket->close(QWebSocketProtocol::CloseCodeGoingAway, u"bye"_s);
  ASSERT_TRUE(waitClosed());
  EXPECT_EQ(reasons[0].code, ErrorCode::NetSocketClosed);
  EXPECT_EQ(reasons[0].params.value(u"close_code"_s), u"1001"_s);
  EXPECT_TRUE(reasons[0].retryable);
  EXPECT_FALSE(bus.isOpen());
  EXPECT_EQ(reasons.size(), 1u);
}

TEST_F(WebSocketBusTest, ClosingIsSilent) {
  Peer peer;
  bus.open(peer.url(), {}, {});
  ASSERT_TRUE(test::waitFor([&] { return opened == 1 && peer.socket; }));
  bool gone = false;
  QObject::connect(peer.socket.get(), &QWebSocket::disconnected, &peer.server, [&gone] { gone = true; });
  bus.sendText("last words");
  bus.close();
  EXPECT_FALSE(bus.isOpen());
  ASSERT_TRUE(test::waitFor([&] { return gone; }));
  EXPECT_EQ(peer.texts.value(0), u"last words"_s) << "what was sent before is flushed";
  EXPECT_TRUE(reasons.empty());
}

TEST_F(WebSocketBusTest, ItOpensAgain) {
  Peer peer;
  for (int round = 1; round <= 3; ++round) {
    bus.open(peer.url(), {}, {});
    ASSERT_TRUE(test::waitFor([&] { return opened == round; }));
  }
  EXPECT_TRUE(reasons.empty());
}

TEST_F(WebSocketBusTest, ARefusedHandshakeTellsTheStatus) {
  for (const int status : {302, 401, 403, 404, 429, 500, 503}) {
    LoopbackServer server;
    server.then(LoopbackServer::reply(status, "<html>no</html>", "text/html"));
    reasons.clear();
    QUrl url = server.url(u"/api/kernels/k/channels"_s);
    url.setScheme(u"ws"_s);
    bus.open(url, {}, {});
    ASSERT_TRUE(waitClosed()) << status;
    EXPECT_EQ(reasons[0].code, ErrorCode::NetHttpStatus) << qPrintable(reasons[0].toLogLine());
    EXPECT_EQ(reasons[0].params.value(u"status"_s), QString::number(status));
    EXPECT_EQ(reasons[0].retryable, status == 429 || status >= 500);
  }
  EXPECT_EQ(opened, 0);
}

TEST_F(WebSocketBusTest, ARefusedConnectionIsUnreachable) {
  QTcpServer closed;
  closed.listen(QHostAddress(QHostAddress::LocalHost));
  const quint16 port = closed.serverPort();
  closed.close();
  bus.open(QUrl(u"ws://127.0.0.1:%1/404/"_s.arg(port)), {}, {});
  EXPECT_TRUE(reasons.empty()) << "never inside the caller's stack";
  ASSERT_TRUE(waitClosed());
  EXPECT_EQ(reasons[0].code, ErrorCode::NetUnreachable) << qPrintable(reasons[0].toLogLine());
}

TEST_F(WebSocketBusTest, AConnectionDroppedInTheHandshakeIsUnreachable) {
  LoopbackServer server;
  server.then(ScriptedAnswer{.bytes = {}, .then = ScriptedAnswer::Close});
  QUrl url = server.url();
  url.setScheme(u"ws"_s);
  bus.open(url, {}, {});
  ASSERT_TRUE(waitClosed());
  EXPECT_EQ(reasons[0].code, ErrorCode::NetUnreachable) << qPrintable(reasons[0].toLogLine());
  EXPECT_EQ(reasons.size(), 1u);
}

TEST_F(WebSocketBusTest, ClosedInTheHandshakeItStaysSilent) {
  LoopbackServer server;
  server.then(ScriptedAnswer{.bytes = {}, .then = ScriptedAnswer::Stall});
  QUrl url = server.url();
  url.setScheme(u"ws"_s);
  bus.open(url, {}, {});
  ASSERT_TRUE(test::waitFor([&] { return server.seen().size() == 1; }));
  bus.close();
  server.then(LoopbackServer::reply(404, ""));
  Peer peer;
  bus.open(peer.url(), {}, {});
  ASSERT_TRUE(test::waitFor([&] { return opened == 1; }));
  EXPECT_TRUE(reasons.empty());
}

}  // namespace
