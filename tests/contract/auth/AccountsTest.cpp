// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/Accounts.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QUrlQuery>

#include "auth/AuthorizedHttp.h"
#include "auth/Scopes.h"
#include "support/EventLoop.h"
#include "support/FakeClock.h"
#include "support/LoopbackServer.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;
using cc::test::LoopbackServer;
using cc::test::ScriptedAnswer;
using cc::test::SeenRequest;

namespace {

constexpr qint64 kHour = 3'600'000;

// The identity provider's side of the conversation, by the book; the test plays the browser.
class AccountsTest : public testing::Test {
protected:
  AccountsTest() {
    server.answerWith([this](const SeenRequest& request) { return answer(request); });
    const auto at = [this](const QString& path) { return server.url(path).toString(); };
    endpoints = OAuthEndpoints::from({{u"oauth_authorize"_s, at(u"/auth"_s)},
                                      {u"oauth_token"_s, at(u"/token"_s)},
                                      {u"oauth_revoke"_s, at(u"/revoke"_s)},
                                      {u"oauth_tokeninfo"_s, at(u"/tokeninfo"_s)},
                                      {u"userinfo"_s, at(u"/userinfo"_s)}});
    accounts = std::make_unique<Accounts>(http, clock, *secrets, endpoints, folder.filePath(u"accounts.json"_s),
                                          [this](const QUrl& url) {
                                            opened = QUrlQuery(url.query(QUrl::FullyEncoded));
                                            return browserWorks;
                                          });
  }

  ScriptedAnswer answer(const SeenRequest& request) {
    const QByteArray path = request.target.split('?').first();
    if (path == "/token") return token(QUrlQuery(QString::fromLatin1(request.body)));
    if (path == "/userinfo") return {LoopbackServer::reply(200, R"({"email":")" + email + R"(","name":"Ada"})")};
    if (path == "/tokeninfo") {
      return {LoopbackServer::reply(
          200, R"({"email":")" + email + R"(","scope":")" + granted.toLatin1() + R"(","expires_in":"3599"})")};
    }
    if (path == "/revoke") return {LoopbackServer::reply(revokeStatus, "{}")};
    return {LoopbackServer::reply(request.header("Authorization") == "Bearer " + goodToken ? 200 : 401, "{}")};
  }

  ScriptedAnswer token(const QUrlQuery& form) {
    if (tokenAnswer) return *tokenAnswer;
    const auto value = [&form](const QString& name) { return form.queryItemValue(name, QUrl::FullyDecoded); };
    if (value(u"client_secret"_s) != "demo-client-secret"_L1) {
      return {LoopbackServer::reply(401, R"({"error":"invalid_client"})")};
    }
    ++tokensMade;
    goodToken = "demo-access-" + QByteArray::number(tokensMade);
    const QByteArray common = R"("access_token":")" + goodToken +
                              R"(","expires_in":3599,"token_type":"Bearer","scope":")" + granted.toLatin1() + '"';
    if (value(u"grant_type"_s) == "refresh_token"_L1) {
      lastRefresh = value(u"refresh_token"_s);
      return {LoopbackServer::reply(200, "{" + common + "}")};
    }
    EXPECT_EQ(Pkce::challengeOf(value(u"code_verifier"_s)), opened.queryItemValue(u"code_challenge"_s));
    EXPECT_EQ(value(u"redirect_uri"_s), opened.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
    EXPECT_EQ(value(u"code"_s), u"4/0demo"_s);
    return {LoopbackServer::reply(200, "{" + common + R"(,"refresh_token":"demo-refresh-token"})")};
  }

  // What a browser does when the user agrees.
  void agree() {
    ASSERT_TRUE(test::waitFor([this] { return !opened.isEmpty(); }));
    const QUrl back(opened.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded) + u"?code=4%2F0demo&state="_s +
                    opened.queryItemValue(u"state"_s));
    http.send({.url = back}, &context, [](const Result<net::HttpReply>&) {});
  }

  Result<Account> signIn(SignInRequest request = {}, const std::function<void()>& meanwhile = {}) {
    request.client = client;
    if (request.scopes.isEmpty()) request.scopes = baseScopes();
    std::optional<Result<Account>> result;
    accounts->signIn(request, &context, [&result](Result<Account> r) { result.emplace(std::move(r)); });
    meanwhile ? meanwhile() : agree();
    EXPECT_TRUE(test::waitFor([&] { return result.has_value(); }));
    return *result;
  }
  Result<QString> tokenOf(TokenSource& source) {
    return test::await<QString>([&](QObject* c, Reply<QString> reply) { return source.token(c, std::move(reply)); });
  }

