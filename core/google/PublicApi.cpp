// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/PublicApi.h"

#include "google/ColabReplies.h"
#include "google/PublicAssign.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace cc::google {

PublicApi::PublicApi(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, TunnelApi& tunnel,
                     QObject* parent)
    : ColabApi(parent), m_http(http), m_clock(clock), m_endpoints(std::move(endpoints)), m_tunnel(tunnel) {}

Call PublicApi::send(net::HttpRequest request, QObject* context, Reply<Answer> reply) {
  const QUrl url = request.url;
  request.headers.append(colabHeaders());
  return m_http.send(std::move(request), context,
                     [clock = &m_clock, url, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       auto json = googleJson(*result, url);
                       if (!json.ok()) return reply(std::move(json).error());
                       reply(Answer{*std::move(json), dateOf(*result, clock->now())});
                     });
}

QUrl PublicApi::runtimeUrl(const QString& id) const {
  return addressOf(m_endpoints.publicApi, "/v1beta/runtimes/" + segment(id));
}

Call PublicApi::assign(const AssignRequest& request, QObject* context, Reply<Assignment> reply) {
  const Promise<Assignment> promise(context, std::move(reply));
  const QPointer<PublicAssign> assign = new PublicAssign(*this, request, promise);
  promise.onCancel([assign] {
    if (assign) assign->cancel();
  });
  assign->start();
  return promise.call();
}

Call PublicApi::get(const QString& id, QObject* context, Reply<ColabRuntime> reply) {
  return send({.url = runtimeUrl(id)}, context, [clock = &m_clock, reply = std::move(reply)](Result<Answer> answer) {
    if (!answer.ok()) return reply(std::move(answer).error());
    reply(publicRuntimeFrom(answer->json, clock->now(), answer->serverNow));
  });
}

Call PublicApi::find(const AssignRequest& request, QObject* context, Reply<std::optional<ColabRuntime>> reply) {
  return list(context,
              [key = ColabKey(request.key), reply = std::move(reply)](Result<std::vector<ColabRuntime>> runtimes) {
                if (!runtimes.ok()) return reply(std::move(runtimes).error());
                for (ColabRuntime& runtime : *runtimes) {
                  if (runtime.belongsTo(key)) return reply(std::optional<ColabRuntime>(std::move(runtime)));
                }
                reply(std::optional<ColabRuntime>());
              });
}

Call PublicApi::list(QObject* context, Reply<std::vector<ColabRuntime>> reply) {
  return send({.url = addressOf(m_endpoints.publicApi, "/v1beta/runtimes")}, context,
              [clock = &m_clock, reply = std::move(reply)](Result<Answer> answer) {
                if (!answer.ok()) return reply(std::move(answer).error());
                const Json& list = at(answer->json, "runtimes");
                std::vector<ColabRuntime> runtimes;
                if (!answer->json.is_object() || (!list.is_null() && !list.is_array())) {
                  return reply(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"runtimes"_s}}});
                }
                for (const Json& entry : list) {
                  auto runtime = publicRuntimeFrom(entry, clock->now(), answer->serverNow);
                  if (runtime.ok()) runtimes.push_back(*std::move(runtime));
                }
                reply(std::move(runtimes));
              });
}

Call PublicApi::refresh(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply) {
  if (runtime.id.isEmpty()) return m_tunnel.refresh(runtime, context, std::move(reply));
  const Promise<ColabRuntime> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = get(runtime.id, this, [this, runtime, promise, inner](Result<ColabRuntime> renewed) {
    if (renewed.ok() || renewed.error().params.value(u"status"_s) != "404"_L1) {
      return promise.resolve(std::move(renewed));
    }
    *inner = list(this, [runtime, promise](Result<std::vector<ColabRuntime>> runtimes) {
      if (!runtimes.ok()) return promise.resolve(std::move(runtimes).error());
      for (ColabRuntime& one : *runtimes) {
        if (one.id == runtime.id) return promise.resolve(std::move(one));
      }
      promise.resolve(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, runtime.id}}});
    });
  });
  return promise.call();
}

Call PublicApi::release(const ColabRuntime& runtime, QObject* context, Reply<Nothing> reply) {
  if (runtime.id.isEmpty()) return m_tunnel.release(runtime, context, std::move(reply));
  return send({.verb = "DELETE", .url = runtimeUrl(runtime.id)}, context,
              [reply = std::move(reply)](Result<Answer> answer) {
                if (answer.ok() || answer.error().params.value(u"status"_s) == "404"_L1) return reply(done());
                reply(std::move(answer).error());
              });
}

Call PublicApi::keepAlive(const QString& endpoint, QObject* context, Reply<Nothing> reply) {
  return m_tunnel.keepAlive(endpoint, context, std::move(reply));
}

Call PublicApi::specs(ColabAccount account, QObject* context, Reply<ColabAccount> reply) {
  const Promise<ColabAccount> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = send({.url = addressOf(m_endpoints.publicApi, "/v1beta/runtimespecs")}, this,
                [this, account, promise, inner](Result<Answer> answer) mutable {
                  if (!answer.ok()) return promise.resolve(std::move(answer).error());
                  account.specs = publicSpecsFrom(answer->json);
                  *inner = send({.url = addressOf(m_endpoints.publicApi, "/v1beta/subscription")}, this,
                                [account, promise](Result<Answer> tier) mutable {
                                  if (tier.ok()) account.tier = tierFrom(at(tier->json, "tier"));
                                  promise.resolve(std::move(account));
                                });
                });
  return promise.call();
}

// What each host tells, put together; the balance may be missing, the specs may not.
Call PublicApi::account(QObject* context, Reply<ColabAccount> reply) {
  const Promise<ColabAccount> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = m_tunnel.account(this, [this, promise, inner](Result<ColabAccount> known) {
    *inner = specs(known.valueOr({}), this,
                   [promise](Result<ColabAccount> account) { promise.resolve(std::move(account)); });
  });
  return promise.call();
}

Call PublicApi::propagate(const QString& endpoint, CredentialKind kind, bool dryRun, QObject* context,
                          Reply<Propagation> reply) {
  return m_tunnel.propagate(endpoint, kind, dryRun, context, std::move(reply));
}

Call probeGeneration(auth::AuthorizedHttp& http, const GoogleEndpoints& endpoints, QObject* context,
                     Reply<QString> reply) {
  const QUrl url = addressOf(endpoints.publicApi, "/v1beta/subscription");
  return http.send(
      {.url = url, .headers = colabHeaders()}, context, [url, reply = std::move(reply)](Result<net::HttpReply> result) {
        if (!result.ok()) return reply(std::move(result).error());
        if (result->status == 400 || result->status == 403 || result->status == 404 || result->status == 501) {
          return reply(u"tunnel"_s);
        }
        const auto json = googleJson(*result, url);
        if (!json.ok()) return reply(json.error());
        reply(json->is_object() && json->contains("tier") ? u"public"_s : u"tunnel"_s);
      });
}

}  // namespace cc::google
