// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include "net/HttpClient.h"
#include "support/EventLoop.h"
#include "support/LoopbackServer.h"
#include "support/TlsServer.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::net;
using cc::test::LoopbackServer;
using cc::test::ScriptedAnswer;

namespace {

// Requests whose body is a part of a file, as HttpClient sends them.
class FileSenderTest : public testing::Test {
protected:
  QByteArray make(qsizetype size) {
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& c : bytes) c = static_cast<char>(random.bounded(256));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes);
    return bytes;
  }
  HttpRequest put(qint64 from, qint64 length, const QUrl& url) {
    return {.verb = "PUT",
            .url = url,
            .headers = {{"Authorization", "Bearer secret-token"}, {"Content-Range", "bytes 0-1/2"}},
            .contentType = "application/octet-stream",
            .timeoutMs = 5000,
            .file = FileRange{path, from, length}};
  }
  HttpRequest put(qint64 from, qint64 length) { return put(from, length, server.url(u"/up?upload_id=1"_s)); }
  Result<HttpReply> send(const HttpRequest& request) {
    return test::await<HttpReply>(
        [&](QObject* context, Reply<HttpReply> reply) { return client.send(request, context, std::move(reply)); });
  }
  Error failure(const HttpRequest& request) {
    auto reply = send(request);
    EXPECT_FALSE(reply.ok());
    return reply.ok() ? Error() : reply.error();
  }

  QRandomGenerator random{20260303};
  QTemporaryDir folder;
  QString path = folder.filePath(u"source.bin"_s);
  LoopbackServer server;
  HttpClient client;
};

