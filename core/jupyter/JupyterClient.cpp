// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/JupyterClient.h"

#include "jupyter/JupyterReplies.h"

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {

constexpr int kKernelTimeoutMs = 120'000;  // the server waits up to 60 s for a starting kernel before it answers

net::HttpRequest withJson(net::HttpRequest request, const Json& body) {
  request.body = dumpJson(body);
  request.contentType = "application/json";
  return request;
}

Result<Nothing> doneOrGone(const net::HttpReply& reply, const QUrl& url, const QString& kernelId) {
  const auto json = apiJson(reply, url);
  if (json.ok()) return done();
  if (hasStatus(json.error(), 404)) {
    return Error{.code = ErrorCode::RuntimeGone, .params = {{u"kernel"_s, kernelId}}, .causes = {json.error()}};
  }
  return json.error();
}

// The last line of the server's traceback says more than its "Unhandled error".
QString reasonOf(const net::HttpReply& reply, const QString& fallback) {
  const auto json = parseJson(reply.body);
  if (!json.ok()) return fallback;
  const QString last = stringAt(*json, "traceback").trimmed().section(u'\n', -1).trimmed();
  return last.isEmpty() ? fallback : last;
}

Error sessionError(const net::HttpReply& reply, const Error& error, const QString& kernelName) {
  if (error.code != ErrorCode::NetHttpStatus || (reply.status != 500 && reply.status != 501)) return error;
  const QString reason = reasonOf(reply, error.detail);
  const bool unknown = reply.status == 501 || reason.contains("NoSuchKernel"_L1) ||
                       reason.contains("No such kernel"_L1, Qt::CaseInsensitive);
  return Error{.code = unknown ? ErrorCode::KernelUnknown : ErrorCode::KernelStartFailed,
               .params = {{u"kernel"_s, kernelName}},
               .detail = reason,
               .retryable = !unknown,
               .causes = {error}};
}

KernelSpecs specsFrom(const Json& json) {
  KernelSpecs specs{.defaultName = stringAt(json, "default"), .specs = {}};
  const Json& all = at(json, "kernelspecs");
  if (!all.is_object()) return specs;
  for (const auto& [name, entry] : all.items()) {
    const Json& spec = at(entry, "spec");
    specs.specs.push_back(KernelSpec{.name = fromStd(name),
                                     .displayName = stringAt(spec, "display_name"),
                                     .language = stringAt(spec, "language"),
                                     .interruptMode = stringAt(spec, "interrupt_mode", u"signal"_s)});
  }
  return specs;
}

}  // namespace

JupyterClient::JupyterClient(net::HttpClient& http, Endpoint endpoint, QObject* parent)
    : QObject(parent), m_http(http, std::move(endpoint)) {}

net::HttpRequest JupyterClient::request(const QByteArray& verb, const QByteArray& route) const {
  net::HttpRequest request;
  request.verb = verb;
  request.url = m_http.address(route);
  return request;
}

// Two questions: /api/status needs the token but does not tell the version, /api the other way round.
Call JupyterClient::status(QObject* context, Reply<ServerStatus> reply) {
  const Promise<ServerStatus> promise(context, std::move(reply));
  const auto current = std::make_shared<Call>();
  promise.onCancel([current] { current->cancel(); });
  const auto readVersion = [](const net::HttpReply& answer, const QUrl& url) -> Result<QString> {
    CC_TRY(const Json json, apiJson(answer, url));
    return stringAt(json, "version");
  };
  const auto afterStatus = [this, promise, current, readVersion](Result<ServerStatus> status) {
    if (!status.ok()) return promise.resolve(std::move(status));
    *current = ask<QString>(
        m_http, request("GET", "api"), this,
        [promise, status = *status](Result<QString> version) mutable {
          status.version = version.valueOr({});
          promise.resolve(status);
        },
        readVersion);
  };
  *current = ask<ServerStatus>(
      m_http, request("GET", "api/status"), this, afterStatus,
      [](const net::HttpReply& answer, const QUrl& url) -> Result<ServerStatus> {
        CC_TRY(const Json json, apiJson(answer, url));
        if (!at(json, "started").is_string()) {
          return Error{.code = ErrorCode::NetBadReply, .params = {{u"host"_s, url.host()}}, .detail = u"no status"_s};
        }
        return ServerStatus{.version = {},
                            .kernels = static_cast<int>(intAt(json, "kernels")),
                            .connections = static_cast<int>(intAt(json, "connections"))};
      });
  return promise.call();
}