  LoopbackServer server;
  net::HttpClient http;
  test::FakeClock clock;
  std::unique_ptr<SecretStore> secrets = memorySecretStore();
  QTemporaryDir folder;
  OAuthEndpoints endpoints;
  OAuthClient client{.id = u"demo-client"_s, .secret = u"demo-client-secret"_s};
  QString granted = normalised(baseScopes()).join(u' ');
  QByteArray email = "ada@example.org", goodToken;
  QUrlQuery opened;
  bool browserWorks = true;
  int tokensMade = 0, revokeStatus = 200;
  QString lastRefresh;
  std::optional<ScriptedAnswer> tokenAnswer;
  QObject context;
  std::unique_ptr<Accounts> accounts;
};

TEST_F(AccountsTest, SignsInWithBrowserLoopbackAndProofKey) {
  const auto account = signIn();
  ASSERT_TRUE(account.ok()) << qPrintable(account.error().toLogLine());
  EXPECT_EQ(account->email, u"ada@example.org"_s);
  EXPECT_EQ(opened.queryItemValue(u"access_type"_s), u"offline"_s);
  EXPECT_EQ(opened.queryItemValue(u"code_challenge_method"_s), u"S256"_s);
  EXPECT_EQ(opened.queryItemValue(u"prompt"_s), u"consent"_s);
  EXPECT_FALSE(opened.hasQueryItem(u"include_granted_scopes"_s));
  const auto source = accounts->tokens({});
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(*tokenOf(**source), u"demo-access-1"_s);  // the one of the sign-in, no refresh
  EXPECT_EQ(tokensMade, 1);
}

TEST_F(AccountsTest, WithoutABrowserTheAddressIsPasted) {
  QUrl shown;
  QObject::connect(accounts.get(), &Accounts::addressReady, &context, [&shown](const QUrl& url) { shown = url; });
  const auto account = signIn({.openBrowser = false}, [&] {
    opened = QUrlQuery(shown.query(QUrl::FullyEncoded));
    EXPECT_FALSE(accounts->pasteRedirect(u"nonsense"_s).ok());
    EXPECT_TRUE(
        accounts->pasteRedirect(u"http://127.0.0.1:9/?code=4%2F0demo&state="_s + opened.queryItemValue(u"state"_s))
            .ok());
  });
  EXPECT_TRUE(account.ok());
  EXPECT_EQ(accounts->pasteRedirect(u"x"_s).error().code, ErrorCode::UsageNotAllowedInState);
}

TEST_F(AccountsTest, RefusalTimeoutAndNoBrowserAreTold) {
  const auto refused = signIn({}, [this] {
    ASSERT_TRUE(test::waitFor([this] { return !opened.isEmpty(); }));
    http.send({.url = QUrl(opened.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded) +
                           u"?error=access_denied&state="_s + opened.queryItemValue(u"state"_s))},
              &context, [](const Result<net::HttpReply>&) {});
  });
  EXPECT_EQ(refused.error().code, ErrorCode::AccountSignInRefused);
  EXPECT_EQ(refused.error().params.value(u"reason"_s), u"access_denied"_s);
  const auto late = signIn({}, [this] { clock.advance(10 * 60 * 1000); });
  EXPECT_EQ(late.error().params.value(u"reason"_s), u"timeout"_s);
  browserWorks = false;
  EXPECT_EQ(signIn({}, [] {}).error().params.value(u"reason"_s), u"no_browser"_s);
  EXPECT_TRUE(accounts->store().accounts().empty());
}

TEST_F(AccountsTest, ASecondSignInReplacesTheFirst) {
  std::optional<Result<Account>> first;
  accounts->signIn({.client = client, .scopes = baseScopes()}, &context, [&](Result<Account> r) { first.emplace(r); });
  opened.clear();
  EXPECT_TRUE(signIn().ok());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->error().params.value(u"reason"_s), u"replaced"_s);
}

TEST_F(AccountsTest, AnUntickedNeededScopeIsExplainedAndGivenBack) {
  granted = u"openid https://www.googleapis.com/auth/userinfo.email"_s;
  const auto account = signIn();
  ASSERT_FALSE(account.ok());
  EXPECT_EQ(account.error().code, ErrorCode::AccountScopeMissing);
  EXPECT_EQ(account.error().params.value(u"scopes"_s), u"colaboratory"_s);
  EXPECT_TRUE(test::waitFor([this] { return server.seen().back().target == "/revoke"; }));
}

