// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineServer.h"

#include "engine/EngineProtocol.h"
#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::test;
using cc::engine::EngineServer;

namespace {

// Speaks the protocol by hand.
struct RawClient {
  explicit RawClient(const QString& name) {
    QObject::connect(&socket, &QLocalSocket::readyRead, &socket, [this] { buffer += socket.readAll(); });
    socket.connectToServer(name);
  }
  std::optional<Json> line() {
    if (!waitFor([this] { return buffer.contains('\n'); })) return std::nullopt;
    const qsizetype end = buffer.indexOf('\n');
    auto json = parseJson(QByteArrayView(buffer).first(end));
    buffer.remove(0, end + 1);
    return json.ok() ? std::optional<Json>(*json) : std::nullopt;
  }
  bool isClosed() {
    return waitFor([this] { return socket.state() == QLocalSocket::UnconnectedState; });
  }
  QByteArray buffer;
  QLocalSocket socket;
};

class EngineServerTest : public testing::Test {
protected:
  void SetUp() override { ASSERT_TRUE(server.listen(name).ok()); }
  QTemporaryDir folder;
  QString name = folder.filePath(u"engine.sock"_s);
  ScriptedEngine engine;
  EngineServer server{engine};
};

}  // namespace

TEST_F(EngineServerTest, greetsWithProtocolAndVersion) {
  RawClient client(name);
  const auto hello = client.line();
  ASSERT_TRUE(hello);
  EXPECT_EQ((*hello)["event"], "hello");
  EXPECT_EQ((*hello)["protocol"], engine::kProtocolVersion);
  EXPECT_TRUE((*hello)["version"].is_string());
}

TEST_F(EngineServerTest, onlyThisUserMayReachTheSocket) {
  const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
  EXPECT_FALSE(QFileInfo(name).permissions() & others);
}

TEST_F(EngineServerTest, aFolderOpenToOthersIsRefused) {
  QFile::setPermissions(folder.path(), QFile::Permissions(0x7777));
  EngineServer second(engine);
  const Status status = second.listen(folder.filePath(u"second.sock"_s));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::FileUnwritable);
}

TEST_F(EngineServerTest, aStaleSocketIsReplaced) {
  const QString stale = folder.filePath(u"stale.sock"_s);
  QFile file(stale);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.close();
  EngineServer second(engine);
  EXPECT_TRUE(second.listen(stale).ok());
}

TEST_F(EngineServerTest, answersCarryTheIdOfTheRequestAlsoOutOfOrder) {
  engine.silent.insert(u"doctor"_s);
  RawClient client(name);
  ASSERT_TRUE(client.line());
  client.socket.write(
      "{\"id\":1,\"method\":\"doctor\"}\n{\"id\":7,\"method\":\"providers\"}\n{\"id\":8,\"method\":\"nonsense\"}\n");
  const auto first = client.line();
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)["id"], 7);
  EXPECT_TRUE((*first)["result"].is_array());
  const auto second = client.line();
  ASSERT_TRUE(second);
  EXPECT_EQ((*second)["error"]["code"], "usage.unsupported");
}

TEST_F(EngineServerTest, garbageGetsAnErrorLineAndTheConnectionEnds) {
  for (const QByteArray& garbage : {QByteArray("GET / HTTP/1.1\r\n\r\n"), QByteArray("{}\n"), QByteArray("[1]\n"),
                                    QByteArray("{\"id\":\"x\",\"method\":\"jobs\"}\n"), QByteArray("\xff\xfe\n")}) {
    RawClient client(name);
    ASSERT_TRUE(client.line());
    client.socket.write(garbage);
    const auto answer = client.line();
    ASSERT_TRUE(answer) << garbage.constData();
    EXPECT_TRUE((*answer)["id"].is_null());
    EXPECT_EQ((*answer)["error"]["code"], "net.bad_reply");
    EXPECT_TRUE(client.isClosed()) << garbage.constData();
  }
  EXPECT_TRUE(waitFor([this] { return server.connectionCount() == 0; }));
}

TEST_F(EngineServerTest, anEndlessLineIsRefusedBeforeItIsAllInMemory) {
  RawClient client(name);
  ASSERT_TRUE(client.line());
  const QByteArray piece(1024 * 1024, 'x');
  qint64 sent = 0;
  QObject::connect(&client.socket, &QLocalSocket::bytesWritten, &client.socket, [&](qint64) {
    if (client.socket.bytesToWrite() == 0 && sent < 300 * piece.size()) sent += client.socket.write(piece);
  });
  sent += client.socket.write(piece);
  EXPECT_TRUE(client.isClosed());
  EXPECT_LT(sent, 100 * piece.size());
}

