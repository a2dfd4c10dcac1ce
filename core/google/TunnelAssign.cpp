// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/TunnelAssign.h"

#include "base/Log.h"
#include "google/ColabReplies.h"

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr int kMakingMs = 240'000;  // Colab itself gives up after about three minutes
constexpr qint64 kPauses[] = {1'000, 4'000, 15'000};

}  // namespace

TunnelAssign::TunnelAssign(TunnelApi& api, AssignRequest request, Promise<Assignment> promise)
    : QObject(&api), m_api(api), m_request(std::move(request)), m_promise(std::move(promise)) {}

void TunnelAssign::start() {
  const auto refused = [spec = m_request.spec](const net::HttpReply& reply, const QUrl& url) {
    return assignError(reply, url, spec);
  };
  m_call = XsrfExchange::run(m_api.m_http,
                             {.url = m_api.assignUrl(m_request),
                              .headers = colabHeaders(),
                              .timeoutMs = kMakingMs,
                              .idempotent = false,
                              .refused = refused},
                             this, [this](Result<XsrfOutcome> outcome) { onOutcome(std::move(outcome)); });
}

void TunnelAssign::cancel() {
  m_call.cancel();
  deleteLater();
}

void TunnelAssign::onOutcome(Result<XsrfOutcome> outcome) {
  if (!outcome.ok()) return end(std::move(outcome).error());
  if (outcome->posted) return onPosted(std::move(outcome->reply));
  auto found = assignmentFrom(outcome->got, m_request.spec, m_api.m_clock.now());
  if (found.ok()) found->existed = true;
  end(std::move(found));
}

void TunnelAssign::onPosted(Result<net::HttpReply> reply) {
  if (!reply.ok()) return lookAgain(std::move(reply).error());
  const QUrl url = m_api.assignUrl(m_request);
  if (reply->status >= 500 && reply->status != 503) return lookAgain(assignError(*reply, url, m_request.spec));
  if (reply->status < 200 || reply->status >= 300) {
    // A redirect comes from something between us and Colab, which may have seen the request all the same.
    Error error = assignError(*reply, url, m_request.spec);
    return reply->status < 400 ? lookAgain(std::move(error)) : end(std::move(error));
  }
  const auto json = googleJson(*reply, url);
  if (!json.ok()) return lookAgain(json.error());
  auto made = assignmentFrom(*json, m_request.spec, m_api.m_clock.now());
  if (!made.ok() && made.error().code == ErrorCode::NetBadReply) return lookAgain(std::move(made).error());
  end(std::move(made));
}

void TunnelAssign::lookAgain(Error unclear) {
  qCInfo(lcNet).noquote() << "assign is unclear, looking again:" << unclear.toLogLine();
  if (m_looks == std::size(kPauses)) {
    unclear.retryable = true;
    return end(std::move(unclear).with(u"unclear"_s, u"yes"_s));
  }
  m_api.m_clock.after(kPauses[m_looks++], this, [this, unclear] {
    if (m_promise.isCancelled()) return;
    m_call = m_api.find(m_request, this, [this, unclear](Result<std::optional<ColabRuntime>> found) {
      if (!found.ok() || !*found) return lookAgain(unclear);
      end(Assignment{.runtime = **found, .existed = true});
    });
  });
}

void TunnelAssign::end(Result<Assignment> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::google
