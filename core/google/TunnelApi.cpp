// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/TunnelApi.h"

#include "base/Log.h"
#include "google/ColabReplies.h"
#include "google/TunnelAssign.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace cc::google {

namespace {

constexpr int kPingMs = 10'000;

template <typename T>
Error errorOf(Result<T> result) {
  return std::move(result).error();
}

bool isRefusalOfHost(const Error& error) {
  const int status = error.params.value(u"status"_s).toInt();
  return error.code == ErrorCode::AccountApiDisabled || error.code == ErrorCode::AccountForbidden ||
         (error.code == ErrorCode::NetHttpStatus && (status == 400 || status == 403));
}

}  // namespace

QList<QPair<QByteArray, QByteArray>> colabHeaders() {
  return {{"Accept", "application/json"}, {"X-Colab-Client-Agent", "colab-controller"}};
}

TunnelApi::TunnelApi(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, QObject* parent)
    : ColabApi(parent), m_http(http), m_clock(clock), m_endpoints(std::move(endpoints)) {}

QUrl TunnelApi::tunnel(const QByteArray& path, Query query) const {
  query.append({u"authuser"_s, u"0"_s});
  return addressOf(m_endpoints.colab, path, query);
}

QUrl TunnelApi::assignUrl(const AssignRequest& request) const {
  Query query{{u"nbh"_s, ColabKey(request.key).notebookHash()}};
  const RuntimeSpec& spec = request.spec;
  if (spec.variant != Variant::Cpu) {
    query.append({u"variant"_s, spec.variant == Variant::Gpu ? u"GPU"_s : u"TPU"_s});
    query.append({u"accelerator"_s, spec.accelerator});
  }
  if (spec.shape == Shape::HighMemory && !isHighMemoryOnly(spec.accelerator)) query.append({u"shape"_s, u"hm"_s});
  if (!spec.version.isEmpty()) query.append({u"runtime_version_label"_s, spec.version});
  return tunnel("/tun/m/assign", query);
}

Call TunnelApi::get(const QUrl& url, bool gapi, QObject* context, Reply<Json> reply) {
  return m_http.send({.url = url, .headers = colabHeaders()}, context,
                     [self = QPointer(this), url, gapi, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       auto json = googleJson(*result, url);
                       if (gapi && self && !json.ok() && isRefusalOfHost(json.error())) {
                         qCInfo(lcNet).noquote() << "gapi is not for us:" << json.error().toLogLine();
                         self->m_gapiRefused = true;
                       }
                       reply(std::move(json));
                     });
}

Call TunnelApi::assign(const AssignRequest& request, QObject* context, Reply<Assignment> reply) {
  const Promise<Assignment> promise(context, std::move(reply));
  const QPointer<TunnelAssign> assign = new TunnelAssign(*this, request, promise);
  promise.onCancel([assign] {
    if (assign) assign->cancel();
  });
  assign->start();
  return promise.call();
}

Call TunnelApi::find(const AssignRequest& request, QObject* context, Reply<std::optional<ColabRuntime>> reply) {
  const QUrl url = assignUrl(request);
  return m_http.send({.url = url, .headers = colabHeaders()}, context,
                     [clock = &m_clock, url, request, reply = std::move(reply)](Result<net::HttpReply> result) {
                       if (!result.ok()) return reply(std::move(result).error());
                       const auto json = googleJson(*result, url);
                       if (!json.ok()) return reply(assignError(*result, url, request.spec));
                       if (!stringAt(*json, "token").isEmpty()) return reply(std::optional<ColabRuntime>());
                       auto found = assignmentFrom(*json, request.spec, clock->now());
                       if (!found.ok()) return reply(std::move(found).error());
                       reply(std::optional<ColabRuntime>(std::move(found->runtime)));
                     });
}

Call TunnelApi::listByTunnel(QObject* context, Reply<std::vector<ColabRuntime>> reply) {
  return get(tunnel("/tun/m/assignments"), false, context,
             [clock = &m_clock, reply = std::move(reply)](Result<Json> json) {
               if (!json.ok()) return reply(std::move(json).error());
               reply(assignmentsFrom(*json, clock->now()));
             });
}