TEST_F(AccountsTest, MoreScopesForTheSameAccountOnly) {
  ASSERT_TRUE(signIn().ok());
  opened.clear();
  granted += u" https://www.googleapis.com/auth/drive.file"_s;
  std::optional<Result<Account>> result;
  const auto add = [&] {
    result.reset();
    opened.clear();
    accounts->addScopes({}, driveScopes(), true, &context, [&](Result<Account> r) { result.emplace(std::move(r)); });
    agree();
    ASSERT_TRUE(test::waitFor([&] { return result.has_value(); }));
  };
  add();
  ASSERT_TRUE(result->ok());
  EXPECT_EQ(opened.queryItemValue(u"login_hint"_s, QUrl::FullyDecoded), u"ada@example.org"_s);
  EXPECT_EQ(opened.queryItemValue(u"include_granted_scopes"_s), u"true"_s);
  EXPECT_TRUE(missingScopes(driveScopes(), (*result)->scopes).isEmpty());
  email = "eve@example.org";
  add();
  EXPECT_EQ(result->error().params.value(u"reason"_s), u"other_account"_s);
  EXPECT_EQ(accounts->store().accounts().size(), 1u);
}

TEST_F(AccountsTest, RefreshesEarlyOnceForAllAndAcrossSleep) {
  ASSERT_TRUE(signIn().ok());
  TokenSource& source = **accounts->tokens({});
  clock.advance(kHour - 6 * 60'000);
  EXPECT_EQ(*tokenOf(source), u"demo-access-1"_s);
  clock.advance(60'000);  // five minutes are left
  int answers = 0;
  for (int i = 0; i < 20; ++i) {
    source.token(&context, [&](const Result<QString>& token) {
      EXPECT_EQ(*token, u"demo-access-2"_s);
      ++answers;
    });
  }
  ASSERT_TRUE(test::waitFor([&] { return answers == 20; }));
  EXPECT_EQ(tokensMade, 2);
  EXPECT_EQ(lastRefresh, u"demo-refresh-token"_s);
  clock.jumpWall(2 * kHour);  // the machine slept: only the wall clock went on
  EXPECT_EQ(*tokenOf(source), u"demo-access-3"_s);
  clock.jumpWall(-5 * kHour);  // the clock was set back: the other one counts
  clock.advance(kHour);
  EXPECT_EQ(*tokenOf(source), u"demo-access-4"_s);
}

TEST_F(AccountsTest, A401RefreshesOnceAndRepeats) {
  ASSERT_TRUE(signIn().ok());
  AuthorizedHttp authorized(http, **accounts->tokens({}));
  const auto send = [&] {
    return test::await<net::HttpReply>([&](QObject* c, Reply<net::HttpReply> reply) {
      return authorized.send({.verb = "POST", .url = server.url(u"/thing"_s), .idempotent = false}, c, reply);
    });
  };
  EXPECT_EQ(send()->status, 200);
  goodToken = "another";  // the server forgot ours
  EXPECT_EQ(send()->status, 200);
  EXPECT_EQ(tokensMade, 2);
  server.answerWith([this](const SeenRequest& request) {
    return request.target == "/token" ? answer(request) : ScriptedAnswer{LoopbackServer::reply(401, "{}")};
  });
  EXPECT_EQ(send()->status, 401);
  EXPECT_EQ(tokensMade, 3);
}

TEST_F(AccountsTest, ARevokedSignInIsExplainedAndRemembered) {
  ASSERT_TRUE(signIn().ok());
  TokenSource& source = **accounts->tokens({});
  clock.advance(2 * kHour);
  tokenAnswer = ScriptedAnswer{LoopbackServer::reply(400, R"({"error":"invalid_grant"})")};
  const auto token = tokenOf(source);
  EXPECT_EQ(token.error().code, ErrorCode::AccountSignInNeeded);
  EXPECT_EQ(token.error().params.value(u"cause"_s), u"revoked"_s);
  EXPECT_EQ(token.error().params.value(u"account"_s), u"ada@example.org"_s);
  EXPECT_EQ(accounts->store().find({})->signInNeeded, u"revoked"_s);
  const size_t asked = server.seen().size();
  EXPECT_EQ(tokenOf(source).error().params.value(u"cause"_s), u"revoked"_s);
  EXPECT_EQ(server.seen().size(), asked);  // not asked again
  tokenAnswer.reset();
  opened.clear();
  std::optional<Result<Account>> again;  // with the client that was kept
  accounts->addScopes({}, baseScopes(), true, &context, [&](Result<Account> r) { again.emplace(std::move(r)); });
  agree();
  ASSERT_TRUE(test::waitFor([&] { return again.has_value(); }));
  ASSERT_TRUE(again->ok()) << qPrintable(again->error().toLogLine());
  EXPECT_TRUE(tokenOf(source).ok());
  EXPECT_TRUE(accounts->store().find({})->signInNeeded.isEmpty());
}

TEST_F(AccountsTest, TheSevenDayRuleIsRecognised) {
  ASSERT_TRUE(signIn().ok());
  clock.advance(7 * 24 * kHour + kHour);
  tokenAnswer = ScriptedAnswer{LoopbackServer::reply(400, R"({"error":"invalid_grant"})")};
  TokenSource& source = **accounts->tokens({});
  EXPECT_EQ(tokenOf(source).error().code, ErrorCode::AccountSignInExpired);
  EXPECT_EQ(tokenOf(source).error().code, ErrorCode::AccountSignInExpired);
}

TEST_F(AccountsTest, AMissingKeychainEntryIsNoRefusal) {
  ASSERT_TRUE(signIn().ok());
  const QString id = accounts->store().find({})->id;
  ASSERT_TRUE(test::await<Nothing>([&](QObject* c, Reply<Nothing> reply) {
                return secrets->remove(u"google:"_s + id, c, std::move(reply));
              }).ok());
  clock.advance(2 * kHour);
  EXPECT_EQ(tokenOf(**accounts->tokens({})).error().params.value(u"cause"_s), u"no_token"_s);
  EXPECT_TRUE(accounts->store().find({})->signInNeeded.isEmpty());
}

TEST_F(AccountsTest, NetworkTroubleSignsNobodyOut) {
  ASSERT_TRUE(signIn().ok());
  TokenSource& source = **accounts->tokens({});
  clock.advance(kHour - 4 * 60'000);
  tokenAnswer = ScriptedAnswer{LoopbackServer::reply(500, "busy", "text/plain")};
  EXPECT_EQ(*tokenOf(source), u"demo-access-1"_s);  // still good for four minutes
  clock.advance(kHour);
  for (const ScriptedAnswer& trouble :
       {ScriptedAnswer{LoopbackServer::reply(500, "busy", "text/plain")},
        ScriptedAnswer{LoopbackServer::reply(200, "<html>Log in to the hotel</html>", "text/html")},
        ScriptedAnswer{{}, ScriptedAnswer::Reset},
        ScriptedAnswer{LoopbackServer::reply(200, "{\"access_token\":7}")}}) {
    tokenAnswer = trouble;
    const auto token = tokenOf(source);
    ASSERT_FALSE(token.ok());
    EXPECT_NE(token.error().code, ErrorCode::AccountSignInNeeded);
    EXPECT_TRUE(accounts->store().find({})->signInNeeded.isEmpty());
  }
  tokenAnswer.reset();
  EXPECT_TRUE(tokenOf(source).ok());
}

TEST_F(AccountsTest, SignOutTakesTheTokenBackAndForgets) {
  ASSERT_TRUE(signIn().ok());
  TokenSource& source = **accounts->tokens({});
  revokeStatus = 400;  // not known any more: good as well
  ASSERT_TRUE(test::await<Nothing>([&](QObject* c, Reply<Nothing> reply) {
                return accounts->signOut({}, c, std::move(reply));
              }).ok());
  EXPECT_EQ(server.seen().back().target, "/revoke");
  EXPECT_EQ(server.seen().back().body, "token=demo-refresh-token");
  EXPECT_TRUE(accounts->store().accounts().empty());
  EXPECT_EQ(tokenOf(source).error().code, ErrorCode::AccountUnknown);
}

TEST_F(AccountsTest, AUserSignedInElsewhereIsTakenOver) {
  const Credentials credentials{.client = client, .refreshToken = u"demo-refresh-elsewhere"_s, .quotaProject = u"q"_s};
  const auto import = [&] {
    return test::await<Account>(
        [&](QObject* c, Reply<Account> reply) { return accounts->import(credentials, c, std::move(reply)); });
  };
  const auto account = import();
  ASSERT_TRUE(account.ok()) << qPrintable(account.error().toLogLine());
  EXPECT_EQ(account->quotaProject, u"q"_s);
  EXPECT_EQ(lastRefresh, u"demo-refresh-elsewhere"_s);
  granted = u"openid https://www.googleapis.com/auth/cloud-platform"_s;
  EXPECT_EQ(import().error().code, ErrorCode::AccountScopeMissing);
  tokenAnswer = ScriptedAnswer{LoopbackServer::reply(401, R"({"error":"invalid_client"})")};
  EXPECT_EQ(import().error().params.value(u"cause"_s), u"client_changed"_s);
}

}  // namespace
