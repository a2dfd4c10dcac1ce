// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's WebSocket against a peer that sends and reads bytes written down here, in both framings.
#include "jupyter/KernelChannel.h"

#include <gtest/gtest.h>

#include <QWebSocket>
#include <QWebSocketServer>
#include <QtEndian>

#include "support/EventLoop.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::jupyter;

namespace {

const QByteArray kHeader =
    R"({"msg_id":"k_1_7","msg_type":"display_data","session":"k","date":"2026-01-02T03:04:05Z"})";
const QByteArray kParent = R"({"msg_id":"a_0","msg_type":"execute_request"})";
const QByteArray kContent = R"({"data":{"text/plain":"h\u00e9","application/json":NaN},"metadata":{}})";

class KernelChannelTest : public testing::Test {
protected:
  void SetUp() override {
    server.listen(QHostAddress(QHostAddress::LocalHost));
    QObject::connect(&server, &QWebSocketServer::newConnection, &server, [this] {
      peer.reset(server.nextPendingConnection());
      QObject::connect(peer.get(), &QWebSocket::textMessageReceived, &server,
                       [this](const QString& text) { texts.append(text.toUtf8()); });
      QObject::connect(peer.get(), &QWebSocket::binaryMessageReceived, &server,
                       [this](const QByteArray& bytes) { frames.append(bytes); });
    });
    channel = std::make_unique<KernelChannel>(
        Endpoint{.base = QUrl(u"http://127.0.0.1:%1/lab/"_s.arg(server.serverPort())), .token = u"t"_s, .headers = {}},
        u"kernel-id"_s, u"our-session"_s);
    QObject::connect(channel.get(), &KernelChannel::arrived, channel.get(),
                     [this](KernelMessage& message) { arrived.push_back(std::move(message)); });
    QObject::connect(channel.get(), &KernelChannel::closed, channel.get(), [this](const Error& why) { closed = why; });
  }
  bool open() {
    channel->open();
    return test::waitFor([this] { return channel->isOpen() && peer; });
  }
  void expectTheDisplay(size_t index, const std::string& firstBuffer) {
    ASSERT_TRUE(test::waitFor([&] { return arrived.size() > index; }));
    const KernelMessage& message = arrived[index];
    EXPECT_EQ(message.channel, "iopub");
    EXPECT_EQ(message.type(), "display_data");
    EXPECT_EQ(message.id(), u"k_1_7"_s);
    EXPECT_EQ(message.parentId(), u"a_0"_s);
    EXPECT_EQ(message.content["data"]["text/plain"], "h\u00e9");
    EXPECT_TRUE(message.content["data"]["application/json"].is_number_float());
    ASSERT_EQ(message.buffers.size(), firstBuffer.empty() ? 0U : 2U);
    if (!firstBuffer.empty()) {
      EXPECT_EQ(message.buffers[0].toStdString(), firstBuffer);
    }
  }

