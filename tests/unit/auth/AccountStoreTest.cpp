// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/AccountStore.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "support/EventLoop.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

class AccountStoreTest : public testing::Test {
protected:
  Result<Account> put(AccountStore& store, const QString& email, const QString& refreshToken) {
    return test::await<Account>([&](QObject* context, Reply<Account> reply) {
      return store.put({.email = email, .name = u"N"_s, .scopes = {u"openid"_s}, .signedInAt = 1'767'225'600'000},
                       {{.id = u"client"_s, .secret = u"demo-client-secret"_s}, refreshToken}, context,
                       std::move(reply));
    });
  }
  Result<AccountSecret> secretOf(AccountStore& store, const QString& id) {
    return test::await<AccountSecret>(
        [&](QObject* context, Reply<AccountSecret> reply) { return store.secret(id, context, std::move(reply)); });
  }
  QByteArray bytes() const {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }

  QTemporaryDir folder;
  QString file = folder.filePath(u"below/accounts.json"_s);
  std::unique_ptr<SecretStore> secrets = memorySecretStore();
};

TEST_F(AccountStoreTest, ListInTheFileSecretsInTheKeychain) {
  AccountStore store(file, *secrets);
  ASSERT_TRUE(store.load().ok());
  const auto kept = put(store, u"ada@example.org"_s, u"demo-refresh-ada"_s);
  ASSERT_TRUE(kept.ok());
  EXPECT_TRUE(bytes().contains("ada@example.org"));
  EXPECT_FALSE(bytes().contains("demo-refresh-ada"));
  EXPECT_FALSE(bytes().contains("demo-client-secret"));
  EXPECT_EQ(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

  AccountStore again(file, *secrets);
  ASSERT_TRUE(again.load().ok());
  ASSERT_EQ(again.accounts().size(), 1u);
  EXPECT_EQ(again.accounts()[0].id, kept->id);
  EXPECT_EQ(again.accounts()[0].scopes, QStringList{u"openid"_s});
  EXPECT_EQ(again.accounts()[0].signedInAt, 1'767'225'600'000);
  const auto secret = secretOf(again, kept->id);
  ASSERT_TRUE(secret.ok());
  EXPECT_EQ(secret->refreshToken, u"demo-refresh-ada"_s);
  EXPECT_EQ(secret->client.secret, u"demo-client-secret"_s);
}

TEST_F(AccountStoreTest, WhatColabAnsweredToIsKept) {
  AccountStore store(file, *secrets);
  const auto ada = put(store, u"ada@example.org"_s, u"demo-refresh-1"_s);
  ASSERT_TRUE(store.rememberColabInterface(ada->id, u"tunnel"_s, 1'767'225'600'000).ok());
  EXPECT_TRUE(store.rememberColabInterface(u"nobody"_s, u"tunnel"_s, 1).ok());
  AccountStore again(file, *secrets);
  ASSERT_TRUE(again.load().ok());
  EXPECT_EQ(again.find(ada->id)->colabInterface, u"tunnel"_s);
  EXPECT_EQ(again.find(ada->id)->colabInterfaceAt, 1'767'225'600'000);
}

TEST_F(AccountStoreTest, SeveralAccountsOneDefault) {
  AccountStore store(file, *secrets);
  const auto ada = put(store, u"ada@example.org"_s, u"demo-refresh-1"_s);
  const auto bob = put(store, u"bob@example.org"_s, u"demo-refresh-2"_s);
  ASSERT_TRUE(ada.ok() && bob.ok());
  EXPECT_EQ(store.find(QString())->email, u"ada@example.org"_s);
  EXPECT_EQ(store.find(u"BOB@example.org"_s)->id, bob->id);
  ASSERT_TRUE(store.makeDefault(bob->id).ok());
  EXPECT_EQ(store.find(QString())->id, bob->id);
  EXPECT_EQ(store.find(u"eve@example.org"_s), nullptr);
  const auto again = put(store, u"ada@example.org"_s, u"demo-refresh-3"_s);
  EXPECT_EQ(again->id, ada->id);
  EXPECT_EQ(store.accounts().size(), 2u);
  EXPECT_EQ(secretOf(store, ada->id)->refreshToken, u"demo-refresh-3"_s);
}

TEST_F(AccountStoreTest, RemovedFromBothPlaces) {
  AccountStore store(file, *secrets);
  const auto ada = put(store, u"ada@example.org"_s, u"demo-refresh-1"_s);
  ASSERT_TRUE(test::await<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                return store.remove(ada->id, context, std::move(reply));
              }).ok());
  EXPECT_TRUE(store.accounts().empty());
  EXPECT_EQ(secretOf(store, ada->id).error().code, ErrorCode::AccountSignInNeeded);
}

TEST_F(AccountStoreTest, AFileThatIsNotOursIsLeftAlone) {
  QDir().mkpath(folder.filePath(u"below"_s));
  for (const QByteArray& foreign : {QByteArray("{\"version\":9,\"accounts\":[]}"), QByteArray("no json"),
                                    QByteArray("[]"), QByteArray("{\"version\":1,\"accounts\":{}}")}) {
    QFile out(file);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    out.write(foreign);
    out.close();
    AccountStore store(file, *secrets);
    EXPECT_EQ(store.load().error().code, ErrorCode::StoreCorrupt);
    EXPECT_EQ(put(store, u"a@example.org"_s, u"demo-refresh-9"_s).error().code, ErrorCode::FileUnwritable);
    EXPECT_EQ(bytes(), foreign);
  }
}

}  // namespace
