// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "engine/EngineJson.h"

#include <QSet>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace cc::test {

// The part of ScriptedEngine that records calls and has accounts. A sign-in goes on until endSignIn().
class ScriptedAccounts : public engine::Engine {
public:
  struct Recorded {
    QString method;
    Json arguments;
  };

  std::map<QString, Error> failures;  // by method name: every such call fails with it
  QSet<QString> silent;               // methods that never reply
  std::vector<Recorded> calls;        // every call, in order
  int cancelledCalls = 0;             // Call::cancel() of silent methods

  int countCalls(const QString& method) const {
    return static_cast<int>(
        std::count_if(calls.begin(), calls.end(), [&](const Recorded& call) { return call.method == method; }));
  }
  const Recorded* lastCall(const QString& method) const {
    const auto found =
        std::find_if(calls.rbegin(), calls.rend(), [&](const Recorded& call) { return call.method == method; });
    return found == calls.rend() ? nullptr : &*found;
  }

  std::vector<engine::AccountInfo> accountList;  // the default one first
  QUrl signInPage{QStringLiteral("https://accounts.example/auth?state=abc")};
  QStringList pasted;
  std::optional<Error> pasteFails;

  static engine::AccountInfo account(const QString& email, const QStringList& missing = {}) {
    engine::AccountInfo info{
        .id = QStringLiteral("id-") + email, .email = email, .name = QStringLiteral("Ada Lovelace")};
    info.missing = missing;
    for (const QString& feature : {QStringLiteral("colab"), QStringLiteral("drive"), QStringLiteral("storage")}) {
      if (!missing.contains(feature)) info.features.append(feature);
    }
    info.signedInAt = 1'767'225'600'000;
    return info;
  }
  void setAccounts(std::vector<engine::AccountInfo> list) {
    accountList = std::move(list);
    for (size_t i = 0; i < accountList.size(); ++i) accountList[i].isDefault = i == 0;
    Q_EMIT accountsChanged();
  }
  bool isSigningIn() const { return m_signIn.has_value(); }
  void endSignIn(Result<engine::AccountInfo> result) {
    if (!m_signIn) return;
    const auto signIn = *std::exchange(m_signIn, std::nullopt);
    if (result.ok()) {
      auto list = accountList;
      std::erase_if(list, [&](const auto& one) { return one.email == result->email; });
      list.push_back(*result);
      setAccounts(std::move(list));
    }
    signIn.resolve(std::move(result));
  }

  Call accounts(QObject* context, Reply<std::vector<engine::AccountInfo>> reply) override {
    return answer<std::vector<engine::AccountInfo>>("accounts", Json::object(), context, std::move(reply),
                                                    [&] { return accountList; });
  }
  Call signIn(const engine::SignInOptions& options, QObject* context, Reply<engine::AccountInfo> reply) override {
    calls.push_back({QStringLiteral("signIn"), toJson(options)});
    const Promise<engine::AccountInfo> promise(context, std::move(reply));
    if (const auto failure = failures.find(QStringLiteral("signIn")); failure != failures.end()) {
      promise.resolve(failure->second);
      return promise.call();
    }
    m_signIn = promise;
    promise.onCancel([this] {
      ++cancelledCalls;
      m_signIn.reset();
    });
    later([this] { Q_EMIT signInAddress(signInPage); });
    return promise.call();
  }
  Call pasteRedirect(const QString& address, QObject* context, Reply<Nothing> reply) override {
    pasted.append(address);
    return answer<Nothing>("pasteRedirect", Json::object(), context, std::move(reply),
                           [&]() -> Status { return pasteFails ? Status(*pasteFails) : done(); });
  }
  Call cancelSignIn(QObject* context, Reply<Nothing> reply) override {
    endSignIn(Error{.code = ErrorCode::AccountSignInIncomplete,
                    .params = {{QStringLiteral("reason"), QStringLiteral("cancelled")}}});
    return answer<Nothing>("cancelSignIn", Json::object(), context, std::move(reply), [] { return Nothing{}; });
  }
  Call signOut(const QString& account, QObject* context, Reply<Nothing> reply) override {
    return answer<Nothing>("signOut", {{"account", toStd(account)}}, context, std::move(reply), [&]() -> Status {
      auto list = accountList;
      const auto gone = std::erase_if(list, [&](const auto& one) { return isNamed(one, account); });
      if (gone == 0) return unknownAccount(account);
      later([this, list] { setAccounts(list); });
      return done();
    });
  }
  Call makeDefaultAccount(const QString& account, QObject* context, Reply<Nothing> reply) override {
    return answer<Nothing>(
        "makeDefaultAccount", {{"account", toStd(account)}}, context, std::move(reply), [&]() -> Status {
          auto list = accountList;
          const auto found =
              std::find_if(list.begin(), list.end(), [&](const auto& one) { return isNamed(one, account); });
          if (found == list.end()) return unknownAccount(account);
          std::rotate(list.begin(), found, found + 1);
          later([this, list] { setAccounts(list); });
          return done();
        });
  }

protected:
  void later(std::function<void()> action) { QMetaObject::invokeMethod(this, std::move(action), Qt::QueuedConnection); }

  template <typename T, typename Make>
  Call answer(const char* method, Json arguments, QObject* context, Reply<T> reply, Make make) {
    const QString name = QString::fromLatin1(method);
    calls.push_back({name, std::move(arguments)});
    Promise<T> promise(context, std::move(reply));
    if (const auto failure = failures.find(name); failure != failures.end()) {
      promise.resolve(failure->second);
    } else if (silent.contains(name)) {
      promise.onCancel([this] { ++cancelledCalls; });
      m_pending.push_back(std::make_shared<Promise<T>>(promise));
    } else {
      promise.resolve(make());
    }
    return promise.call();
  }

private:
  static bool isNamed(const engine::AccountInfo& info, const QString& account) {
    return info.id == account || info.email == account || (account.isEmpty() && info.isDefault);
  }
  static Error unknownAccount(const QString& account) {
    return Error{.code = ErrorCode::AccountUnknown, .params = {{QStringLiteral("account"), account}}};
  }

  std::optional<Promise<engine::AccountInfo>> m_signIn;
  std::vector<std::shared_ptr<void>> m_pending;
};

}  // namespace cc::test