Call JupyterClient::kernelSpecs(QObject* context, Reply<KernelSpecs> reply) {
  return ask<KernelSpecs>(
      m_http, request("GET", "api/kernelspecs"), context, std::move(reply),
      [](const net::HttpReply& answer, const QUrl& url) -> Result<KernelSpecs> {
        CC_TRY(const Json json, apiJson(answer, url));
        if (!at(json, "kernelspecs").is_object()) {
          return Error{.code = ErrorCode::NetBadReply, .params = {{u"host"_s, url.host()}}, .detail = u"no specs"_s};
        }
        return specsFrom(json);
      });
}

Call JupyterClient::kernels(QObject* context, Reply<std::vector<KernelModel>> reply) {
  using Kernels = std::vector<KernelModel>;
  return ask<Kernels>(m_http, request("GET", "api/kernels"), context, std::move(reply),
                      [](const net::HttpReply& answer, const QUrl& url) -> Result<Kernels> {
                        CC_TRY(const Json json, apiJson(answer, url));
                        if (!json.is_array())
                          return Error{.code = ErrorCode::NetBadReply, .detail = u"no list of kernels"_s};
                        Kernels kernels;
                        for (const Json& entry : json) kernels.push_back(kernelFrom(entry));
                        return kernels;
                      });
}

Call JupyterClient::kernel(const QString& kernelId, QObject* context, Reply<KernelModel> reply) {
  return ask<KernelModel>(m_http, request("GET", "api/kernels/" + encodePath(kernelId)), context, std::move(reply),
                          [kernelId](const net::HttpReply& answer, const QUrl& url) -> Result<KernelModel> {
                            CC_CHECK(doneOrGone(answer, url, kernelId));
                            CC_TRY(const Json json, apiJson(answer, url));
                            KernelModel model = kernelFrom(json);
                            if (model.id.isEmpty())
                              return Error{.code = ErrorCode::NetBadReply, .detail = u"a kernel without id"_s};
                            return model;
                          });
}

Call JupyterClient::sessions(QObject* context, Reply<std::vector<SessionModel>> reply) {
  using Sessions = std::vector<SessionModel>;
  return ask<Sessions>(m_http, request("GET", "api/sessions"), context, std::move(reply),
                       [](const net::HttpReply& answer, const QUrl& url) -> Result<Sessions> {
                         CC_TRY(const Json json, apiJson(answer, url));
                         if (!json.is_array())
                           return Error{.code = ErrorCode::NetBadReply, .detail = u"no list of sessions"_s};
                         Sessions sessions;
                         for (const Json& entry : json) {
                           if (auto session = sessionFrom(entry); session.ok()) sessions.push_back(std::move(*session));
                         }
                         return sessions;
                       });
}

Call JupyterClient::openSession(const QString& path, const QString& name, const QString& kernelName, QObject* context,
                                Reply<SessionModel> reply) {
  net::HttpRequest post = withJson(
      request("POST", "api/sessions"),
      {{"path", toStd(path)}, {"name", toStd(name)}, {"type", "notebook"}, {"kernel", {{"name", toStd(kernelName)}}}});
  post.timeoutMs = kKernelTimeoutMs;  // repeatable: the server answers a known path with the session it has
  return ask<SessionModel>(m_http, std::move(post), context, std::move(reply),
                           [kernelName](const net::HttpReply& answer, const QUrl& url) -> Result<SessionModel> {
                             auto json = apiJson(answer, url);
                             if (!json.ok()) return sessionError(answer, json.error(), kernelName);
                             return sessionFrom(*json);
                           });
}