TEST_F(EngineServerTest, eventsGoOnlyToClientsThatAsked) {
  const QString followed = engine.addJob(u"a"_s, engine::JobState::Running);
  const QString other = engine.addJob(u"b"_s, engine::JobState::Running);
  RawClient quiet(name), eager(name);
  ASSERT_TRUE(quiet.line());
  ASSERT_TRUE(eager.line());
  eager.socket.write(
      "{\"id\":1,\"method\":\"subscribe\",\"params\":{\"events\":[\"changed\"]}}\n{\"id\":2,\"method\":\"follow\","
      "\"params\":{\"job\":\"" +
      followed.toUtf8() + "\"}}\n");
  ASSERT_TRUE(eager.line());
  ASSERT_TRUE(eager.line());
  engine.output(other, u"stdout"_s, u"not for you"_s);
  engine.output(followed, u"stdout"_s, u"hello"_s);
  engine.setState(followed, engine::JobState::Succeeded);
  const auto output = eager.line();
  ASSERT_TRUE(output);
  EXPECT_EQ((*output)["event"], "output");
  EXPECT_EQ((*output)["data"]["text"], "hello");
  const auto changed = eager.line();
  ASSERT_TRUE(changed);
  EXPECT_EQ((*changed)["event"], "changed");
  EXPECT_EQ((*changed)["data"]["jobs"][0]["state"], "succeeded");
  quiet.socket.write("{\"id\":1,\"method\":\"providers\"}\n");
  const auto answer = quiet.line();
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)["id"], 1);
}

TEST_F(EngineServerTest, followingEndsInTheEngineWhenTheLastFollowerIsGone) {
  const QString job = engine.addJob(u"a"_s, engine::JobState::Running);
  const QByteArray request = "{\"id\":1,\"method\":\"follow\",\"params\":{\"job\":\"" + job.toUtf8() + "\"}}\n";
  auto offCalls = [this] {
    int count = 0;
    for (const auto& call : engine.calls) count += call.method == u"follow"_s && !boolAt(call.arguments, "on", true);
    return count;
  };
  RawClient a(name);
  {
    RawClient b(name);
    a.line(), b.line();
    a.socket.write(request);
    b.socket.write(request);
    ASSERT_TRUE(a.line());
    ASSERT_TRUE(b.line());
  }
  ASSERT_TRUE(waitFor([this] { return server.connectionCount() == 1; }));
  EXPECT_EQ(offCalls(), 0);
  a.socket.abort();
  EXPECT_TRUE(waitFor([&] { return offCalls() == 1; }));
}

TEST_F(EngineServerTest, aReaderThatDoesNotReadIsDroppedAndOthersAreServed) {
  const QString job = engine.addJob(u"a"_s, engine::JobState::Running);
  QLocalSocket slow;
  slow.setReadBufferSize(1024);
  slow.connectToServer(name);
  slow.write("{\"id\":1,\"method\":\"follow\",\"params\":{\"job\":\"" + job.toUtf8() + "\"}}\n");
  ASSERT_TRUE(waitFor([this] { return engine.countCalls(u"follow"_s) == 1; }));
  const QString chunk(8 * 1024 * 1024, u'x');
  for (int i = 0; i < 12 && server.connectionCount() > 0; ++i) engine.output(job, u"stdout"_s, chunk);
  EXPECT_TRUE(waitFor([this] { return server.connectionCount() == 0; }));
  RawClient client(name);
  EXPECT_TRUE(client.line());
}

TEST_F(EngineServerTest, anAbortedRequestStopsTheWork) {
  engine.silent.insert(u"doctor"_s);
  RawClient client(name);
  ASSERT_TRUE(client.line());
  client.socket.write("{\"id\":1,\"method\":\"doctor\"}\n{\"method\":\"abort\",\"params\":{\"id\":1}}\n");
  EXPECT_TRUE(waitFor([this] { return engine.cancelledCalls == 1; }));
}

TEST_F(EngineServerTest, aStoppingEngineSaysGoodByeAndTheSocketIsGone) {
  RawClient client(name);
  ASSERT_TRUE(client.line());
  engine.stop();
  const auto bye = client.line();
  ASSERT_TRUE(bye);
  EXPECT_EQ((*bye)["event"], "stopped");
  EXPECT_TRUE(client.isClosed());
  EXPECT_FALSE(QFile::exists(name));
}
