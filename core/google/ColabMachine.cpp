// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/ColabMachine.h"

#include "google/ColabReplies.h"
#include "google/GoogleEndpoints.h"
#include "google/TunnelApi.h"

using namespace Qt::StringLiterals;

namespace cc::google {

ColabMachine::ColabMachine(net::HttpClient& http, QObject* parent) : QObject(parent), m_http(http) {}

QList<QPair<QByteArray, QByteArray>> ColabMachine::headers(const ColabRuntime& runtime) {
  auto headers = colabHeaders();
  headers.append({"X-Colab-Runtime-Proxy-Token", runtime.proxyToken.toUtf8()});
  return headers;
}

Call ColabMachine::get(const ColabRuntime& runtime, const QByteArray& path, QObject* context, Reply<Json> reply) {
  const QUrl url = addressOf(runtime.proxy, path);
  return m_http.send(
      {.url = url, .headers = headers(runtime)}, context,
      [url, reply = std::move(reply)](Result<net::HttpReply> result) {
        if (!result.ok()) return reply(std::move(result).error());
        if (result->status == 401 || result->status == 404) {
          return reply(Error{.code = ErrorCode::RuntimeUnreachable,
                             .params = {{u"status"_s, QString::number(result->status)}, {u"host"_s, url.host()}},
                             .retryable = true});
        }
        reply(googleJson(*result, url));
      });
}

Call ColabMachine::resources(const ColabRuntime& runtime, QObject* context, Reply<MachineResources> reply) {
  return get(runtime, "/api/colab/resources", context, [reply = std::move(reply)](Result<Json> json) {
    if (!json.ok()) return reply(std::move(json).error());
    reply(resourcesFrom(*json));
  });
}

Call ColabMachine::buildInfo(const ColabRuntime& runtime, QObject* context, Reply<QString> reply) {
  return get(runtime, "/api/colab/build-info", context, [reply = std::move(reply)](Result<Json> json) {
    if (!json.ok()) return reply(std::move(json).error());
    reply(stringAt(*json, "release_tag").left(200));
  });
}

Call ColabMachine::driveTroubles(const ColabRuntime& runtime, QObject* context, Reply<QStringList> reply) {
  return get(runtime, "/api/colab/drive", context, [reply = std::move(reply)](Result<Json> json) {
    if (!json.ok()) return reply(std::move(json).error());
    QStringList lines;
    const Json& list = at(*json, "dfs");
    if (list.is_array()) {
      for (const Json& line : list) {
        if (line.is_string()) lines.append(fromStd(line.get_ref<const std::string&>()).left(500));
      }
    }
    reply(std::move(lines));
  });
}

}  // namespace cc::google