Call JupyterClient::moveSession(const QString& sessionId, const QString& path, QObject* context,
                                Reply<SessionModel> reply) {
  net::HttpRequest patch = withJson(request("PATCH", "api/sessions/" + encodePath(sessionId)), {{"path", toStd(path)}});
  return ask<SessionModel>(
      m_http, std::move(patch), context, std::move(reply),
      [sessionId](const net::HttpReply& answer, const QUrl& url) -> Result<SessionModel> {
        auto json = apiJson(answer, url);
        if (json.ok()) return sessionFrom(*json);
        if (!hasStatus(json.error(), 404)) return json.error();
        return Error{.code = ErrorCode::RuntimeGone, .params = {{u"session"_s, sessionId}}, .causes = {json.error()}};
      });
}

Call JupyterClient::deleteSession(const QString& sessionId, QObject* context, Reply<Nothing> reply) {
  net::HttpRequest remove = request("DELETE", "api/sessions/" + encodePath(sessionId));
  remove.timeoutMs = kKernelTimeoutMs;
  return ask<Nothing>(m_http, std::move(remove), context, std::move(reply),
                      [](const net::HttpReply& answer, const QUrl& url) -> Status {
                        const auto json = apiJson(answer, url);
                        if (json.ok() || hasStatus(json.error(), 404) || hasStatus(json.error(), 410)) return done();
                        return json.error();
                      });
}

Call JupyterClient::interruptKernel(const QString& kernelId, QObject* context, Reply<Nothing> reply) {
  net::HttpRequest post =
      withJson(request("POST", "api/kernels/" + encodePath(kernelId) + "/interrupt"), Json::object());
  post.idempotent = false;  // a second one could hit the next cell
  return ask<Nothing>(m_http, std::move(post), context, std::move(reply),
                      [kernelId](const auto& answer, const QUrl& url) { return doneOrGone(answer, url, kernelId); });
}

// A restart of a kernel that does not exist is a 500 (jupyter-server 1.23), so the kernel itself is asked after one.
Call JupyterClient::restartKernel(const QString& kernelId, QObject* context, Reply<Nothing> reply) {
  net::HttpRequest post = withJson(request("POST", "api/kernels/" + encodePath(kernelId) + "/restart"), Json::object());
  post.idempotent = false;
  post.timeoutMs = kKernelTimeoutMs;
  const Promise<Nothing> promise(context, std::move(reply));
  const auto current = std::make_shared<Call>();
  promise.onCancel([current] { current->cancel(); });
  const auto afterRestart = [this, promise, current, kernelId](Result<Nothing> restarted) {
    if (restarted.ok() || !hasStatus(restarted.error(), 500)) return promise.resolve(std::move(restarted));
    *current = kernel(kernelId, this, [promise, kernelId, error = restarted.error()](Result<KernelModel> model) {
      if (!model.ok()) return promise.resolve(std::move(model).error());
      promise.resolve(Error{.code = ErrorCode::KernelStartFailed,
                            .params = {{u"kernel"_s, kernelId}},
                            .detail = error.detail,
                            .causes = {error}});
    });
  };
  *current = ask<Nothing>(m_http, std::move(post), this, afterRestart, [kernelId](const auto& answer, const QUrl& url) {
    return doneOrGone(answer, url, kernelId);
  });
  return promise.call();
}

Call JupyterClient::shutDownServer(QObject* context, Reply<Nothing> reply) {
  net::HttpRequest post = withJson(request("POST", "api/shutdown"), Json::object());
  post.idempotent = false;
  return ask<Nothing>(m_http, std::move(post), context, std::move(reply),
                      [](const net::HttpReply& answer, const QUrl& url) -> Status {
                        if (answer.status == 200) return done();  // an empty page
                        return apiJson(answer, url).error();
                      });
}

}  // namespace cc::jupyter
