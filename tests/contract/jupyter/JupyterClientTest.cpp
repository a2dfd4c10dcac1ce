// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes JupyterClient sends, and what it makes of answers a real server gives rarely.
#include "jupyter/JupyterClient.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>

#include "jupyter/FileTransfer.h"
#include "support/EventLoop.h"
#include "support/LoopbackServer.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::jupyter;
using cc::test::LoopbackServer;
using cc::test::ScriptedAnswer;

namespace {

class JupyterClientTest : public testing::Test {
protected:
  template <typename T, typename... Arguments>
  Result<T> ask(Call (JupyterClient::*method)(Arguments..., QObject*, Reply<T>),
                std::type_identity_t<Arguments>... arguments) {
    return test::await<T>(
        [&](QObject* context, Reply<T> reply) { return (client.*method)(arguments..., context, std::move(reply)); });
  }
  Result<SessionModel> open() {
    return test::await<SessionModel>([&](QObject* context, Reply<SessionModel> reply) {
      return client.openSession(u"jobs/a b.ipynb"_s, u"name"_s, u"python3"_s, context, std::move(reply));
    });
  }
  Result<QByteArray> range(qint64 offset, qint64 limit, const QByteArray& begins = {}) {
    return test::await<QByteArray>([&](QObject* context, Reply<QByteArray> reply) {
      return client.readRange(u"d/a#b%.txt"_s, offset, limit, context, std::move(reply), begins);
    });
  }
  Result<Nothing> download(const QByteArray& bytes, const QString& target) {
    const QString hash = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    return test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return downloadFile(client, u"f.bin"_s, target, bytes.size(), hash, {}, context, std::move(reply));
    });
  }

  LoopbackServer server;
  net::HttpClient http;
  JupyterClient client{
      http, Endpoint{.base = server.url(u"/user/ann/"_s), .token = u"secret-token"_s, .headers = {{"X-Proxy", "p"}}}};
};

constexpr char kSession[] = R"({"id":"S","path":"jobs/a b.ipynb","name":"name","type":"notebook",)"
                            R"("kernel":{"id":"K","name":"python3","execution_state":"starting","connections":0}})";

TEST_F(JupyterClientTest, OpenSessionSendsWhatTheServerExpects) {
  server.then(LoopbackServer::reply(201, kSession));
  const auto session = open();
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->kernel.id, u"K"_s);
  const auto& seen = server.seen().at(0);
  EXPECT_EQ(seen.verb, "POST");
  EXPECT_EQ(seen.target, "/user/ann/api/sessions");
  EXPECT_EQ(seen.header("Authorization"), "token secret-token");
  EXPECT_EQ(seen.header("X-Proxy"), "p");
  EXPECT_EQ(Json::parse(seen.body), Json::parse(R"({"path":"jobs/a b.ipynb","name":"name","type":"notebook",)"
                                                R"("kernel":{"name":"python3"}})"));
}

TEST_F(JupyterClientTest, SessionFailuresAreTyped) {
  struct Case {
    int status;
    QByteArray body;
    ErrorCode code;
  };
  for (
      const auto& [status, body, code] : std::vector<Case>{
          {501, R"({"message":"The 'x' kernel is not available","short_message":"x not found"})",
           ErrorCode::KernelUnknown},
          {500,
           R"({"message":"Unhandled error","traceback":"...\njupyter_client.kernelspec.NoSuchKernel: No such kernel named x\n"})",
           ErrorCode::KernelUnknown},
          {500, R"({"message":"Unhandled error","traceback":"...\nFileNotFoundError: [Errno 2] no interpreter\n"})",
           ErrorCode::KernelStartFailed},
          {403, R"({"message":"Forbidden"})", ErrorCode::AccountForbidden},
          {401, "", ErrorCode::AccountForbidden},
          {404, "<html>nothing here</html>", ErrorCode::NetBadReply},
          {200, "<html>sign in to the hotel</html>", ErrorCode::NetBadReply},
          {201, "[]", ErrorCode::NetBadReply},
          {201, R"({"id":"S"})", ErrorCode::NetBadReply},
          {400, R"({"message":"Missing field in JSON data: type"})", ErrorCode::NetHttpStatus}}) {
    LoopbackServer fresh;
    fresh.then(
        LoopbackServer::reply(status, body, body.startsWith('<') ? "text/html; charset=utf-8" : "application/json"));
    client.setEndpoint({.base = fresh.url(), .token = {}, .headers = {}});
    const auto session = open();
    ASSERT_FALSE(session.ok());
    EXPECT_EQ(session.error().code, code)
        << status << ' ' << body.constData() << ' ' << qPrintable(session.error().toLogLine());
  }
}

