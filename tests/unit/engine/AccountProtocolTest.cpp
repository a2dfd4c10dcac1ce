// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of accounts over the socket, and their JSON.
#include "engine/EngineJson.h"
#include "engine/EngineServer.h"
#include "engine/RemoteEngine.h"
#include "support/EventLoop.h"
#include "support/ScriptedEngine.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::test;
using namespace cc::engine;
using EnginePtr = std::shared_ptr<Engine>;

namespace {

class AccountProtocolTest : public testing::Test {
protected:
  void SetUp() override {
    paths.data = folder.path();
    ASSERT_TRUE(server.listen(paths.engineSocket()).ok());
    remote = connectNow();
    ASSERT_TRUE(remote);
  }
  EnginePtr connectNow() {
    return await<EnginePtr>([this](QObject* o, Reply<EnginePtr> r) { return connectEngine(paths, o, std::move(r)); })
        .valueOr(nullptr);
  }
  Status status(const std::function<Call(QObject*, Reply<Nothing>)>& start) { return await<Nothing>(start); }

  QTemporaryDir folder;
  Paths paths;
  ScriptedEngine scripted;
  EngineServer server{scripted};
  EnginePtr remote;
  QObject context;
};

}  // namespace

TEST(AccountJson, EveryMemberSurvivesBothWays) {
  AccountInfo account = ScriptedEngine::account(u"ada@example.org"_s, {u"drive"_s});
  account.scopes = {u"openid"_s};
  account.isDefault = true;
  account.signInNeeded = u"revoked"_s;
  account.persistent = false;
  const AccountInfo back = accountInfoFromJson(toJson(account));
  EXPECT_EQ(toJson(back), toJson(account));
  EXPECT_EQ(back.features, (QStringList{u"colab"_s, u"storage"_s}));
  EXPECT_EQ(back.signedInAt, account.signedInAt);
  const SignInOptions options{.credentialsFile = u"/c"_s,
                              .environmentFile = u"/e"_s,
                              .account = u"a"_s,
                              .features = {u"drive"_s},
                              .openBrowser = false,
                              .needsKeychain = true};
  EXPECT_EQ(toJson(signInOptionsFromJson(toJson(options))), toJson(options));
}

TEST(AccountJson, WrongTypesLeaveTheDefaults) {
  for (const Json& foreign :
       {Json(), Json("x"), Json::array({1}), Json{{"email", 1}, {"features", "x"}, {"default", {}}}}) {
    const AccountInfo account = accountInfoFromJson(foreign);
    EXPECT_TRUE(account.email.isEmpty() && account.features.isEmpty() && !account.isDefault && account.persistent);
    EXPECT_TRUE(signInOptionsFromJson(foreign).openBrowser);
  }
}

TEST_F(AccountProtocolTest, ListDefaultAndSignOutArrive) {
  QSignalSpy changes(remote.get(), &Engine::accountsChanged);
  scripted.setAccounts({ScriptedEngine::account(u"a@example.org"_s), ScriptedEngine::account(u"b@example.org"_s)});
  const auto list = await<std::vector<AccountInfo>>([&](QObject* o, auto r) { return remote->accounts(o, r); });
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->size(), 2u);
  EXPECT_TRUE(list->at(0).isDefault);
  EXPECT_TRUE(status([&](QObject* o, auto r) { return remote->makeDefaultAccount(u"b@example.org"_s, o, r); }).ok());
  ASSERT_TRUE(waitFor([&] { return scripted.accountList[0].email == u"b@example.org"_s; }));
  EXPECT_TRUE(status([&](QObject* o, auto r) { return remote->signOut(u"b@example.org"_s, o, r); }).ok());
  EXPECT_EQ(status([&](QObject* o, auto r) { return remote->signOut(u"c@example.org"_s, o, r); }).error().code,
            ErrorCode::AccountUnknown);
  EXPECT_TRUE(waitFor([&] { return changes.count() >= 2; }));
}

TEST_F(AccountProtocolTest, TheAddressGoesToTheClientThatSignsIn) {
  const EnginePtr other = connectNow();
  ASSERT_TRUE(other);
  QSignalSpy mine(remote.get(), &Engine::signInAddress), theirs(other.get(), &Engine::signInAddress);
  std::optional<Result<AccountInfo>> result;
  remote->signIn({.credentialsFile = u"/c.json"_s, .openBrowser = false}, &context,
                 [&result](Result<AccountInfo> r) { result.emplace(std::move(r)); });
  ASSERT_TRUE(waitFor([&] { return mine.count() == 1; }));
  EXPECT_EQ(mine[0][0].toUrl(), scripted.signInPage);
  EXPECT_EQ(scripted.lastCall(u"signIn"_s)->arguments["credentials_file"], "/c.json");
  EXPECT_TRUE(status([&](QObject* o, auto r) { return remote->pasteRedirect(u"http://x/"_s, o, r); }).ok());
  EXPECT_EQ(scripted.pasted, QStringList{u"http://x/"_s});
  scripted.endSignIn(ScriptedEngine::account(u"a@example.org"_s));
  ASSERT_TRUE(waitFor([&] { return result.has_value(); }));
  EXPECT_EQ((*result)->email, u"a@example.org"_s);
  EXPECT_EQ(theirs.count(), 0);
}

TEST_F(AccountProtocolTest, ASignInEndsWithItsClient) {
  const EnginePtr other = connectNow();
  other->signIn({}, &context, [](const Result<AccountInfo>&) {});
  ASSERT_TRUE(waitFor([&] { return scripted.isSigningIn(); }));
  const_cast<EnginePtr&>(other).reset();
  EXPECT_TRUE(waitFor([&] { return !scripted.isSigningIn(); }));
  EXPECT_EQ(scripted.cancelledCalls, 1);
}

TEST_F(AccountProtocolTest, CancelledByTheCallOrByItsName) {
  Call call = remote->signIn({}, &context, [](const Result<AccountInfo>&) { ADD_FAILURE(); });
  ASSERT_TRUE(waitFor([&] { return scripted.isSigningIn(); }));
  call.cancel();
  EXPECT_TRUE(waitFor([&] { return !scripted.isSigningIn(); }));
  std::optional<Result<AccountInfo>> result;
  remote->signIn({}, &context, [&result](Result<AccountInfo> r) { result.emplace(std::move(r)); });
  ASSERT_TRUE(waitFor([&] { return scripted.isSigningIn(); }));
  EXPECT_TRUE(status([&](QObject* o, auto r) { return remote->cancelSignIn(o, r); }).ok());
  ASSERT_TRUE(waitFor([&] { return result.has_value(); }));
  EXPECT_EQ(result->error().params.value(u"reason"_s), u"cancelled"_s);
}
