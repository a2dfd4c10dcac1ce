// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "google/ColabReplies.h"
#include "google/Crc32c.h"
#include "google/FileDigests.h"
#include "google/GoogleEndpoints.h"
#include "google/StorageClient.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::google;

namespace {

constexpr EpochMs kNow = 1'767'225'600'000;

Json json(const char* text) {
  return *parseJson(QByteArray(text));
}
net::HttpReply reply(int status, const QByteArray& body) {
  return {.status = status, .body = body};
}
ErrorCode codeOf(int status, const QByteArray& body) {
  const auto result = googleJson(reply(status, body), QUrl(u"https://host.example/path"_s));
  return result.ok() ? ErrorCode::Internal : result.error().code;
}
QByteArray envelope(const QByteArray& reason) {
  return R"({"error":{"code":403,"message":"m","errors":[{"reason":")" + reason + R"("}]}})";
}

TEST(ColabKey, FormsOfBothGenerations) {
  const ColabKey given(u"3f2b8c1e-0d4a-4c77-9b1e-aa12cd34ef56"_s);
  EXPECT_EQ(given.notebookHash(), u"3f2b8c1e_0d4a_4c77_9b1e_aa12cd34ef56........"_s);
  EXPECT_EQ(given.runtimeId(), u"cc-3f2b8c1e-0d4a-4c77-9b1e-aa12cd34ef56"_s);
  const ColabKey made(u"01j0lease0000000000000000a"_s);
  EXPECT_EQ(made.uuid(), ColabKey(u"01j0lease0000000000000000a"_s).uuid());
  EXPECT_NE(made.uuid(), ColabKey(u"01j0lease0000000000000000b"_s).uuid());
  EXPECT_EQ(made.uuid().at(14), u'4');
  EXPECT_EQ(made.notebookHash().size(), 44);
  EXPECT_LE(made.runtimeId().size(), 63);
}

TEST(ColabTypes, EverySpellingOfEveryHost) {
  EXPECT_EQ(variantFrom(json("1")), Variant::Gpu);
  EXPECT_EQ(variantFrom(json("\"TPU\"")), Variant::Tpu);
  EXPECT_EQ(variantFrom(json("\"VARIANT_GPU\"")), Variant::Gpu);
  EXPECT_EQ(variantFrom(json("\"VARIANT_UNSPECIFIED\"")), Variant::Cpu);
  EXPECT_EQ(variantFrom(json("{\"a\":1}")), Variant::Cpu);
  EXPECT_EQ(shapeFrom(json("1")), Shape::HighMemory);
  EXPECT_EQ(shapeFrom(json("\"SHAPE_HIGH_MEM\"")), Shape::HighMemory);
  EXPECT_EQ(shapeFrom(json("\"SHAPE_HIGHMEM\"")), Shape::HighMemory);
  EXPECT_EQ(shapeFrom(json("\"SHAPE_OF_TOMORROW\"")), Shape::Standard);
  EXPECT_EQ(tierFrom(json("2")), Tier::ProPlus);
  EXPECT_EQ(tierFrom(json("\"SUBSCRIPTION_TIER_PRO\"")), Tier::Pro);
  EXPECT_EQ(tierFrom(json("\"SUBSCRIPTION_TIER_FREE\"")), Tier::None);
  EXPECT_FALSE(tierFrom(json("null")).has_value());
  EXPECT_EQ(variantOf(u"V5E1"_s), Variant::Tpu);
  EXPECT_EQ(variantOf(u"V100"_s), Variant::Gpu);
}

TEST(ColabReplies, AssignmentsNeedWhatIsNeeded) {
  const char* good = R"({"accelerator":"t4","endpoint":"e","variant":1,"machineShape":0,"fit":5400,
    "runtimeProxyInfo":{"token":"demo-proxy-token","tokenExpiresInSeconds":3600,"url":"https://p.example"}})";
  const auto made = assignmentFrom(json(good), {}, kNow);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->runtime.spec.accelerator, u"T4"_s);
  EXPECT_EQ(made->runtime.proxyUntil, kNow + 3'600'000);
  EXPECT_EQ(made->runtime.idleTimeoutMs, 5'400'000);
  for (const char* bad : {R"({})", R"([])", R"("x")", R"({"endpoint":7})", R"({"endpoint":"e"})",
                          R"({"endpoint":"e","runtimeProxyInfo":{"token":"t","url":"javascript:1"}})",
                          R"({"endpoint":"e","runtimeProxyInfo":{"token":"","url":"https://p.example"}})"}) {
    EXPECT_EQ(assignmentFrom(json(bad), {}, kNow).error().code, ErrorCode::NetBadReply) << bad;
  }
  EXPECT_EQ(assignmentFrom(json(R"({"outcome":5})"), {}, kNow).error().code, ErrorCode::AccountBlocked);
}

