// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QLoggingCategory>

#include "base/Ids.h"
#include "google/ColabMachine.h"
#include "google/PublicApi.h"
#include "support/GoogleFixture.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::google;

namespace {

class ColabApiTest : public test::GoogleFixture {
protected:
  void SetUp() override {
    GoogleFixture::SetUp();
    if (HasFatalFailure()) return;
    tunnel = std::make_unique<TunnelApi>(*authorized, clock, endpoints);
    open = std::make_unique<PublicApi>(*authorized, clock, endpoints, *tunnel);
  }
  static RuntimeSpec specOf(const QString& accelerator) {
    return {.variant = variantOf(accelerator), .accelerator = accelerator};
  }
  Result<Assignment> assign(ColabApi& api, const QString& accelerator = u"T4"_s, const QString& key = newId()) {
    return get<Assignment>([&](QObject* context, Reply<Assignment> reply) {
      return api.assign({.key = key, .spec = specOf(accelerator)}, context, std::move(reply));
    });
  }
  Result<std::vector<ColabRuntime>> list(ColabApi& api) {
    return get<std::vector<ColabRuntime>>(
        [&](QObject* context, Reply<std::vector<ColabRuntime>> reply) { return api.list(context, std::move(reply)); });
  }
  Result<ColabRuntime> refresh(ColabApi& api, const ColabRuntime& runtime) {
    return get<ColabRuntime>(
        [&](QObject* context, Reply<ColabRuntime> reply) { return api.refresh(runtime, context, std::move(reply)); });
  }
  Status release(ColabApi& api, const ColabRuntime& runtime) {
    return get<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) { return api.release(runtime, context, std::move(reply)); });
  }
  Status keepAlive(ColabApi& api, const QString& endpoint) {
    return get<Nothing>(
        [&](QObject* context, Reply<Nothing> reply) { return api.keepAlive(endpoint, context, std::move(reply)); });
  }
  Result<ColabAccount> account(ColabApi& api) {
    return get<ColabAccount>(
        [&](QObject* context, Reply<ColabAccount> reply) { return api.account(context, std::move(reply)); });
  }
  Result<Propagation> propagate(const QString& endpoint, bool dryRun) {
    return get<Propagation>([&](QObject* context, Reply<Propagation> reply) {
      return tunnel->propagate(endpoint, CredentialKind::Drive, dryRun, context, std::move(reply));
    });
  }
  Result<QString> probe() {
    return get<QString>([&](QObject* context, Reply<QString> reply) {
      return probeGeneration(*authorized, endpoints, context, std::move(reply));
    });
  }
  // The whole life of one machine.
  void liveAndDie(ColabApi& api) {
    const QString key = newId();
    const auto made = assign(api, u"T4"_s, key);
    ASSERT_TRUE(made.ok()) << qPrintable(made.error().toLogLine());
    EXPECT_FALSE(made->existed);
    EXPECT_EQ(made->runtime.spec.accelerator, u"T4"_s);
    EXPECT_EQ(made->runtime.spec.variant, Variant::Gpu);
    EXPECT_GT(made->runtime.proxyUntil, clock.now() + 50 * 60'000);
    EXPECT_LT(made->runtime.proxyUntil, clock.now() + 70 * 60'000);

    const auto again = assign(api, u"T4"_s, key);
    ASSERT_TRUE(again.ok()) << qPrintable(again.error().toLogLine());
    EXPECT_EQ(again->runtime.endpoint, made->runtime.endpoint);
    EXPECT_EQ(standin.machines().size(), 1u);

    const auto runtimes = list(api);
    ASSERT_TRUE(runtimes.ok() && runtimes->size() == 1);
    EXPECT_EQ(runtimes->front().endpoint, made->runtime.endpoint);
    EXPECT_TRUE(runtimes->front().belongsTo(ColabKey(key)));
    EXPECT_FALSE(runtimes->front().belongsTo(ColabKey(newId())));

    const auto renewed = refresh(api, made->runtime);
    ASSERT_TRUE(renewed.ok()) << qPrintable(renewed.error().toLogLine());
    EXPECT_NE(renewed->proxyToken, made->runtime.proxyToken);
    EXPECT_TRUE(keepAlive(api, made->runtime.endpoint).ok());
    checkMachine(*renewed);

    ASSERT_TRUE(release(api, made->runtime).ok());
    EXPECT_EQ(standin.machines().size(), 0u);
    EXPECT_TRUE(release(api, made->runtime).ok());  // gone already
    EXPECT_EQ(refresh(api, made->runtime).error().code, ErrorCode::RuntimeGone);
    EXPECT_EQ(keepAlive(api, made->runtime.endpoint).error().code, ErrorCode::RuntimeGone);
  }
  void checkMachine(const ColabRuntime& runtime) {
    ColabMachine machine(http);
    const auto resources = get<MachineResources>([&](QObject* context, Reply<MachineResources> reply) {
      return machine.resources(runtime, context, std::move(reply));
    });
    ASSERT_TRUE(resources.ok()) << qPrintable(resources.error().toLogLine());
    ASSERT_EQ(resources->gpus.size(), 1u);
    EXPECT_TRUE(resources->gpus[0].name.contains(u"T4"_s));
    EXPECT_GT(resources->memoryTotal, 0);
    const auto build = get<QString>(
        [&](QObject* context, Reply<QString> reply) { return machine.buildInfo(runtime, context, std::move(reply)); });
    EXPECT_TRUE(build.ok() && build->startsWith(u"release-colab"_s));
    ColabRuntime old = runtime;
    old.proxyToken = u"not-a-token-any-more"_s;
    const auto refused = get<QString>(
        [&](QObject* context, Reply<QString> reply) { return machine.buildInfo(old, context, std::move(reply)); });
    EXPECT_EQ(refused.error().code, ErrorCode::RuntimeUnreachable);
  }
  ErrorCode codeAfter(const char* fault, Json more = Json::object(), const QString& accelerator = u"T4"_s) {
    standin.clearFaults();
    standin.fault(fault, std::move(more));
    const auto result = assign(*tunnel, accelerator);
    return result.ok() ? ErrorCode::Internal : result.error().code;
  }

  std::unique_ptr<TunnelApi> tunnel;
  std::unique_ptr<PublicApi> open;
};

TEST_F(ColabApiTest, TunnelMakesFindsRenewsAndReleases) {
  liveAndDie(*tunnel);
  EXPECT_FALSE(tunnel->isGapiRefused());
}

TEST_F(ColabApiTest, PublicMakesFindsRenewsAndReleases) {
  liveAndDie(*open);
}

TEST_F(ColabApiTest, WithoutGapiTheTunnelDoesEverything) {
  standin.fault("gapi_forbidden", {{"times", 0}});
  const auto made = assign(*tunnel);
  ASSERT_TRUE(made.ok());
  const auto runtimes = list(*tunnel);
  ASSERT_TRUE(runtimes.ok());
  EXPECT_EQ(runtimes->size(), 1u);
  EXPECT_TRUE(tunnel->isGapiRefused());
  EXPECT_NE(refresh(*tunnel, made->runtime)->proxyToken, made->runtime.proxyToken);
  const auto balance = account(*tunnel);
  ASSERT_TRUE(balance.ok());
  EXPECT_TRUE(balance->paidUnits.has_value());
  EXPECT_GT(balance->hourlyRate.value_or(0), 0);
  EXPECT_EQ(balance->machines, 1);
}

TEST_F(ColabApiTest, AccountTellsTierSpecsBalanceAndFreeQuota) {
  standin.account({{"tier", "PRO"}, {"balance", 87.5}});
  auto known = account(*tunnel);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(known->tier, Tier::Pro);
  EXPECT_NEAR(known->paidUnits.value_or(0), 87.5, 0.1);
  EXPECT_TRUE(std::any_of(known->specs.begin(), known->specs.end(), [](const EligibleSpec& one) {
    return one.eligible && one.spec.accelerator == u"T4"_s && one.spec.variant == Variant::Gpu;
  }));
  standin.account({{"tier", "NONE"}, {"balance", 0}, {"free_tokens", 12500}});
  known = account(*tunnel);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(known->tier, Tier::None);
  EXPECT_NEAR(known->freeUnits.value_or(0), 12.5, 0.1);
  known = account(*open);
  ASSERT_TRUE(known.ok());
  EXPECT_TRUE(std::any_of(known->specs.begin(), known->specs.end(),
                          [](const EligibleSpec& one) { return !one.eligible && one.spec.accelerator == u"A100"_s; }));
  EXPECT_NEAR(known->freeUnits.value_or(0), 12.5, 0.1);
}

TEST_F(ColabApiTest, ALostReplyMakesNoSecondMachine) {
  const size_t posts = standin.requests(u"tun.assign.post"_s);
  standin.fault("lost_reply", {{"route", "tun.assign.post"}});
  const auto made = assign(*tunnel);
  ASSERT_TRUE(made.ok()) << qPrintable(made.error().toLogLine());
  EXPECT_TRUE(made->existed);
  EXPECT_EQ(standin.machines().size(), 1u);
  EXPECT_EQ(standin.requests(u"tun.assign.post"_s), posts + 1);

  standin.fault("lost_reply", {{"route", "v2.runtimes.post"}});
  ASSERT_TRUE(assign(*open).ok());
  EXPECT_EQ(standin.machines().size(), 2u);
}

TEST_F(ColabApiTest, StrangeRepliesToTheMakingAreLookedInto) {
  for (const char* fault : {"garbage", "captive_portal", "internal", "truncate"}) {
    standin.clearFaults();
    standin.account({{"limit", 10}});
    standin.fault(fault, {{"route", "tun.assign.post"}});
    const size_t before = standin.machines().size();
    const auto made = assign(*tunnel, u"NONE"_s);
    const bool wasMade = standin.machines().size() == before + 1;
    EXPECT_EQ(made.ok(), wasMade) << fault;
    if (made.ok()) continue;
    EXPECT_EQ(made.error().params.value(u"unclear"_s), u"yes"_s) << fault;
    EXPECT_TRUE(made.error().retryable) << fault;
  }
}

TEST_F(ColabApiTest, RefusalsAreToldApart) {
  EXPECT_EQ(codeAfter("not_entitled"), ErrorCode::ProviderRefused);
  EXPECT_EQ(codeAfter("scope_not_permitted"), ErrorCode::AccountScopeMissing);
  EXPECT_EQ(codeAfter("too_many_assignments"), ErrorCode::AccountTooManyRuntimes);
  EXPECT_EQ(codeAfter("none_available"), ErrorCode::ProviderNothingAvailable);
  EXPECT_EQ(codeAfter("outcome", {{"outcome", 1}}), ErrorCode::AccountQuota);
  EXPECT_EQ(codeAfter("outcome", {{"outcome", 2}}), ErrorCode::AccountQuota);
  EXPECT_EQ(codeAfter("outcome", {{"outcome", 5}}), ErrorCode::AccountBlocked);
  EXPECT_EQ(codeAfter("captive_portal", {{"route", "tun.assign.get"}, {"times", 0}}), ErrorCode::NetBadReply);
  EXPECT_EQ(codeAfter("sign_in_redirect", {{"route", "tun.assign.get"}}), ErrorCode::NetBadReply);
  EXPECT_EQ(codeAfter("rate_limited", {{"route", "tun.assign.post"}, {"retry_after", 7}}),
            ErrorCode::ProviderRateLimited);
  EXPECT_EQ(standin.machines().size(), 0u);
  standin.clearFaults();
  standin.account({{"eligible", {"T4"}}});
  const auto refused = assign(*tunnel, u"A100"_s);
  EXPECT_EQ(refused.error().code, ErrorCode::ProviderRefused);
  EXPECT_EQ(refused.error().params.value(u"accelerator"_s), u"A100"_s);
}

TEST_F(ColabApiTest, OperationErrorsAreToldApart) {
  const auto codeOf = [this](int code, const char* reason) {
    standin.clearFaults();
    standin.fault("operation_error", {{"code", code}, {"reason", reason}});
    const auto result = assign(*open);
    return result.ok() ? ErrorCode::Internal : result.error().code;
  };
  EXPECT_EQ(codeOf(9, "TOO_MANY_ACTIVE_RUNTIMES"), ErrorCode::AccountTooManyRuntimes);
  EXPECT_EQ(codeOf(9, "QUOTA_EXCEEDED_USAGE_TIME"), ErrorCode::AccountQuota);
  EXPECT_EQ(codeOf(7, "DENYLISTED"), ErrorCode::AccountBlocked);
  EXPECT_EQ(codeOf(9, "SOMETHING_ELSE"), ErrorCode::ProviderNothingAvailable);
  EXPECT_EQ(codeOf(3, ""), ErrorCode::ProviderRefused);
}

TEST_F(ColabApiTest, AnOldTokenOfAChangeIsFetchedOnceMore) {
  standin.fault("xsrf_refused", {{"route", "tun.assign.post"}});
  const auto made = assign(*tunnel, u"NONE"_s);
  ASSERT_TRUE(made.ok()) << qPrintable(made.error().toLogLine());
  standin.fault("xsrf_refused", {{"route", "tun.unassign.post"}, {"times", 2}});
  EXPECT_EQ(release(*tunnel, made->runtime).error().code, ErrorCode::AccountForbidden);
  EXPECT_TRUE(release(*tunnel, made->runtime).ok());
}

TEST_F(ColabApiTest, AnExpiredAccessTokenIsRenewedAndTheRequestRepeated) {
  const auto made = assign(*tunnel, u"NONE"_s);
  ASSERT_TRUE(made.ok());
  standin.fault("expire_tokens", {{"kind", "access"}});
  EXPECT_TRUE(keepAlive(*tunnel, made->runtime.endpoint).ok());
  standin.fault("expire_tokens", {{"kind", "access"}});
  standin.fault("invalid_grant");
  EXPECT_EQ(list(*tunnel).error().code, ErrorCode::AccountSignInNeeded);
  EXPECT_EQ(standin.machines().size(), 1u);  // it lives on: that is why the alarm matters
}

TEST_F(ColabApiTest, ListThatFailsSaysNothingAboutMachines) {
  const auto made = assign(*tunnel, u"NONE"_s);
  ASSERT_TRUE(made.ok());
  standin.fault("internal", {{"route", "tun.assignments.get"}, {"times", 0}});
  standin.fault("status", {{"status", 404}, {"route", "gapi.*"}, {"times", 0}});
  EXPECT_EQ(refresh(*tunnel, made->runtime).error().code, ErrorCode::NetHttpStatus);
  standin.clearFaults();
  standin.fault("captive_portal", {{"route", "*"}, {"times", 0}});
  EXPECT_NE(refresh(*tunnel, made->runtime).error().code, ErrorCode::RuntimeGone);
  standin.clearFaults();
  EXPECT_TRUE(refresh(*tunnel, made->runtime).ok());
}

TEST_F(ColabApiTest, KeepAliveWithoutAnswerIsAPing) {
  const auto made = assign(*tunnel, u"NONE"_s);
  ASSERT_TRUE(made.ok());
  standin.fault("keep_alive_silent");
  EXPECT_TRUE(keepAlive(*tunnel, made->runtime.endpoint).ok());
  standin.fault("keep_alive_scope");
  EXPECT_EQ(keepAlive(*tunnel, made->runtime.endpoint).error().code, ErrorCode::AccountScopeMissing);
  standin.fault("keep_alive_gone");
  EXPECT_EQ(keepAlive(*tunnel, made->runtime.endpoint).error().code, ErrorCode::RuntimeGone);
  standin.fault("captive_portal", {{"route", "tun.keep-alive.get"}});
  EXPECT_EQ(keepAlive(*tunnel, made->runtime.endpoint).error().code, ErrorCode::NetBadReply);
}

TEST_F(ColabApiTest, CredentialsGoToAMachineAfterTheUserAgreed) {
  const auto made = assign(*tunnel, u"NONE"_s);
  ASSERT_TRUE(made.ok());
  auto asked = propagate(made->runtime.endpoint, true);
  ASSERT_TRUE(asked.ok()) << qPrintable(asked.error().toLogLine());
  EXPECT_FALSE(asked->done);
  EXPECT_TRUE(asked->consent.isValid() && !asked->consent.isEmpty());
  standin.fault("consent");
  EXPECT_TRUE(propagate(made->runtime.endpoint, true)->done);
  standin.fault("propagation_fails");
  asked = propagate(made->runtime.endpoint, false);
  EXPECT_TRUE(asked.ok() && !asked->done && asked->consent.isEmpty());
  EXPECT_TRUE(propagate(made->runtime.endpoint, false)->done);
  EXPECT_EQ(propagate(u"m-s-nobody"_s, true).error().code, ErrorCode::RuntimeGone);
}

TEST_F(ColabApiTest, AnotherAcceleratorThanAskedForIsSeen) {
  standin.fault("grant", {{"accelerator", "G4"}});
  const auto made = assign(*tunnel, u"T4"_s);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->runtime.spec.accelerator, u"G4"_s);
  EXPECT_FALSE(satisfies(made->runtime.spec, specOf(u"T4"_s)));
}