Call TunnelApi::list(QObject* context, Reply<std::vector<ColabRuntime>> reply) {
  if (m_gapiRefused) return listByTunnel(context, std::move(reply));
  const Promise<std::vector<ColabRuntime>> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = get(addressOf(m_endpoints.gapi, "/v1/assignments"), true, this, [this, promise, inner](Result<Json> json) {
    if (json.ok()) return promise.resolve(assignmentsFrom(*json, m_clock.now()));
    // Whatever is the matter with that host: the other one decides.
    *inner =
        listByTunnel(this, [promise](Result<std::vector<ColabRuntime>> list) { promise.resolve(std::move(list)); });
  });
  return promise.call();
}

Call TunnelApi::refreshFromList(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply) {
  return listByTunnel(context, [runtime, reply = std::move(reply)](Result<std::vector<ColabRuntime>> list) {
    if (!list.ok()) return reply(std::move(list).error());
    for (ColabRuntime& one : *list) {
      if (one.endpoint != runtime.endpoint) continue;
      one.notebookHash = runtime.notebookHash;
      one.id = runtime.id;
      one.spec.version = runtime.spec.version;
      one.idleTimeoutMs = runtime.idleTimeoutMs;
      if (!one.proxyToken.isEmpty()) return reply(std::move(one));
      return reply(Error{.code = ErrorCode::NetBadReply, .params = {{u"member"_s, u"runtimeProxyInfo"_s}}});
    }
    reply(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, runtime.endpoint}}});
  });
}

Call TunnelApi::refresh(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply) {
  if (m_gapiRefused) return refreshFromList(runtime, context, std::move(reply));
  const QUrl url = addressOf(m_endpoints.gapi, "/v1/runtime-proxy-token",
                             {{u"endpoint"_s, runtime.endpoint}, {u"port"_s, u"8080"_s}});
  const Promise<ColabRuntime> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = get(url, true, this, [this, runtime, promise, inner](Result<Json> json) {
    ColabRuntime renewed = runtime;
    if (json.ok() && readProxy(*json, m_clock.now(), &renewed)) return promise.resolve(std::move(renewed));
    // Also for 404: only the list says that a machine is gone.
    *inner = refreshFromList(runtime, this, [promise](Result<ColabRuntime> r) { promise.resolve(std::move(r)); });
  });
  return promise.call();
}

Call TunnelApi::release(const ColabRuntime& runtime, QObject* context, Reply<Nothing> reply) {
  const QUrl url = tunnel("/tun/m/unassign/" + segment(runtime.endpoint));
  return XsrfExchange::run(m_http, {.url = url, .headers = colabHeaders()}, context,
                           [url, reply = std::move(reply)](Result<XsrfOutcome> outcome) {
                             if (!outcome.ok()) return reply(std::move(outcome).error());
                             if (!outcome->posted) {
                               return reply(Error{.code = ErrorCode::NetBadReply,
                                                  .params = {{u"host"_s, url.host()}, {u"member"_s, u"token"_s}}});
                             }
                             if (!outcome->reply.ok()) return reply(errorOf(std::move(outcome->reply)));
                             if (outcome->reply->status == 404) return reply(done());
                             const auto json = googleJson(*outcome->reply, url);
                             json.ok() ? reply(done()) : reply(json.error());
                           });
}

Call TunnelApi::keepAlive(const QString& endpoint, QObject* context, Reply<Nothing> reply) {
  const QUrl url = tunnel("/tun/m/" + segment(endpoint) + "/keep-alive/");
  auto headers = colabHeaders();
  headers.emplaceBack("X-Colab-Tunnel", "Google");
  return m_http.send({.url = url, .headers = headers, .timeoutMs = kPingMs, .retries = 0}, context,
                     [url, endpoint, reply = std::move(reply)](Result<net::HttpReply> result) {
                       // Colab notes the ping before it passes it on, and the machine often does not answer.
                       if (!result.ok() && result.error().code == ErrorCode::NetTimedOut &&
                           result.error().params.contains(u"limit_ms"_s)) {
                         return reply(done());
                       }
                       if (!result.ok()) return reply(std::move(result).error());
                       if (result->status == 404) {
                         return reply(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, endpoint}}});
                       }
                       const auto json = googleJson(*result, url);
                       const bool pinged = json.ok() || (result->status / 100 == 2 &&
                                                         json.error().params.value(u"sort"_s) != "html"_L1);
                       pinged ? reply(done()) : reply(json.error());
                     });
}