TEST(ColabReplies, LifetimesAreNumbersTextOrAssumed) {
  const auto until = [](const char* ttl) {
    ColabRuntime runtime;
    const QByteArray text = QByteArray(R"({"token":"demo-token-x","url":"http://127.0.0.1:1",)") + ttl + "}";
    EXPECT_TRUE(readProxy(*parseJson(text), kNow, &runtime)) << ttl;
    return (runtime.proxyUntil - kNow) / 1000;
  };
  EXPECT_EQ(until(R"("tokenTtl":"1800s")"), 1800);
  EXPECT_EQ(until(R"("tokenTtl":"1799.5s")"), 1799);
  EXPECT_EQ(until(R"("tokenExpiresInSeconds":60)"), 60);
  for (const char* odd : {R"("tokenTtl":"soon")", R"("tokenTtl":-5)", R"("tokenTtl":1e300)", R"("x":1)"}) {
    EXPECT_EQ(until(odd), 3600) << odd;
  }
}

TEST(ColabReplies, ALiveListIsOnlyWhatSaysSo) {
  EXPECT_TRUE(assignmentsFrom(json("{}"), kNow)->empty());
  EXPECT_EQ(assignmentsFrom(json(R"({"assignments":[{"endpoint":"a"},{"x":1},7]})"), kNow)->size(), 1u);
  for (const char* bad : {"null", "[]", "\"x\"", R"({"assignments":"none"})"}) {
    EXPECT_FALSE(assignmentsFrom(json(bad), kNow).ok()) << bad;
  }
}

TEST(ColabReplies, TimesOfTheServerFitOurClock) {
  const char* text = R"({"name":"runtimes/r","runtimeSpec":{"variant":"VARIANT_CPU","accelerator":"NONE"},
    "connectionInfo":{"endpoint":"e","token":"demo-token-y","url":"https://p.example","expireTime":"2026-08-09T12:00:00Z"}})";
  net::HttpReply answered = reply(200, "{}");
  answered.headers.emplaceBack("Date", "Sun, 09 Aug 2026 11:00:00 GMT");
  const EpochMs serverNow = dateOf(answered, kNow);
  const auto runtime = publicRuntimeFrom(json(text), kNow, serverNow);
  ASSERT_TRUE(runtime.ok());
  EXPECT_EQ(runtime->proxyUntil, kNow + 3'600'000);
  EXPECT_EQ(dateOf(reply(200, ""), kNow), kNow);
}

TEST(GoogleReply, PrefixAndPages) {
  EXPECT_TRUE(googleJson(reply(200, ")]}'\n{\"a\":1}"), QUrl()).ok());
  EXPECT_TRUE(googleJson(reply(204, ""), QUrl())->is_null());
  const auto page = googleJson(reply(200, "<html>Log in</html>"), QUrl());
  EXPECT_EQ(page.error().code, ErrorCode::NetBadReply);
  EXPECT_EQ(page.error().params.value(u"sort"_s), u"html"_s);
  EXPECT_EQ(googleJson(reply(302, ""), QUrl()).error().params.value(u"sort"_s), u"redirect"_s);
}

