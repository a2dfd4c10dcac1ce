// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/AccountStore.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

#include "support/EventLoop.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

using Secret = std::optional<QString>;

// A keychain that fails as it is told.
class BrokenKeychain : public SecretStore {
public:
  ErrorCode code = ErrorCode::KeychainUnavailable;
  Call read(const QString&, QObject* context, Reply<Secret> reply) override { return fail<Secret>(context, reply); }
  Call write(const QString&, const QString&, QObject* context, Reply<Nothing> reply) override {
    return fail<Nothing>(context, reply);
  }
  Call remove(const QString&, QObject* context, Reply<Nothing> reply) override { return fail<Nothing>(context, reply); }
  bool isPersistent() const override { return true; }

private:
  template <typename T>
  Call fail(QObject* context, Reply<T> reply) {
    const Promise<T> promise(context, std::move(reply));
    promise.resolve(Error{.code = code});
    return promise.call();
  }
};

Result<Nothing> write(SecretStore& store, const QString& name) {
  return test::await<Nothing>(
      [&](QObject* context, Reply<Nothing> reply) { return store.write(name, u"s"_s, context, std::move(reply)); });
}
Result<Secret> read(SecretStore& store, const QString& name) {
  return test::await<Secret>(
      [&](QObject* context, Reply<Secret> reply) { return store.read(name, context, std::move(reply)); });
}

TEST(FallbackSecretStore, WithoutAKeychainItHoldsSecretsInMemory) {
  BrokenKeychain keychain;
  const auto store = fallbackSecretStore(keychain);
  ASSERT_TRUE(write(*store, u"a"_s).ok());
  EXPECT_EQ(read(*store, u"a"_s).valueOr({}), Secret(u"s"_s));
  EXPECT_FALSE(store->keeps(u"a"_s));
  EXPECT_EQ(read(*store, u"b"_s).error().code, ErrorCode::KeychainUnavailable) << "nothing is known of it";
}

TEST(FallbackSecretStore, ALockedKeychainIsTold) {
  BrokenKeychain keychain;
  keychain.code = ErrorCode::KeychainLocked;
  const auto store = fallbackSecretStore(keychain);
  EXPECT_EQ(write(*store, u"a"_s).error().code, ErrorCode::KeychainLocked);
}

TEST(FallbackSecretStore, AnAccountInMemoryIsNotListedOnDisk) {
  QTemporaryDir folder;
  BrokenKeychain keychain;
  const auto secrets = fallbackSecretStore(keychain);
  AccountStore store(folder.filePath(u"accounts.json"_s), *secrets);
  const auto kept = test::await<Account>([&](QObject* context, Reply<Account> reply) {
    return store.put({.email = u"ada@example.org"_s}, {{.id = u"client"_s}, u"demo-refresh"_s}, context,
                     std::move(reply));
  });
  ASSERT_TRUE(kept.ok());
  EXPECT_FALSE(kept->persistent);
  EXPECT_EQ(store.accounts().size(), 1u);
  AccountStore again(folder.filePath(u"accounts.json"_s), *secrets);
  ASSERT_TRUE(again.load().ok());
  EXPECT_TRUE(again.accounts().empty());
}

}  // namespace