TEST_F(JupyterClientTest, ARedirectToTheLoginPageIsForbidden) {
  server.then(LoopbackServer::reply(302, "", "text/html", "Location: /login?next=%2Fapi\r\n"));
  EXPECT_EQ(open().error().code, ErrorCode::AccountForbidden);
  EXPECT_EQ(range(0, 0).error().code, ErrorCode::AccountForbidden);
}

TEST_F(JupyterClientTest, RangesAreAskedAndCutExactly) {
  server.then(LoopbackServer::reply(206, "4567", "text/plain", "Content-Range: bytes 4-7/10\r\n"));
  EXPECT_EQ(range(4, 4).value(), "4567");
  EXPECT_EQ(server.seen()[0].target, "/user/ann/files/d/a%23b%25.txt");
  EXPECT_EQ(server.seen()[0].header("Range"), "bytes=4-7");
}

TEST_F(JupyterClientTest, AServerWithoutRangesIsCutHere) {
  server.then(LoopbackServer::reply(200, "0123456789", "text/plain"));
  EXPECT_EQ(range(4, 3).value(), "456");
  EXPECT_EQ(range(4, 0).value(), "456789");
  EXPECT_EQ(range(10, 0).value(), "");
}

TEST_F(JupyterClientTest, APageInThePlaceOfTheFileIsRefused) {
  server.then(LoopbackServer::reply(200, "<html>log in</html>", "text/html"));
  EXPECT_EQ(range(20, 0).error().code, ErrorCode::NetBadReply) << "less than was read already";
  EXPECT_EQ(range(4, 0, "{").error().code, ErrorCode::NetBadReply) << "another beginning";
  EXPECT_EQ(range(4, 0, "<").value(), "l>log in</html>");
}

TEST_F(JupyterClientTest, AnotherRangeThanAskedIsRefused) {
  server.then(LoopbackServer::reply(206, "0123", "text/plain", "Content-Range: bytes 0-3/10\r\n"));
  EXPECT_EQ(range(4, 4).error().code, ErrorCode::NetBadReply);
}

TEST_F(JupyterClientTest, OtherBytesThanTheRangeHasAreRefused) {
  server.then(LoopbackServer::reply(206, "{\"error\": 1}", "text/plain", "Content-Range: bytes 4-7/10\r\n"));
  EXPECT_EQ(range(4, 4).error().code, ErrorCode::NetBadReply);
  server.then(LoopbackServer::reply(206, "4", "text/plain", "Content-Range: bytes 4-7/10\r\n"));
  EXPECT_EQ(range(4, 0).error().code, ErrorCode::NetBadReply);
}

TEST_F(JupyterClientTest, NothingNewIsEmptyAndLessIsAChange) {
  server.then(LoopbackServer::reply(416, "", "text/html", "Content-Range: bytes */10\r\n"));
  EXPECT_EQ(range(10, 0).value(), "");
  EXPECT_EQ(range(11, 0).error().code, ErrorCode::TransferSourceChanged);
}

TEST_F(JupyterClientTest, InterruptIsNeverRepeated) {
  server.then(ScriptedAnswer{.bytes = {}, .then = ScriptedAnswer::Close});
  const auto result = test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
    return client.interruptKernel(u"K"_s, context, std::move(reply));
  });
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(server.seen().size(), 1u);
  EXPECT_EQ(server.seen()[0].target, "/user/ann/api/kernels/K/interrupt");
}

