// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "auth/Accounts.h"
#include "auth/Scopes.h"
#include "support/EventLoop.h"
#include "support/Standin.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

// A whole sign-in at the stand-in, which checks client, redirect, proof key and state; the test is the browser.
class SignInTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_TRUE(standin.isUp()) << standin.log().constData();
    const auto credentials = loadCredentials(standin.clientFile());
    ASSERT_TRUE(credentials.ok()) << qPrintable(credentials.error().toLogLine());
    EXPECT_FALSE(credentials->isSignedIn());
    client = credentials->client;
    accounts = std::make_unique<Accounts>(http, clock, *secrets, OAuthEndpoints::from(standin.endpoints()),
                                          folder.filePath(u"accounts.json"_s), [this](const QUrl& url) {
                                            standin.browse(url, button);
                                            return true;
                                          });
  }
  Result<Account> signIn() {
    return test::await<Account>([&](QObject* context, Reply<Account> reply) {
      return accounts->signIn({.client = client, .scopes = baseScopes()}, context, std::move(reply));
    });
  }
  Result<QString> token() {
    return test::await<QString>([&](QObject* context, Reply<QString> reply) {
      return (*accounts->tokens({}))->token(context, std::move(reply));
    });
  }

  test::Standin standin;
  net::HttpClient http;
  SystemClock clock;
  std::unique_ptr<SecretStore> secrets = memorySecretStore();
  QTemporaryDir folder;
  OAuthClient client;
  QString button = u"continue"_s;
  std::unique_ptr<Accounts> accounts;
};

TEST_F(SignInTest, SignsInAddsDriveAndSignsOut) {
  const auto account = signIn();
  ASSERT_TRUE(account.ok()) << qPrintable(account.error().toLogLine());
  EXPECT_EQ(account->email, u"tester@example.com"_s);
  EXPECT_TRUE(missingScopes(baseScopes(), account->scopes).isEmpty());
  EXPECT_FALSE(missingScopes(driveScopes(), account->scopes).isEmpty());
  const auto more = test::await<Account>([&](QObject* context, Reply<Account> reply) {
    return accounts->addScopes({}, driveScopes(), true, context, std::move(reply));
  });
  ASSERT_TRUE(more.ok()) << qPrintable(more.error().toLogLine());
  EXPECT_TRUE(missingScopes(driveScopes() + baseScopes(), more->scopes).isEmpty());
  EXPECT_EQ(more->id, account->id);
  ASSERT_TRUE(test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                return accounts->signOut({}, context, std::move(reply));
              }).ok());
  EXPECT_EQ(standin.requests(u"oauth.revoke.post"_s), 1u);
}

TEST_F(SignInTest, RefusalsOfTheConsentPage) {
  button = u"cancel"_s;
  EXPECT_EQ(signIn().error().params.value(u"reason"_s), u"access_denied"_s);
  button = u"continue"_s;
  standin.fault("withheld_scopes", {{"scopes", {"https://www.googleapis.com/auth/colaboratory"}}});
  const auto withheld = signIn();
  EXPECT_EQ(withheld.error().code, ErrorCode::AccountScopeMissing);
  EXPECT_EQ(withheld.error().params.value(u"scopes"_s), u"colaboratory"_s);
  standin.clearFaults();
  standin.fault("no_refresh_token");
  EXPECT_EQ(signIn().error().params.value(u"reason"_s), u"no_refresh_token"_s);
  client.secret = u"another"_s;
  EXPECT_EQ(signIn().error().params.value(u"cause"_s), u"client_changed"_s);
}

TEST_F(SignInTest, TokensAreRenewedUntilTheSignInIsTakenBack) {
  ASSERT_TRUE(signIn().ok());
  const auto first = token();
  ASSERT_TRUE(first.ok());
  (*accounts->tokens({}))->reject(*first);
  standin.fault("internal", {{"route", "oauth.token.post"}});
  EXPECT_FALSE(token().ok());  // passing: nobody is signed out
  const auto second = token();
  ASSERT_TRUE(second.ok());
  EXPECT_NE(*second, *first);
  (*accounts->tokens({}))->reject(*second);
  for (const char* network : {"captive_portal", "sign_in_redirect"}) {
    standin.fault(network, {{"route", "oauth.token.post"}});
    EXPECT_EQ(token().error().code, ErrorCode::NetBadReply) << network;
  }
  standin.fault("rotated_refresh_token");
  ASSERT_TRUE(token().ok());
  (*accounts->tokens({}))->reject(*token());
  EXPECT_TRUE(token().ok());  // with the new refresh token
  standin.fault("invalid_grant", {{"subtype", "invalid_rapt"}});
  (*accounts->tokens({}))->reject(*token());
  EXPECT_EQ(token().error().params.value(u"cause"_s), u"session_control"_s);
}

}  // namespace
