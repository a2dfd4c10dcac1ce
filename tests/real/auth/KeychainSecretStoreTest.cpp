// SPDX-License-Identifier: GPL-3.0-or-later
// The keychain store against a real Secret Service: run under tests/support/with-keyring.sh, KeychainThread and
// KeychainAbsent (this one with WITHOUT_KEYRING=1) each in a process of its own. The others share a keyring, so the
// suite that locks it comes last.
#include "auth/SecretStore.h"

#include <gtest/gtest.h>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QThread>

#include "support/EventLoop.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

using Secret = std::optional<QString>;

Result<Secret> read(SecretStore& store, const QString& name) {
  return test::await<Secret>(
      [&](QObject* context, Reply<Secret> reply) { return store.read(name, context, std::move(reply)); });
}
Result<Nothing> write(SecretStore& store, const QString& name, const QString& secret) {
  return test::await<Nothing>(
      [&](QObject* context, Reply<Nothing> reply) { return store.write(name, secret, context, std::move(reply)); });
}
Result<Nothing> remove(SecretStore& store, const QString& name) {
  return test::await<Nothing>(
      [&](QObject* context, Reply<Nothing> reply) { return store.remove(name, context, std::move(reply)); });
}

TEST(Keychain, WhatIsWrittenIsReadUntilItIsRemoved) {
  const auto store = keychainSecretStore();
  EXPECT_TRUE(store->isPersistent());
  const auto none = read(*store, u"absent"_s);
  ASSERT_TRUE(none.ok()) << qPrintable(none.error().toLogLine());
  EXPECT_FALSE(none->has_value());
  for (const QString& secret : {u"s3cret"_s, u"Grüße 日本 😀"_s, QString(100'000, u'x')}) {
    const auto written = write(*store, u"token"_s, secret);
    ASSERT_TRUE(written.ok()) << qPrintable(written.error().toLogLine());
    const auto back = read(*store, u"token"_s);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->value_or(QString()), secret);
  }
  EXPECT_TRUE(remove(*store, u"token"_s).ok());
  EXPECT_FALSE(read(*store, u"token"_s).value().has_value());
  EXPECT_TRUE(remove(*store, u"token"_s).ok()) << "removing what is absent is success";
}

TEST(Keychain, ManyCallsAtOnceAreDoneInOrder) {
  const auto store = keychainSecretStore();
  QObject context;
  QStringList order;
  for (int i = 0; i < 10; ++i) {
    store->write(u"many"_s, QString::number(i), &context, [&order](Result<Nothing>) { order.append(u"w"_s); });
    store->read(u"many"_s, &context, [&order](Result<Secret> secret) {
      order.append(secret.ok() ? secret->value_or(u"none"_s) : u"error"_s);
    });
  }
  ASSERT_TRUE(test::waitFor([&] { return order.size() == 20; }));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(order[2 * i + 1], QString::number(i));
  EXPECT_TRUE(remove(*store, u"many"_s).ok());
}

TEST(Keychain, ACancelledReadDoesNotHoldUpTheNext) {
  const auto store = keychainSecretStore();
  QObject context;
  int replies = 0;
  Call first = store->read(u"a"_s, &context, [&replies](Result<Secret>) { ++replies; });
  Call second = store->read(u"b"_s, &context, [&replies](Result<Secret>) { ++replies; });
  first.cancel();
  second.cancel();
  EXPECT_TRUE(read(*store, u"c"_s).ok());
  EXPECT_EQ(replies, 0);
}

// libsecret keeps one connection for the process, bound to the thread that asked first: this case needs a process of
// its own.
TEST(KeychainThread, WorksInAThreadThatIsNotTheFirst) {
  Secret seen;
  std::unique_ptr<QThread> thread(QThread::create([&seen] {
    const auto store = keychainSecretStore();
    if (!write(*store, u"threaded"_s, u"yes"_s).ok()) return;
    seen = read(*store, u"threaded"_s).valueOr({});
    std::ignore = remove(*store, u"threaded"_s).ok();
  }));
  thread->start();
  ASSERT_TRUE(test::waitFor([&] { return thread->isFinished(); }));
  EXPECT_EQ(seen.value_or(QString()), u"yes"_s);
}

TEST(KeychainLocked, ALockedKeyringIsNeverReportedAsMissing) {
  const auto store = keychainSecretStore();
  ASSERT_TRUE(write(*store, u"kept"_s, u"safe"_s).ok());
  QDBusMessage lock = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                                     u"org.freedesktop.Secret.Service"_s, u"Lock"_s);
  const QDBusObjectPath keyring(u"/org/freedesktop/secrets/collection/login"_s);
  lock << QVariant::fromValue(QList<QDBusObjectPath>{keyring});
  const QDBusMessage answer = QDBusConnection::sessionBus().call(lock);
  ASSERT_EQ(answer.type(), QDBusMessage::ReplyMessage) << qPrintable(answer.errorMessage());
  const auto locked = read(*store, u"kept"_s);
  ASSERT_FALSE(locked.ok());
  EXPECT_EQ(locked.error().code, ErrorCode::KeychainLocked) << qPrintable(locked.error().toLogLine());
  const auto refused = write(*store, u"kept"_s, u"other"_s);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::KeychainLocked) << qPrintable(refused.error().toLogLine());
}

TEST(KeychainAbsent, WithoutASecretServiceItIsUnavailable) {
  const auto store = keychainSecretStore();
  const auto secret = read(*store, u"x"_s);
  ASSERT_FALSE(secret.ok());
  EXPECT_EQ(secret.error().code, ErrorCode::KeychainUnavailable) << qPrintable(secret.error().toLogLine());
  const auto written = write(*store, u"x"_s, u"y"_s);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::KeychainUnavailable);
}

TEST(MemorySecrets, AreHeldForThisRunOnly) {
  const auto store = memorySecretStore();
  EXPECT_FALSE(store->isPersistent());
  EXPECT_FALSE(read(*store, u"a"_s).value().has_value());
  EXPECT_TRUE(write(*store, u"a"_s, u"b"_s).ok());
  EXPECT_EQ(read(*store, u"a"_s).value(), Secret(u"b"_s));
  EXPECT_TRUE(remove(*store, u"a"_s).ok());
  EXPECT_FALSE(read(*store, u"a"_s).value().has_value());
}

}  // namespace
