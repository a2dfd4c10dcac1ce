// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "auth/Accounts.h"
#include "auth/AuthorizedHttp.h"
#include "google/GoogleEndpoints.h"
#include "support/EventLoop.h"
#include "support/Standin.h"

namespace cc::test {

// Signed in at a stand-in with its own test account.
class GoogleFixture : public testing::Test {
protected:
  static void SetUpTestSuite() { s_standin = std::make_unique<Standin>(); }
  static void TearDownTestSuite() { s_standin.reset(); }

  void SetUp() override {
    ASSERT_TRUE(standin.isUp()) << standin.log().constData();
    standin.reset();
    endpoints = google::GoogleEndpoints::from(standin.endpoints());
    accounts = std::make_unique<auth::Accounts>(http, clock, *secrets, auth::OAuthEndpoints::from(standin.endpoints()),
                                                folder.filePath(QStringLiteral("accounts.json")),
                                                [](const QUrl&) { return true; });
    const auto credentials = auth::loadCredentials(standin.credentialsFile());
    ASSERT_TRUE(credentials.ok()) << qPrintable(credentials.error().toLogLine());
    const auto account = await<auth::Account>([&](QObject* context, Reply<auth::Account> reply) {
      return accounts->import(*credentials, context, std::move(reply));
    });
    ASSERT_TRUE(account.ok()) << qPrintable(account.error().toLogLine());
    authorized = std::make_unique<auth::AuthorizedHttp>(http, **accounts->tokens({}));
  }

  // The result of an asynchronous call; its error is shown when the test fails on it.
  template <typename T, typename Start>
  Result<T> get(Start start, std::chrono::seconds limit = std::chrono::seconds(100)) {
    auto result = await<T>([&](QObject* context, Reply<T> reply) { return start(context, std::move(reply)); }, limit);
    if (!result.ok()) RecordProperty("last_error", result.error().toLogLine().toStdString());
    return result;
  }

  inline static std::unique_ptr<Standin> s_standin;
  Standin& standin = *s_standin;
  net::HttpClient http;
  SystemClock clock;
  std::unique_ptr<auth::SecretStore> secrets = auth::memorySecretStore();
  QTemporaryDir folder;
  google::GoogleEndpoints endpoints;
  std::unique_ptr<auth::Accounts> accounts;
  std::unique_ptr<auth::AuthorizedHttp> authorized;
};

}  // namespace cc::test
