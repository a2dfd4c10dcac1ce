// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/ColabReplies.h"

#include "base/Redactor.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr double kUsualLifetime = 3600;
constexpr double kLongestLifetime = 7 * 24 * 3600;

enum Outcome { QuotaOfVariant = 1, QuotaOfTime = 2, Denied = 5 };

Error missing(const char* member) {
  return Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, QString::fromLatin1(member)}}};
}

QString acceleratorIn(const Json& json, const char* member, const QString& fallback) {
  const QString name = stringAt(json, member, fallback).toUpper();
  return name.isEmpty() ? u"NONE"_s : name.left(40);
}

std::optional<Error> refusalBy(qint64 outcome, const RuntimeSpec& wanted) {
  if (outcome == Denied) return Error{.code = ErrorCode::AccountBlocked};
  if (outcome == QuotaOfVariant) {
    return Error{.code = ErrorCode::AccountQuota,
                 .params = {{u"limit"_s, wanted.accelerator}, {u"reason"_s, u"accelerator"_s}}};
  }
  if (outcome == QuotaOfTime) {
    return Error{.code = ErrorCode::AccountQuota, .params = {{u"reason"_s, u"usage_time"_s}}};
  }
  return std::nullopt;
}

std::optional<ColabRuntime> listed(const Json& entry, EpochMs now) {
  ColabRuntime runtime;
  runtime.endpoint = stringAt(entry, "endpoint");
  if (runtime.endpoint.isEmpty()) return std::nullopt;
  runtime.notebookHash = stringAt(entry, "notebookIdHash");
  runtime.spec = {.variant = variantFrom(at(entry, "variant")),
                  .accelerator = acceleratorIn(entry, "accelerator", u"NONE"_s),
                  .shape = shapeFrom(at(entry, "machineShape")),
                  .version = stringAt(entry, "runtimeVersionLabel")};
  readProxy(at(entry, "runtimeProxyInfo"), now, &runtime);
  return runtime;
}

void addSpecs(const Json& groups, bool eligible, std::vector<EligibleSpec>& specs) {
  if (!groups.is_array()) return;
  for (const Json& group : groups) {
    const Json& models = at(group, "models");
    if (!models.is_array()) continue;
    for (const Json& model : models) {
      if (!model.is_string()) continue;
      const QString name = fromStd(model.get_ref<const std::string&>()).toUpper();
      specs.push_back({{.variant = variantFrom(at(group, "variant")), .accelerator = name}, eligible});
    }
  }
}

}  // namespace

bool readProxy(const Json& info, EpochMs now, ColabRuntime* runtime) {
  const QString token = stringAt(info, "token");
  const QUrl url(stringAt(info, "url"), QUrl::StrictMode);
  const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
  if (token.isEmpty() || !url.isValid() || !isWeb || url.host().isEmpty()) return false;
  double seconds = numberIn(info, "tokenExpiresInSeconds").value_or(numberIn(info, "tokenTtl").value_or(0));
  if (!(seconds > 0) || seconds > kLongestLifetime) seconds = kUsualLifetime;
  Redactor::rememberForNow(token);
  runtime->proxyToken = token;
  runtime->proxy = url;
  runtime->proxyUntil = now + static_cast<EpochMs>(seconds * 1000);
  return true;
}

Result<Assignment> assignmentFrom(const Json& json, const RuntimeSpec& wanted, EpochMs now) {
  if (auto refused = refusalBy(intAt(json, "outcome"), wanted)) return std::move(*refused);
  Assignment assignment;
  ColabRuntime& runtime = assignment.runtime;
  runtime.endpoint = stringAt(json, "endpoint");
  if (runtime.endpoint.isEmpty()) return missing("endpoint");
  runtime.spec = {.variant = variantFrom(at(json, "variant")),
                  .accelerator = acceleratorIn(json, "accelerator", u"NONE"_s),
                  .shape = shapeFrom(at(json, "machineShape")),
                  .version = wanted.version};
  runtime.idleTimeoutMs = static_cast<qint64>(numberIn(json, "fit").value_or(0) * 1000);
  if (!readProxy(at(json, "runtimeProxyInfo"), now, &runtime)) return missing("runtimeProxyInfo");
  if (json.contains("subTier")) assignment.tier = tierFrom(at(json, "subTier"));
  return assignment;
}

Result<std::vector<ColabRuntime>> assignmentsFrom(const Json& json, EpochMs now) {
  std::vector<ColabRuntime> runtimes;
  const Json& list = at(json, "assignments");
  // Nothing held: one host leaves the key out. Anything else is no list, and nobody may conclude that all is gone.
  if (json.is_object() && list.is_null()) return runtimes;
  if (!list.is_array()) return missing("assignments");
  for (const Json& entry : list) {
    if (auto runtime = listed(entry, now)) runtimes.push_back(std::move(*runtime));
  }
  return runtimes;
}

ColabAccount accountFrom(const Json& userInfo) {
  ColabAccount account{.tier = tierFrom(at(userInfo, "subscriptionTier")),
                       .paidUnits = numberIn(userInfo, "paidComputeUnitsBalance"),
                       .hourlyRate = numberIn(userInfo, "consumptionRateHourly")};
  addSpecs(at(userInfo, "eligibleAccelerators"), true, account.specs);
  addSpecs(at(userInfo, "ineligibleAccelerators"), false, account.specs);
  if (const auto count = numberIn(userInfo, "assignmentsCount")) account.machines = static_cast<int>(*count);
  const Json& free = at(userInfo, "freeCcuQuotaInfo");
  if (const auto milli = numberIn(free, "remainingTokens")) account.freeUnits = *milli / 1000;
  account.freeRefillAt = static_cast<EpochMs>(numberIn(free, "nextRefillTimestampSec").value_or(0) * 1000);
  return account;
}

