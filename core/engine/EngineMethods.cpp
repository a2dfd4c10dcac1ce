// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineMethods.h"

#include "engine/EngineJson.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

struct Request {
  Engine& engine;
  const Json& params;
  QObject* context;
  Reply<Json> reply;

  QString text(const char* key) const { return stringAt(params, key); }
  QStringList texts(const char* key) const {
    QStringList out;
    if (const Json& list = at(params, key); list.is_array()) {
      for (const Json& item : list) {
        if (item.is_string()) out.append(fromStd(item.get_ref<const std::string&>()));
      }
    }
    return out;
  }
};
using Method = Call (*)(Request&&);

Json json(const Nothing&) {
  return nullptr;
}
Json json(const QString& text) {
  return toStd(text);
}
Json json(const QStringList& texts) {
  Json out = Json::array();
  for (const QString& text : texts) out.push_back(toStd(text));
  return out;
}
template <typename T>
Json json(const T& value) {
  return toJson(value);
}
template <typename T>
Json json(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(toJson(value));
  return out;
}

template <typename T>
Reply<T> asJson(Reply<Json> reply) {
  return [reply = std::move(reply)](Result<T> result) {
    if (result.ok())
      reply(json(*result));
    else
      reply(std::move(result).error());
  };
}

Call refuse(Request&& request, Error error) {
  Promise<Json> promise(request.context, std::move(request.reply));
  promise.resolve(std::move(error));
  return promise.call();
}

Call submit(Request&& request) {
  std::vector<JobSpec> specs;
  const Json& list = at(request.params, "specs");
  if (!list.is_array()) {
    return refuse(std::move(request), Error{.code = ErrorCode::UsageBadParameter,
                                            .params = {{u"name"_s, u"specs"_s}, {u"expected"_s, u"a list"_s}}});
  }
  specs.reserve(list.size());
  for (const Json& item : list) {
    auto spec = jobs::jobSpecFromJson(item);
    if (!spec.ok()) {
      return refuse(std::move(request), std::move(spec).error().with(u"index"_s, QString::number(specs.size())));
    }
    specs.push_back(std::move(*spec));
  }
  return request.engine.submit(std::move(specs), request.context, asJson<QStringList>(std::move(request.reply)));
}

Call forecast(Request&& r) {
  auto spec = jobs::jobSpecFromJson(at(r.params, "spec"));
  if (!spec.ok()) return refuse(std::move(r), std::move(spec).error());
  return r.engine.forecast(*spec, r.context, asJson<ForecastInfo>(std::move(r.reply)));
}

Call listJobs(Request&& r) {
  const JobListQuery query{.states = r.texts("states"),
                           .text = r.text("text"),
                           .limit = static_cast<int>(std::clamp<qint64>(intAt(r.params, "limit"), 0, INT_MAX)),
                           .offset = static_cast<int>(std::clamp<qint64>(intAt(r.params, "offset"), 0, INT_MAX))};
  return r.engine.jobs(query, r.context, asJson<JobPage>(std::move(r.reply)));
}

template <Call (Engine::*call)(const QStringList&, QObject*, Reply<Nothing>)>
Call forJobs(Request&& r) {
  return (r.engine.*call)(r.texts("jobs"), r.context, asJson<Nothing>(std::move(r.reply)));
}

template <typename T, Call (Engine::*call)(QObject*, Reply<T>)>
Call plain(Request&& r) {
  return (r.engine.*call)(r.context, asJson<T>(std::move(r.reply)));
}

// Methods of the one parameter "value".
template <Call (Engine::*call)(const QString&, QObject*, Reply<Nothing>)>
Call withText(Request&& r) {
  return (r.engine.*call)(r.text("value"), r.context, asJson<Nothing>(std::move(r.reply)));
}

