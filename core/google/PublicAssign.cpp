// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/PublicAssign.h"

#include "google/ColabReplies.h"

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr qint64 kLimit = 300'000;  // over all; Colab's own limit is about three minutes
constexpr qint64 kPause = 1'000;    // between two questions
constexpr qint64 kAlreadyExists = 6;

const char* wordOf(Variant variant) {
  return variant == Variant::Gpu ? "VARIANT_GPU" : variant == Variant::Tpu ? "VARIANT_TPU" : "VARIANT_CPU";
}

Json bodyOf(const RuntimeSpec& spec) {
  const bool high = spec.shape == Shape::HighMemory || isHighMemoryOnly(spec.accelerator);
  Json body{{"runtimeSpec",
             {{"variant", wordOf(spec.variant)},
              {"accelerator", toStd(spec.accelerator)},
              {"shape", high ? "SHAPE_HIGHMEM" : "SHAPE_STANDARD"}}}};
  if (!spec.version.isEmpty()) body["version"] = toStd(spec.version);
  return body;
}

}  // namespace

PublicAssign::PublicAssign(PublicApi& api, AssignRequest request, Promise<Assignment> promise)
    : QObject(&api),
      m_api(api),
      m_request(std::move(request)),
      m_key(m_request.key),
      m_promise(std::move(promise)),
      m_begin(api.m_clock.monotonic()) {}

void PublicAssign::start() {
  const QUrl url = addressOf(m_api.m_endpoints.publicApi, "/v1beta/runtimes",
                             {{u"requestId"_s, m_key.uuid()}, {u"runtimeId"_s, m_key.runtimeId()}});
  m_call = m_api.send({.verb = "POST",
                       .url = url,
                       .body = dumpJson(bodyOf(m_request.spec)),
                       .contentType = "application/json",
                       .timeoutMs = 60'000,
                       .idempotent = true},
                      this, [this](Result<PublicApi::Answer> answer) { onOperation(std::move(answer)); });
}

void PublicAssign::cancel() {
  m_call.cancel();
  deleteLater();
}

void PublicAssign::onOperation(Result<PublicApi::Answer> answer) {
  if (!answer.ok()) {
    Error error = std::move(answer).error();
    const int status = error.params.value(u"status"_s).toInt();
    if (status == 409) return look(error);
    const bool refused = error.code != ErrorCode::NetHttpStatus || (status >= 400 && status < 500);
    const bool isUnclear = error.code == ErrorCode::NetBadReply || error.code == ErrorCode::NetTimedOut ||
                           error.code == ErrorCode::NetUnreachable || !refused;
    return isUnclear ? look(error) : end(std::move(error));
  }
  if (boolAt(answer->json, "done")) return onDone(answer->json, answer->serverNow);
  const QString name = stringAt(answer->json, "name");
  if (!name.startsWith("operations/"_L1)) {
    return look(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"name"_s}}});
  }
  wait(name.section(u'/', 1, 1));
}

void PublicAssign::wait(const QString& operation) {
  const qint64 left = m_begin + kLimit - m_api.m_clock.monotonic();
  if (left <= 0) return look(Error{.code = ErrorCode::NetTimedOut, .params = {{u"operation"_s, operation}}});
  const QByteArray path = "/v1/operations/" + segment(operation);
  const QUrl url = m_canWait ? addressOf(m_api.m_endpoints.publicApi, path + ":wait", {{u"timeout"_s, u"200s"_s}})
                             : addressOf(m_api.m_endpoints.publicApi, path);
  m_call = m_api.send({.url = url, .timeoutMs = 220'000}, this,
                      [this, operation](Result<PublicApi::Answer> answer) { onWaited(operation, std::move(answer)); });
}

void PublicAssign::onWaited(const QString& operation, Result<PublicApi::Answer> answer) {
  if (answer.ok() && boolAt(answer->json, "done")) return onDone(answer->json, answer->serverNow);
  if (!answer.ok()) {
    const Error error = std::move(answer).error();
    const QString status = error.params.value(u"status"_s);
    if (m_canWait && (status == "501"_L1 || status == "404"_L1)) {
      m_canWait = false;
    } else if (!isPassing(error)) {
      return look(error);
    }
  }
  m_api.m_clock.after(kPause, this, [this, operation] {
    if (!m_promise.isCancelled()) wait(operation);
  });
}

void PublicAssign::onDone(const Json& operation, EpochMs serverNow) {
  const Json& error = at(operation, "error");
  if (error.is_object()) {
    if (intAt(error, "code") == kAlreadyExists) return look(operationError(error, m_request.spec));
    return end(operationError(error, m_request.spec));
  }
  auto runtime = publicRuntimeFrom(at(operation, "response"), m_api.m_clock.now(), serverNow);
  if (!runtime.ok()) return look(runtime.error());
  end(Assignment{.runtime = *std::move(runtime)});
}

void PublicAssign::look(const Error& unclear) {
  m_call = m_api.get(m_key.runtimeId(), this, [this, unclear](Result<ColabRuntime> found) {
    if (found.ok()) return end(Assignment{.runtime = *std::move(found), .existed = true});
    Error error = unclear;
    error.retryable = true;
    end(std::move(error).with(u"unclear"_s, u"yes"_s));
  });
}

void PublicAssign::end(Result<Assignment> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::google