TEST_F(JupyterClientTest, AFailedChunkStartsTheUploadAnew) {
  QByteArray stored;
  int puts = 0;
  server.answerWith([&](const test::SeenRequest& request) {
    const Json body = Json::parse(request.body);
    const QByteArray bytes = QByteArray::fromBase64(QByteArray::fromStdString(body.value("content", "")));
    const int chunk = body.value("chunk", 0);
    if (chunk == 0 || chunk == 1) stored.clear();
    stored += bytes;
    if (++puts == 2) return ScriptedAnswer{.bytes = {}, .then = ScriptedAnswer::Close};  // arrived, but who knows
    return ScriptedAnswer{
        LoopbackServer::reply(201, "{\"type\":\"file\",\"size\":" + QByteArray::number(stored.size()) + "}")};
  });
  QByteArray bytes(5'000'000, 'u');
  const auto up = test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
    return uploadBytes(client, bytes, u"f.bin"_s, context, std::move(reply));
  });
  ASSERT_TRUE(up.ok()) << qPrintable(up.error().toLogLine());
  EXPECT_TRUE(stored == bytes) << stored.size();
  EXPECT_EQ(puts, 5);
}

TEST_F(JupyterClientTest, ADownloadGoesOnWhereTheConnectionBroke) {
  const QByteArray bytes = QByteArray(100'000, 'a') + QByteArray(100'000, 'b');
  int gets = 0;
  server.answerWith([&](const test::SeenRequest& request) {
    const qint64 from = request.header("Range").mid(6).split('-').value(0).toLongLong();
    const QByteArray reply = LoopbackServer::reply(
        from == 0 ? 200 : 206, bytes.mid(from), "application/octet-stream",
        from == 0 ? QByteArray() : "Content-Range: bytes " + QByteArray::number(from) + "-199999/200000\r\n");
    if (++gets <= 2)
      return ScriptedAnswer{.bytes = reply.left(reply.size() - 200'000 + from + 50'000), .then = ScriptedAnswer::Close};
    return ScriptedAnswer{reply};
  });
  QTemporaryDir folder;
  const auto down = download(bytes, folder.filePath(u"f.bin"_s));
  ASSERT_TRUE(down.ok()) << qPrintable(down.error().toLogLine());
  QFile file(folder.filePath(u"f.bin"_s));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_TRUE(file.readAll() == bytes);
  EXPECT_EQ(gets, 3);
  EXPECT_EQ(server.seen()[1].header("Range"), "bytes=50000-");
}

TEST_F(JupyterClientTest, ADownloadFromAServerWithoutRangesStartsAgain) {
  const QByteArray bytes(1'000, 'n');
  server.then(LoopbackServer::reply(200, bytes, "application/octet-stream"));
  QTemporaryDir folder;
  QFile part(folder.filePath(u"f.bin.part"_s));
  ASSERT_TRUE(part.open(QIODevice::WriteOnly));
  part.write(bytes.left(300));
  part.close();
  const auto down = download(bytes, folder.filePath(u"f.bin"_s));
  ASSERT_TRUE(down.ok()) << qPrintable(down.error().toLogLine());
  EXPECT_EQ(QFileInfo(folder.filePath(u"f.bin"_s)).size(), 1'000);
}

TEST_F(JupyterClientTest, ACancelledDownloadKeepsItsPart) {
  server.then(
      ScriptedAnswer{LoopbackServer::reply(200, QByteArray(1'000, 'n'), "application/octet-stream").chopped(400)});
  QTemporaryDir folder;
  QObject context;
  int replies = 0;
  const QString target = folder.filePath(u"f.bin"_s);
  Call call = downloadFile(client, u"f.bin"_s, target, 1'000, {}, {}, &context, [&](Result<Nothing>) { ++replies; });
  ASSERT_TRUE(test::waitFor([&] { return QFileInfo(target + u".part"_s).size() == 600; }));
  call.cancel();
  ASSERT_TRUE(test::waitFor([&] { return client.findChildren<QObject*>().isEmpty(); }));
  EXPECT_EQ(replies, 0);
  EXPECT_EQ(QFileInfo(target + u".part"_s).size(), 600);
}

}  // namespace