EpochMs dateOf(const net::HttpReply& reply, EpochMs fallback) {
  // "Sun, 09 Aug 2026 12:00:00 GMT": Qt's parser for mail dates wants a numeric zone.
  const QString text = QString::fromLatin1(reply.header("Date"));
  const QDateTime date = QLocale::c().toDateTime(text, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
  return date.isValid() ? QDateTime(date.date(), date.time(), Qt::UTC).toMSecsSinceEpoch() : fallback;
}

Result<ColabRuntime> publicRuntimeFrom(const Json& json, EpochMs now, EpochMs serverNow) {
  const QString name = stringAt(json, "name");
  const Json& spec = at(json, "runtimeSpec");
  const Json& connection = at(json, "connectionInfo");
  ColabRuntime runtime;
  runtime.id = name.section(u'/', -1);
  runtime.endpoint = stringAt(connection, "endpoint");
  if (runtime.id.isEmpty()) return missing("name");
  if (runtime.endpoint.isEmpty()) return missing("connectionInfo");
  runtime.spec = {.variant = variantFrom(at(spec, "variant")),
                  .accelerator = acceleratorIn(spec, "accelerator", u"NONE"_s),
                  .shape = shapeFrom(at(spec, "shape")),
                  .version = stringAt(json, "version")};
  if (!readProxy(connection, now, &runtime)) return missing("connectionInfo");
  const EpochMs until = fromRfc3339(stringAt(connection, "expireTime"));
  if (until > 0) runtime.proxyUntil = now + (until - serverNow);
  return runtime;
}

std::vector<EligibleSpec> publicSpecsFrom(const Json& json) {
  std::vector<EligibleSpec> specs;
  const Json& list = at(json, "runtimeSpecs");
  if (!list.is_array()) return specs;
  for (const Json& entry : list) {
    const Json& key = at(entry, "key");
    specs.push_back({{.variant = variantFrom(at(key, "variant")),
                      .accelerator = acceleratorIn(key, "accelerator", u"NONE"_s),
                      .shape = shapeFrom(at(key, "shape"))},
                     boolAt(entry, "eligible")});
  }
  return specs;
}

MachineResources resourcesFrom(const Json& json) {
  MachineResources resources;
  const Json& memory = at(json, "memory");
  resources.memoryTotal = numberAt(memory, "totalBytes");
  resources.memoryUsed = std::max(0.0, resources.memoryTotal - numberAt(memory, "freeBytes"));
  if (const Json& gpus = at(json, "gpus"); gpus.is_array()) {
    for (const Json& gpu : gpus) {
      resources.gpus.push_back({stringAt(gpu, "name"), numberAt(gpu, "memoryUsedBytes"),
                                numberAt(gpu, "memoryTotalBytes"), numberAt(gpu, "gpuUtilization")});
    }
  }
  if (const Json& disks = at(json, "disks"); disks.is_array()) {
    for (const Json& disk : disks) {
      const Json& system = at(disk, "filesystem");
      resources.disks.push_back(
          {stringAt(system, "label"), numberAt(system, "usedBytes"), numberAt(system, "totalBytes")});
    }
  }
  return resources;
}

Error assignError(const net::HttpReply& reply, const QUrl& url, const RuntimeSpec& wanted) {
  auto json = googleJson(reply, url);
  Error error = json.ok() ? Error{.code = ErrorCode::NetBadReply} : std::move(json).error();
  error.params.insert(u"accelerator"_s, wanted.accelerator);
  switch (reply.status) {
    case 400:
      if (wanted.variant != Variant::Cpu) error.code = ErrorCode::ProviderRefused;
      break;
    case 412:
      error.code = ErrorCode::AccountTooManyRuntimes;
      break;
    case 503:
      error.code = ErrorCode::ProviderNothingAvailable;
      error.retryable = true;
      break;
    default:
      break;
  }
  return error;
}

Error operationError(const Json& error, const RuntimeSpec& wanted) {
  constexpr qint64 kDeadline = 4, kExhausted = 8, kPrecondition = 9, kInternal = 13, kUnavailable = 14;
  QString reason;
  const Json& details = at(error, "details");
  if (details.is_array()) {
    for (const Json& detail : details) {
      if (reason.isEmpty()) reason = stringAt(detail, "reason");
    }
  }
  const qint64 code = intAt(error, "code");
  Error typed{.code = ErrorCode::ProviderRefused,
              .params = {{u"accelerator"_s, wanted.accelerator},
                         {u"reason"_s, reason.left(60)},
                         {u"status"_s, QString::number(code)}},
              .detail = Redactor::redact(stringAt(error, "message").left(300))};
  if (reason == "TOO_MANY_ACTIVE_RUNTIMES"_L1) {
    typed.code = ErrorCode::AccountTooManyRuntimes;
  } else if (reason == "QUOTA_EXCEEDED_USAGE_TIME"_L1) {
    typed.code = ErrorCode::AccountQuota;
    typed.params.insert(u"reason"_s, u"usage_time"_s);
  } else if (reason == "DENYLISTED"_L1) {
    typed.code = ErrorCode::AccountBlocked;
  } else if (code == kPrecondition && wanted.accelerator != "NONE"_L1) {
    typed.code = ErrorCode::ProviderNothingAvailable;
    typed.retryable = true;
  } else if (code == kDeadline || code == kExhausted || code == kInternal || code == kUnavailable) {
    typed.code = ErrorCode::ProviderDown;
    typed.retryable = true;
  }
  return typed;
}

}  // namespace cc::google