  QWebSocketServer server{u"peer"_s, QWebSocketServer::NonSecureMode};
  std::unique_ptr<QWebSocket> peer;
  std::unique_ptr<KernelChannel> channel;
  QByteArrayList texts, frames;
  std::vector<KernelMessage> arrived;
  std::optional<Error> closed;
};

// Offsets of all parts and of the end, preceded by their number; 64 bits, little-endian.
QByteArray v1(const QByteArrayList& parts) {
  QByteArray table, body;
  const auto put = [&table](quint64 value) {
    char raw[8];
    qToLittleEndian(value, raw);
    table.append(raw, 8);
  };
  const qsizetype width = 8 * (parts.size() + 2);
  put(static_cast<quint64>(parts.size()) + 1);
  for (const QByteArray& part : parts) {
    put(static_cast<quint64>(width + body.size()));
    body += part;
  }
  put(static_cast<quint64>(width + body.size()));
  return table + body;
}

TEST_F(KernelChannelTest, SpeaksV1WhereTheServerPicksIt) {
  server.setSupportedSubprotocols({u"v1.kernel.websocket.jupyter.org"_s});
  ASSERT_TRUE(open());
  EXPECT_EQ(channel->framing(), Framing::V1);
  EXPECT_EQ(peer->requestUrl().path(), u"/lab/api/kernels/kernel-id/channels"_s);
  EXPECT_EQ(peer->requestUrl().query(), u"session_id=our-session"_s);
  EXPECT_EQ(peer->request().rawHeader("Authorization"), "token t");
  peer->sendBinaryMessage(v1({"iopub", kHeader, kParent, "{}", kContent}));
  expectTheDisplay(0, {});
  peer->sendBinaryMessage(v1({"iopub", kHeader, kParent, "{}", kContent, "first", "second"}));
  expectTheDisplay(1, "first");
  channel->send("shell", "kernel_info_request", u"q_1"_s, Json::object());
  ASSERT_TRUE(test::waitFor([&] { return frames.size() == 1; }));
  EXPECT_TRUE(texts.isEmpty());
  const auto offset = [&](int i) { return qFromLittleEndian<quint64>(frames[0].constData() + 8 * (i + 1)); };
  ASSERT_EQ(qFromLittleEndian<quint64>(frames[0].constData()), 6U);
  const auto part = [&](int i) {
    return frames[0].mid(static_cast<qsizetype>(offset(i)), static_cast<qsizetype>(offset(i + 1) - offset(i)));
  };
  EXPECT_EQ(part(0), "shell");
  EXPECT_EQ(stringAt(*parseJson(part(1)), "msg_type"), u"kernel_info_request"_s);
  EXPECT_EQ(stringAt(*parseJson(part(1)), "session"), u"our-session"_s);
  EXPECT_EQ(part(4), "{}");
  EXPECT_EQ(static_cast<qsizetype>(offset(5)), frames[0].size());
}

TEST_F(KernelChannelTest, SpeaksTheOlderFramingWhereTheServerPicksNone) {
  ASSERT_TRUE(open());
  EXPECT_EQ(channel->framing(), Framing::Legacy);
  const QByteArray whole = R"({"channel":"iopub","header":)" + kHeader + R"(,"parent_header":)" + kParent +
                           R"(,"metadata":{},"content":)" + kContent;
  peer->sendTextMessage(QString::fromUtf8(whole + R"(,"buffers":[],"msg_id":"k_1_7","msg_type":"display_data"})"));
  expectTheDisplay(0, {});
  // Number of parts, then where each begins; 32 bits, big-endian.
  const QByteArray json = whole + '}';
  QByteArray table;
  for (const qsizetype value : {qsizetype(3), qsizetype(16), 16 + json.size(), 16 + json.size() + 5}) {
    char raw[4];
    qToBigEndian(static_cast<quint32>(value), raw);
    table.append(raw, 4);
  }
  peer->sendBinaryMessage(table + json + "first" + "second");
  expectTheDisplay(1, "first");
  channel->send("shell", "kernel_info_request", u"q_1"_s, Json::object());
  ASSERT_TRUE(test::waitFor([&] { return texts.size() == 1; }));
  const Json sent = *parseJson(texts[0]);
  EXPECT_EQ(sent["channel"], "shell");
  EXPECT_EQ(sent["header"]["msg_type"], "kernel_info_request");
  EXPECT_EQ(sent["content"], Json::object());
}

// What is missing then is in the journal; going on would hide that.
TEST_F(KernelChannelTest, GivesTheConnectionUpAtAFrameThatIsNoMessage) {
  server.setSupportedSubprotocols({u"v1.kernel.websocket.jupyter.org"_s});
  ASSERT_TRUE(open());
  peer->sendBinaryMessage(v1({"iopub", "[]", kParent, "{}", kContent}));
  ASSERT_TRUE(test::waitFor([&] { return closed.has_value(); }));
  EXPECT_EQ(closed->code, ErrorCode::NetBadReply);
  EXPECT_FALSE(channel->isOpen());
  EXPECT_TRUE(arrived.empty());
}

}  // namespace