TEST_F(FileSenderTest, ThatPartOfTheFileGoesOutOnOneConnection) {
  const QByteArray bytes = make(3'000'000);
  server.then(LoopbackServer::reply(308, "", "text/plain", "Range: bytes=0-999999\r\n"));
  const auto first = send(put(0, 1'000'000));
  ASSERT_TRUE(first.ok()) << qPrintable(first.error().toLogLine());
  EXPECT_EQ(first->status, 308);
  EXPECT_EQ(first->header("range"), "bytes=0-999999");
  ASSERT_TRUE(send(put(1'000'000, 2'000'000)).ok());
  ASSERT_TRUE(send(put(0, 0)).ok());
  ASSERT_EQ(server.seen().size(), 3u);
  const auto& seen = server.seen();
  EXPECT_EQ(seen[0].verb, "PUT");
  EXPECT_EQ(seen[0].target, "/up?upload_id=1");
  EXPECT_EQ(seen[0].header("content-length"), "1000000");
  EXPECT_EQ(seen[0].header("content-range"), "bytes 0-1/2");
  EXPECT_EQ(seen[0].header("content-type"), "application/octet-stream");
  EXPECT_EQ(seen[0].header("authorization"), "Bearer secret-token");
  EXPECT_EQ(seen[0].header("expect"), "");
  EXPECT_EQ(seen[0].header("transfer-encoding"), "");
  EXPECT_TRUE(seen[0].body == bytes.left(1'000'000));
  EXPECT_TRUE(seen[1].body == bytes.mid(1'000'000));
  EXPECT_EQ(seen[2].header("content-length"), "0");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(FileSenderTest, EveryStatusIsAReplyAndNothingIsRepeatedOrFollowed) {
  make(1000);
  for (const int status : {200, 201, 302, 308, 400, 401, 403, 404, 410, 429, 500, 503}) {
    LoopbackServer fresh;
    fresh.then(
        LoopbackServer::reply(status, "what it says", "text/plain", "Location: /elsewhere\r\nRetry-After: 1\r\n"));
    const auto reply = send(put(0, 1000, fresh.url()));
    ASSERT_TRUE(reply.ok()) << status << ' ' << qPrintable(reply.error().toLogLine());
    EXPECT_EQ(reply->status, status);
    EXPECT_EQ(reply->body, "what it says");
    EXPECT_EQ(fresh.seen().size(), 1u) << status;
  }
}

TEST_F(FileSenderTest, TroublesAreNamed) {
  make(100'000);
  EXPECT_EQ(failure(put(0, 100'000, QUrl(u"http://127.0.0.1:1/"_s))).params.value(u"reason"_s), u"refused"_s);
  EXPECT_EQ(failure(put(0, 100'000, QUrl(u"http://nowhere.invalid/"_s))).params.value(u"reason"_s), u"unknown_host"_s);
  server.then({.bytes = {}, .then = ScriptedAnswer::Close});
  EXPECT_EQ(failure(put(0, 100'000)).code, ErrorCode::NetUnreachable);
  server.then({.bytes = {}, .then = ScriptedAnswer::Close});
  EXPECT_TRUE(failure(put(0, 100'000)).retryable);
  LoopbackServer babbling;
  babbling.then({.bytes = "SSH-2.0-OpenSSH\r\n\r\n", .then = ScriptedAnswer::Close});
  EXPECT_EQ(failure(put(0, 100'000, babbling.url())).code, ErrorCode::NetBadReply);
  LoopbackServer silent;
  silent.then({.bytes = {}, .then = ScriptedAnswer::Stall});
  HttpRequest waiting = put(0, 100'000, silent.url());
  waiting.timeoutMs = 1000;
  EXPECT_EQ(failure(waiting).code, ErrorCode::NetTimedOut);
}

TEST_F(FileSenderTest, AFileThatEndsTooSoonOrIsNotThereIsSaid) {
  make(1000);
  server.then(LoopbackServer::reply(200, ""));
  const Error shorter = failure(put(0, 5000));
  EXPECT_EQ(shorter.code, ErrorCode::FileUnreadable);
  EXPECT_EQ(shorter.params.value(u"path"_s), path);
  HttpRequest absent = put(0, 10);
  absent.file->path = folder.filePath(u"absent"_s);
  EXPECT_EQ(failure(absent).code, ErrorCode::FileUnreadable);
  EXPECT_TRUE(server.seen().empty());
}

TEST_F(FileSenderTest, ARefusalBeforeTheBodyEndedIsAReply) {
  make(64'000'000);
  QTcpServer hasty;
  ASSERT_TRUE(hasty.listen(QHostAddress(QHostAddress::LocalHost)));
  QObject::connect(&hasty, &QTcpServer::newConnection, &hasty, [&hasty] {
    QTcpSocket* socket = hasty.nextPendingConnection();
    socket->setReadBufferSize(4096);  // it does not want the rest
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
      if (socket->property("said").toBool()) return;
      socket->setProperty("said", true);
      socket->write(LoopbackServer::reply(401, "no", "text/plain", "Connection: close\r\n"));
    });
  });
  const auto reply = send(put(0, 64'000'000, QUrl(u"http://127.0.0.1:%1/"_s.arg(hasty.serverPort()))));
  ASSERT_TRUE(reply.ok()) << qPrintable(reply.error().toLogLine());
  EXPECT_EQ(reply->status, 401);
  EXPECT_EQ(reply->body, "no");
}

TEST_F(FileSenderTest, ProgressIsToldInTheCallersThread) {
  const QByteArray bytes = make(50'000'000);
  QTcpServer slow;  // reads a little, ten times a second
  ASSERT_TRUE(slow.listen(QHostAddress(QHostAddress::LocalHost)));
  qint64 taken = 0;
  QTimer reading;
  QObject::connect(&slow, &QTcpServer::newConnection, &slow, [&] {
    QTcpSocket* socket = slow.nextPendingConnection();
    socket->setReadBufferSize(8'000'000);
    QObject::connect(&reading, &QTimer::timeout, socket, [&taken, socket] {
      taken += socket->read(8'000'000).size();
      if (taken < 50'000'000) return;
      taken = 0;
      socket->write(LoopbackServer::reply(200, ""));
    });
  });
  reading.start(100);
  std::vector<qint64> told;
  HttpRequest request = put(0, bytes.size(), QUrl(u"http://127.0.0.1:%1/"_s.arg(slow.serverPort())));
  request.onSent = [&told, here = QThread::currentThread()](qint64 sent) {
    EXPECT_EQ(QThread::currentThread(), here);
    told.push_back(sent);
  };
  const auto reply = send(request);
  ASSERT_TRUE(reply.ok()) << qPrintable(reply.error().toLogLine());
  EXPECT_GE(told.size(), 2u);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_LE(told.back(), bytes.size());
}

TEST_F(FileSenderTest, WhatIsCancelledIsQuietAndWhatIsLeftIsAnswered) {
  make(1'000'000);
  server.then({.bytes = {}, .then = ScriptedAnswer::Stall});
  QObject context;
  int replies = 0;
  std::optional<Error> left;
  auto other = std::make_unique<HttpClient>();
  Call cancelled = other->send(put(0, 1'000'000), &context, [&](const Result<HttpReply>&) { ++replies; });
  other->send(put(0, 1'000'000), &context, [&](const Result<HttpReply>& reply) { left = reply.error(); });
  ASSERT_TRUE(test::waitFor([&] { return server.seen().size() == 2; }));
  cancelled.cancel();
  QElapsedTimer clock;
  clock.start();
  other.reset();
  EXPECT_LT(clock.elapsed(), 3000);
  ASSERT_TRUE(test::waitFor([&] { return left.has_value(); }));
  EXPECT_EQ(left->code, ErrorCode::NetUnreachable);
  EXPECT_EQ(replies, 0);
  cancelled.cancel();
}

TEST_F(FileSenderTest, ManyAtOnceAreKeptApart) {
  const QByteArray bytes = make(2'000'000);
  server.answerWith([](const test::SeenRequest& seen) {
    return ScriptedAnswer{LoopbackServer::reply(200, seen.target, "text/plain")};
  });
  QObject context;
  int right = 0;
  for (int i = 0; i < 20; ++i) {
    client.send(put(i * 100'000, 100'000, server.url(u"/%1"_s.arg(i))), &context,
                [&right, i](const Result<HttpReply>& reply) {
                  right += reply.ok() && reply->body == "/" + QByteArray::number(i);
                });
  }
  ASSERT_TRUE(test::waitFor([&] { return right == 20; }));
  for (const auto& seen : server.seen()) {
    EXPECT_TRUE(seen.body == bytes.mid(seen.target.mid(1).toInt() * 100'000, 100'000)) << seen.target.constData();
  }
}

TEST_F(FileSenderTest, TheProxyOfTheSystemIsUsedButNotForLoopback) {
  make(1000);
  LoopbackServer proxy;
  proxy.then(LoopbackServer::reply(200, "by proxy", "text/plain"));
  server.then(LoopbackServer::reply(200, "direct", "text/plain"));
  qputenv("http_proxy", proxy.url().toEncoded());
  const auto far = send(put(0, 1000, QUrl(u"http://files.example/up"_s)));
  const auto near = send(put(0, 1000));
  qunsetenv("http_proxy");
  ASSERT_TRUE(far.ok()) << qPrintable(far.error().toLogLine());
  EXPECT_EQ(far->body, "by proxy");
  ASSERT_EQ(proxy.seen().size(), 1u);
  EXPECT_EQ(proxy.seen()[0].target, "http://files.example/up");
  ASSERT_TRUE(near.ok());
  EXPECT_EQ(near->body, "direct");
}

TEST_F(FileSenderTest, OnlyCertificatesThatQtTrustsAreTrusted) {
  const QByteArray bytes = make(300'000);
  const auto identity = test::TlsIdentity::make();
  test::TlsServer secure(identity, LoopbackServer::reply(200, "well"));
  EXPECT_EQ(failure(put(0, bytes.size(), secure.url())).code, ErrorCode::NetTls);
  EXPECT_TRUE(secure.lastBody().isEmpty());

  const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
  QSslConfiguration trusting = usual;
  trusting.addCaCertificate(identity.certificate);
  QSslConfiguration::setDefaultConfiguration(trusting);
  const auto reply = send(put(0, bytes.size(), secure.url()));
  QSslConfiguration::setDefaultConfiguration(usual);
  ASSERT_TRUE(reply.ok()) << qPrintable(reply.error().toLogLine());
  EXPECT_EQ(reply->body, "well");
  EXPECT_TRUE(secure.lastBody() == bytes);
}

}  // namespace