Call TunnelApi::balance(QObject* context, Reply<ColabAccount> reply) {
  return get(tunnel("/tun/m/ccu-info"), false, context, [reply = std::move(reply)](Result<Json> json) {
    if (!json.ok()) return reply(std::move(json).error());
    ColabAccount account{.paidUnits = numberIn(*json, "currentBalance"),
                         .hourlyRate = numberIn(*json, "consumptionRateHourly")};
    if (const auto count = numberIn(*json, "assignmentsCount")) account.machines = static_cast<int>(*count);
    reply(std::move(account));
  });
}

Call TunnelApi::account(QObject* context, Reply<ColabAccount> reply) {
  if (m_gapiRefused) return balance(context, std::move(reply));
  const QUrl url = addressOf(m_endpoints.gapi, "/v1/user-info", {{u"get_ccu_consumption_info"_s, u"true"_s}});
  const Promise<ColabAccount> promise(context, std::move(reply));
  const auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  *inner = get(url, true, this, [this, promise, inner](Result<Json> json) {
    if (json.ok() && json->is_object()) return promise.resolve(accountFrom(*json));
    *inner = balance(this, [promise](Result<ColabAccount> account) { promise.resolve(std::move(account)); });
  });
  return promise.call();
}

Call TunnelApi::propagate(const QString& endpoint, CredentialKind kind, bool dryRun, QObject* context,
                          Reply<Propagation> reply) {
  const QUrl url =
      tunnel("/tun/m/credentials-propagation/" + segment(endpoint),
             {{u"authtype"_s, kind == CredentialKind::Drive ? u"dfs_ephemeral"_s : u"auth_user_ephemeral"_s},
              {u"version"_s, u"2"_s},
              {u"dryrun"_s, dryRun ? u"true"_s : u"false"_s},
              {u"propagate"_s, u"true"_s},
              {u"record"_s, u"false"_s}});
  return XsrfExchange::run(
      m_http, {.url = url, .headers = colabHeaders()}, context,
      [url, endpoint, reply = std::move(reply)](Result<XsrfOutcome> outcome) {
        if (!outcome.ok()) return reply(std::move(outcome).error());
        if (outcome->posted && !outcome->reply.ok()) return reply(errorOf(std::move(outcome->reply)));
        if (outcome->posted && outcome->reply->status == 404) {
          return reply(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, endpoint}}});
        }
        const auto json = outcome->posted ? googleJson(*outcome->reply, url) : Result<Json>(outcome->got);
        if (!json.ok()) return reply(json.error());
        Propagation propagation{.done = boolAt(*json, "success")};
        const QUrl consent(stringAt(*json, "unauthorized_redirect_uri"), QUrl::StrictMode);
        if (consent.scheme() == "https"_L1 || consent.scheme() == "http"_L1) propagation.consent = consent;
        reply(std::move(propagation));
      });
}

Call TunnelApi::versions(QObject* context, Reply<QStringList> reply) {
  return get(tunnel("/vscode/experiment-state"), false, context, [reply = std::move(reply)](Result<Json> json) {
    if (!json.ok()) return reply(std::move(json).error());
    QStringList names;
    const Json& list = at(at(*json, "experiments"), "runtime_version_names");
    if (list.is_array()) {
      for (const Json& name : list) {
        if (name.is_string()) names.append(fromStd(name.get_ref<const std::string&>()));
      }
    }
    reply(std::move(names));
  });
}

}  // namespace cc::google
