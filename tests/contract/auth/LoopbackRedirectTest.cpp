// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/LoopbackRedirect.h"

#include <gtest/gtest.h>

#include <QTcpSocket>

#include "net/HttpClient.h"
#include "support/EventLoop.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

class LoopbackRedirectTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(redirect->listen().ok());
    QObject::connect(redirect.get(), &LoopbackRedirect::answered, &context,
                     [this](const RedirectAnswer& answer) { answers.push_back(answer); });
  }
  Result<net::HttpReply> browse(const QByteArray& target, const QByteArray& verb = "GET", const QByteArray& host = {}) {
    net::HttpRequest request{.verb = verb,
                             .url = QUrl::fromEncoded(redirect->uri().chopped(1).toLatin1() + target),
                             .idempotent = verb == "GET",
                             .retries = 0};
    if (!host.isEmpty()) request.headers.append({"Host", host});
    return test::await<net::HttpReply>(
        [&](QObject* c, Reply<net::HttpReply> reply) { return http.send(request, c, std::move(reply)); });
  }

  QObject context;
  net::HttpClient http;
  std::unique_ptr<LoopbackRedirect> redirect = std::make_unique<LoopbackRedirect>(u"the-state"_s);
  std::vector<RedirectAnswer> answers;
};

TEST_F(LoopbackRedirectTest, TakesTheCodeOnceWithAnyCharacters) {
  EXPECT_TRUE(redirect->uri().startsWith(u"http://127.0.0.1:"_s));
  const auto page = browse("/?state=the-state&code=4%2F0A%2Bb%25+c%3D%26&scope=x");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(page->header("Referrer-Policy"), "no-referrer");
  EXPECT_FALSE(page->body.contains("4/0A"));
  ASSERT_TRUE(test::waitFor([this] { return !answers.empty(); }));
  EXPECT_EQ(answers[0].code, u"4/0A+b% c=&"_s);
  EXPECT_FALSE(browse("/?state=the-state&code=again").ok());  // nobody listens any more
  EXPECT_EQ(answers.size(), 1u);
}

TEST_F(LoopbackRedirectTest, StrayRequestsAreNotHeard) {
  EXPECT_EQ(browse("/favicon.ico")->status, 404);
  EXPECT_EQ(browse("/")->status, 404);
  EXPECT_EQ(browse("/other?state=the-state&code=c")->status, 404);
  EXPECT_EQ(browse("/?state=another&code=c")->status, 400);
  EXPECT_EQ(browse("/?code=c")->status, 400);
  EXPECT_EQ(browse("/?state=another&error=access_denied")->status, 400);
  EXPECT_EQ(browse("/?state=the-state&code=c", "POST")->status, 405);
  EXPECT_EQ(browse("/?state=the-state&code=c", "GET", "evil.example")->status, 403);
  EXPECT_TRUE(answers.empty());
  EXPECT_EQ(browse("/?state=the-state&code=c")->status, 200);
  EXPECT_TRUE(test::waitFor([this] { return answers.size() == 1; }));
}

TEST_F(LoopbackRedirectTest, ARefusalIsAnAnswer) {
  const auto page = browse("/?error=access_denied&state=the-state");
  EXPECT_TRUE(page->body.contains("Not signed in"));
  ASSERT_TRUE(test::waitFor([this] { return !answers.empty(); }));
  EXPECT_EQ(answers[0].error, u"access_denied"_s);
  EXPECT_TRUE(answers[0].code.isEmpty());
}

TEST_F(LoopbackRedirectTest, AddressCanBePasted) {
  EXPECT_EQ(redirect->paste(u"https://example.org/"_s).error().params.value(u"problem"_s), u"not_an_answer"_s);
  EXPECT_EQ(redirect->paste(u"http://127.0.0.1:1/?state=x&code=c"_s).error().params.value(u"problem"_s),
            u"other_sign_in"_s);
  ASSERT_TRUE(redirect->paste(u"  http://127.0.0.1:1/?state=the-state&code=4%2F0abc \n"_s).ok());
  ASSERT_TRUE(test::waitFor([this] { return !answers.empty(); }));
  EXPECT_EQ(answers[0].code, u"4/0abc"_s);
  EXPECT_FALSE(redirect->paste(u"http://127.0.0.1:1/?state=the-state&code=second"_s).ok());
}

TEST_F(LoopbackRedirectTest, EndlessHeadsAreCutOff) {
  QTcpSocket socket;
  socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(QUrl(redirect->uri()).port()));
  ASSERT_TRUE(test::waitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }));
  socket.write("GET / HTTP/1.1\r\nX: " + QByteArray(64 * 1024, 'x'));
  EXPECT_TRUE(test::waitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }));
  EXPECT_EQ(browse("/?state=the-state&code=c")->status, 200);
}

}  // namespace