const QHash<QString, Method>& methods() {
  static const QHash<QString, Method> table{
      {u"submit"_s, submit},
      {u"inspect"_s,
       [](Request&& r) {
         return r.engine.inspect(r.text("notebook"), r.context, asJson<NotebookInspection>(std::move(r.reply)));
       }},
      {u"jobs"_s, listJobs},
      {u"job"_s,
       [](Request&& r) { return r.engine.job(r.text("job"), r.context, asJson<JobDetail>(std::move(r.reply))); }},
      {u"view"_s,
       [](Request&& r) {
         return r.engine.view(r.text("job"), intAt(r.params, "since"), r.context,
                              asJson<NotebookView>(std::move(r.reply)));
       }},
      {u"samples"_s,
       [](Request&& r) {
         return r.engine.samples(r.text("job"), intAt(r.params, "since"), r.context,
                                 asJson<std::vector<Sample>>(std::move(r.reply)));
       }},
      {u"log"_s,
       [](Request&& r) { return r.engine.log(r.text("job"), r.context, asJson<QString>(std::move(r.reply))); }},
      {u"cancel"_s, forJobs<&Engine::cancel>},
      {u"retry"_s, forJobs<&Engine::retry>},
      {u"hold"_s, forJobs<&Engine::hold>},
      {u"release"_s, forJobs<&Engine::release>},
      {u"set_priority"_s,
       [](Request&& r) {
         const auto priority = static_cast<int>(std::clamp<qint64>(intAt(r.params, "priority"), INT_MIN, INT_MAX));
         return r.engine.setPriority(r.texts("jobs"), priority, r.context, asJson<Nothing>(std::move(r.reply)));
       }},
      {u"move"_s,
       [](Request&& r) {
         return r.engine.move(r.texts("jobs"), r.text("before"), r.context, asJson<Nothing>(std::move(r.reply)));
       }},
      {u"hold_queue"_s,
       [](Request&& r) {
         return r.engine.holdQueue(boolAt(r.params, "held"), r.context, asJson<Nothing>(std::move(r.reply)));
       }},
      {u"results"_s,
       [](Request&& r) {
         return r.engine.results(r.text("job"), r.text("to"), r.context, asJson<QString>(std::move(r.reply)));
       }},
      {u"history"_s,
       [](Request&& r) {
         return r.engine.history(intAt(r.params, "since"), r.context,
                                 asJson<std::vector<JobEvent>>(std::move(r.reply)));
       }},
      {u"runtimes"_s, plain<std::vector<RuntimeInfo>, &Engine::runtimes>},
      {u"release_runtime"_s,
       [](Request&& r) {
         return r.engine.releaseRuntime(r.text("id"), r.context, asJson<Nothing>(std::move(r.reply)));
       }},
      {u"attach_runtime"_s,
       [](Request&& r) {
         return r.engine.attachRuntime(r.text("id"), r.context, asJson<QString>(std::move(r.reply)));
       }},
      {u"providers"_s, plain<std::vector<ProviderInfo>, &Engine::providers>},
      {u"doctor"_s, plain<std::vector<DoctorCheck>, &Engine::doctor>},
      {u"secrets"_s, plain<QStringList, &Engine::secrets>},
      {u"set_secret"_s,
       [](Request&& r) {
         return r.engine.setSecret(r.text("name"), r.text("value"), r.context, asJson<Nothing>(std::move(r.reply)));
       }},
      {u"usage"_s,
       [](Request&& r) {
         return r.engine.usage(intAt(r.params, "max_age_ms"), r.context,
                               asJson<std::vector<UsageInfo>>(std::move(r.reply)));
       }},
      {u"forecast"_s, forecast},
      {u"accounts"_s, plain<std::vector<AccountInfo>, &Engine::accounts>},
      {u"sign_in"_s,
       [](Request&& r) {
         return r.engine.signIn(signInOptionsFromJson(r.params), r.context, asJson<AccountInfo>(std::move(r.reply)));
       }},
      {u"paste_redirect"_s, withText<&Engine::pasteRedirect>},
      {u"cancel_sign_in"_s, plain<Nothing, &Engine::cancelSignIn>},
      {u"sign_out"_s, withText<&Engine::signOut>},
      {u"make_default_account"_s, withText<&Engine::makeDefaultAccount>},
      {u"add_jupyter_server"_s,
       [](Request&& r) {
         return r.engine.addJupyterServer(r.text("name"), r.text("url"), r.text("token"), r.context,
                                          asJson<Nothing>(std::move(r.reply)));
       }},
  };
  return table;
}

}  // namespace

Call callMethod(Engine& engine, const QString& method, const Json& params, QObject* context, Reply<Json> reply) {
  Request request{engine, params, context, std::move(reply)};
  const auto found = methods().constFind(method);
  if (found == methods().constEnd()) {
    return refuse(std::move(request),
                  Error{.code = ErrorCode::UsageUnsupported, .params = {{u"what"_s, method.left(80)}}});
  }
  return (*found)(std::move(request));
}

}  // namespace cc::engine