TEST(GoogleReply, ReasonsBecomeWhoMustAct) {
  EXPECT_EQ(codeOf(401, "{}"), ErrorCode::AccountSignInNeeded);
  EXPECT_EQ(codeOf(429, ""), ErrorCode::ProviderRateLimited);
  EXPECT_EQ(codeOf(403, envelope("userRateLimitExceeded")), ErrorCode::ProviderRateLimited);
  EXPECT_EQ(codeOf(403, envelope("storageQuotaExceeded")), ErrorCode::AccountStorageFull);
  EXPECT_EQ(codeOf(403, envelope("dailyLimitExceeded")), ErrorCode::AccountQuota);
  EXPECT_EQ(codeOf(403, envelope("accessNotConfigured")), ErrorCode::AccountApiDisabled);
  EXPECT_EQ(codeOf(403, envelope("insufficientPermissions")), ErrorCode::AccountScopeMissing);
  EXPECT_EQ(codeOf(403, envelope("whatever")), ErrorCode::AccountForbidden);
  EXPECT_EQ(codeOf(403, R"({"error":{"message":"Request had insufficient authentication scopes."}})"),
            ErrorCode::AccountScopeMissing);
  EXPECT_EQ(codeOf(500, "oops"), ErrorCode::NetHttpStatus);
  EXPECT_EQ(codeOf(403, R"({"error":{"details":[{"reason":"SERVICE_DISABLED"}]}})"), ErrorCode::AccountApiDisabled);
  EXPECT_EQ(codeOf(403, R"({"error":{"details":"x","errors":[7]}})"), ErrorCode::AccountForbidden);
}

TEST(Crc32c, KnownValues) {
  EXPECT_EQ(crc32c(0, "123456789"), 0xE3069283u);
  EXPECT_EQ(crc32c(0, {}), 0u);
  EXPECT_EQ(crc32c(crc32c(0, "12345"), "6789"), 0xE3069283u);
  EXPECT_EQ(crc32cText(0xE3069283u), QByteArray::fromHex("E3069283").toBase64());
  const QByteArray zeros(32, '\0');
  EXPECT_EQ(crc32c(0, zeros), 0x8A9136AAu);
}

TEST(FileDigests, OnlyWhatIsToldIsCompared) {
  const FileDigests local{.size = 3, .md5 = "m", .sha256 = "s", .crc32c = "c"};
  EXPECT_TRUE(agrees(local, {.size = 3, .md5 = "m"}));
  EXPECT_TRUE(agrees(local, {.size = 3, .crc32c = "c"}));
  EXPECT_FALSE(agrees(local, {.size = 4, .md5 = "m"}));
  EXPECT_FALSE(agrees(local, {.size = 3, .md5 = "m", .sha256 = "other"}));
  EXPECT_FALSE(agrees(local, {.size = 3}));  // nothing told is nothing known
}

TEST(GoogleEndpoints, HostsAndPrefixes) {
  const auto endpoints = GoogleEndpoints::from({{u"drive"_s, u"http://127.0.0.1:5/www"_s}});
  EXPECT_EQ(addressOf(endpoints.drive, "/drive/v3/files", {{u"q"_s, u"name='a b+c' & x"_s}}).toEncoded(),
            "http://127.0.0.1:5/www/drive/v3/files?q=name%3D%27a%20b%2Bc%27%20%26%20x");
  EXPECT_EQ(addressOf(endpoints.storage, "/o/" + segment(u"runs/1 é"_s)).toEncoded(),
            "https://storage.googleapis.com/o/runs%2F1%20%C3%A9");
  EXPECT_EQ(StoragePath::parse(u"gs://b/p/q"_s)->object, u"p/q"_s);
  EXPECT_FALSE(StoragePath::parse(u"gs:///p"_s).has_value());
  EXPECT_FALSE(StoragePath::parse(u"gdrive:x"_s).has_value());
}

}  // namespace