TEST_F(ColabApiTest, TheGenerationIsFoundOut) {
  EXPECT_EQ(*probe(), u"public"_s);
  standin.fault("api_disabled", {{"times", 0}});
  EXPECT_EQ(*probe(), u"tunnel"_s);
  standin.clearFaults();
  standin.fault("not_allow_listed", {{"times", 0}});
  EXPECT_EQ(*probe(), u"tunnel"_s);
  standin.clearFaults();
  standin.fault("captive_portal", {{"route", "v2.*"}});
  EXPECT_FALSE(probe().ok());
}

TEST_F(ColabApiTest, OperationsWithoutWaitAreAskedAgain) {
  standin.fault("slow_create", {{"seconds", 1}});
  standin.fault("status", {{"status", 501}, {"route", "v2.operation.wait"}, {"times", 0}});
  const auto made = assign(*open, u"NONE"_s);
  ASSERT_TRUE(made.ok()) << qPrintable(made.error().toLogLine());
  standin.fault("delete_with_body");
  EXPECT_TRUE(release(*open, made->runtime).ok());
}

TEST_F(ColabApiTest, NoSecretIsWritten) {
  static QStringList lines;
  lines.clear();
  const auto before =
      qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString& text) { lines.append(text); });
  QLoggingCategory::setFilterRules(u"*.debug=true"_s);
  const auto made = assign(*tunnel, u"NONE"_s);
  EXPECT_TRUE(list(*tunnel).ok());
  qInstallMessageHandler(before);
  ASSERT_TRUE(made.ok());
  ASSERT_FALSE(lines.isEmpty());
  const QString token = *get<QString>([&](QObject* context, Reply<QString> reply) {
    return (*accounts->tokens({}))->token(context, std::move(reply));
  });
  for (const QString& line : lines) {
    EXPECT_FALSE(line.contains(token)) << qPrintable(line);
    EXPECT_FALSE(line.contains(made->runtime.proxyToken)) << qPrintable(line);
  }
  EXPECT_FALSE(QByteArray::fromStdString(toJson(made->runtime).dump()).contains(made->runtime.proxyToken.toUtf8()));
}

}  // namespace
