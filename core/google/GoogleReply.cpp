// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/GoogleReply.h"

#include "base/Redactor.h"

#include <QStringList>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr qsizetype kSample = 300;

struct Failure {
  QString reason, message, service, project;
};

Failure failureOf(const QByteArray& body) {
  Failure failure;
  const auto json = parseJson(withoutPrefix(body));
  if (!json.ok()) return failure;
  const Json& error = at(*json, "error");
  failure.message = stringAt(error, "message");
  failure.reason = stringAt(error, "status");
  const Json& errors = at(error, "errors");
  if (errors.is_array() && !errors.empty()) failure.reason = stringAt(errors[0], "reason", failure.reason);
  const Json& details = at(error, "details");
  if (!details.is_array()) return failure;
  for (const Json& detail : details) {
    if (stringAt(detail, "reason").isEmpty()) continue;
    failure.reason = stringAt(detail, "reason");
    failure.service = stringAt(at(detail, "metadata"), "service");
    failure.project = stringAt(at(detail, "metadata"), "consumer");
    break;
  }
  return failure;
}

bool isScope(const Failure& failure) {
  static const QStringList words{u"SCOPE_NOT_PERMITTED"_s, u"ACCESS_TOKEN_SCOPE_INSUFFICIENT"_s,
                                 u"insufficientPermissions"_s, u"appNotAuthorizedToFile"_s};
  return words.contains(failure.reason) ||
         failure.message.contains("insufficient authentication scopes"_L1, Qt::CaseInsensitive);
}

ErrorCode codeOf(int status, const Failure& failure) {
  static const QStringList full{u"storageQuotaExceeded"_s, u"activeItemCreationLimitExceeded"_s,
                                u"numChildrenInNonRootLimitExceeded"_s};
  static const QStringList often{u"rateLimitExceeded"_s, u"userRateLimitExceeded"_s, u"sharingRateLimitExceeded"_s};
  static const QStringList spent{u"dailyLimitExceeded"_s, u"quotaExceeded"_s, u"downloadQuotaExceeded"_s};
  if (status == 401) return ErrorCode::AccountSignInNeeded;
  if (status == 429 || (status == 403 && often.contains(failure.reason))) return ErrorCode::ProviderRateLimited;
  if (status != 403) return ErrorCode::NetHttpStatus;
  if (isScope(failure)) return ErrorCode::AccountScopeMissing;
  if (failure.reason == "SERVICE_DISABLED"_L1 || failure.reason == "accessNotConfigured"_L1) {
    return ErrorCode::AccountApiDisabled;
  }
  if (full.contains(failure.reason)) return ErrorCode::AccountStorageFull;
  if (spent.contains(failure.reason)) return ErrorCode::AccountQuota;
  return ErrorCode::AccountForbidden;
}

Error typed(Error error, const net::HttpReply& reply) {
  const Failure failure = failureOf(reply.body);
  error.code = codeOf(reply.status, failure);
  if (!failure.message.isEmpty()) error.detail = Redactor::redact(failure.message.left(kSample));
  if (!failure.reason.isEmpty()) error.params.insert(u"reason"_s, failure.reason.left(60));
  switch (error.code) {
    case ErrorCode::ProviderRateLimited:
      error.retryable = true;
      break;
    case ErrorCode::AccountSignInNeeded:
      error.params.insert(u"cause"_s, u"rejected"_s);
      break;
    case ErrorCode::AccountQuota:
      error.params.insert(u"limit"_s, failure.reason);
      break;
    case ErrorCode::AccountApiDisabled:
      error.params.insert(u"service"_s, failure.service.isEmpty() ? error.params.value(u"host"_s) : failure.service);
      if (!failure.project.isEmpty()) error.params.insert(u"project"_s, failure.project);
      break;
    case ErrorCode::AccountStorageFull:
      error.params.insert(u"service"_s, error.params.value(u"host"_s));
      break;
    default:
      break;
  }
  return error;
}

}  // namespace

QByteArray withoutPrefix(const QByteArray& body) {
  static const QByteArray prefix(")]}'\n");
  return body.startsWith(prefix) ? body.mid(prefix.size()) : body;
}

Result<Json> googleJson(const net::HttpReply& reply, const QUrl& url) {
  net::HttpReply bare = reply;
  bare.body = withoutPrefix(reply.body);
  auto json = net::jsonOf(bare, url);
  if (json.ok()) return json;
  Error error = json.error();
  if (reply.status >= 300 && reply.status < 400) {
    // Sign-in pages and networks that want a log-in first: nothing the server itself has said.
    error.code = ErrorCode::NetBadReply;
    return std::move(error).with(u"sort"_s, u"redirect"_s);
  }
  if (error.code == ErrorCode::NetBadReply) {
    if (bare.body.trimmed().startsWith('<')) error.params.insert(u"sort"_s, u"html"_s);
    return error;
  }
  return typed(std::move(error), bare);
}

QString reasonOf(const net::HttpReply& reply) {
  return failureOf(reply.body).reason;
}

bool isPassing(const Error& error) {
  if (error.code == ErrorCode::NetBadReply) return true;
  return error.retryable;
}

std::optional<double> numberIn(const Json& json, const char* member) {
  const Json& value = at(json, member);
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  QString text = stringAt(json, member);
  if (text.endsWith(u's')) text.chop(1);
  bool isNumber = false;
  const double number = text.toDouble(&isNumber);
  return isNumber && std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
}

}  // namespace cc::google
