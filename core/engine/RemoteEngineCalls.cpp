// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineJson.h"
#include "engine/EngineProtocol.h"
#include "engine/RemoteEngine.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

Nothing nothing(const Json&) {
  return {};
}
QString textFrom(const Json& json) {
  return json.is_string() ? fromStd(json.get_ref<const std::string&>()) : QString();
}
QStringList textsFrom(const Json& json) {
  QStringList out;
  if (json.is_array()) {
    for (const Json& item : json) out.append(textFrom(item));
  }
  return out;
}
template <typename T, T (*from)(const Json&)>
std::vector<T> listFrom(const Json& json) {
  std::vector<T> out;
  if (json.is_array()) {
    for (const Json& item : json) out.push_back(from(item));
  }
  return out;
}
Json toArray(const QStringList& texts) {
  Json out = Json::array();
  for (const QString& text : texts) out.push_back(toStd(text));
  return out;
}

}  // namespace

template <typename T>
Call RemoteEngine::request(const char* method, Json params, QObject* context, Reply<T> reply, T (*from)(const Json&)) {
  Promise<T> promise(context, std::move(reply));
  if (m_lost) {
    promise.resolve(Error{.code = ErrorCode::EngineNotRunning});
    return promise.call();
  }
  const qint64 id = ++m_lastId;
  m_pending.insert(id, [promise, from](Result<Json> result) {
    if (result.ok())
      promise.resolve(from(*result));
    else
      promise.resolve(std::move(result).error());
  });
  promise.onCancel([self = QPointer<RemoteEngine>(this), id] {
    if (!self || !self->m_pending.remove(id)) return;
    self->m_line->send({{"method", "abort"}, {"params", {{"id", id}}}}, kMaxRequestBytes);
  });
  m_line->send({{"id", id}, {"method", method}, {"params", std::move(params)}}, kMaxRequestBytes);
  return promise.call();
}

void RemoteEngine::subscribe(const char* event) {
  if (m_lost || !m_line) return;
  m_line->send({{"id", ++m_lastId}, {"method", "subscribe"}, {"params", {{"events", {event}}}}}, kMaxRequestBytes);
}

Call RemoteEngine::requestForJobs(const char* method, const QStringList& jobs, Json params, QObject* context,
                                  Reply<Nothing> reply) {
  params["jobs"] = toArray(jobs);
  return request<Nothing>(method, std::move(params), context, std::move(reply), nothing);
}

Call RemoteEngine::submit(std::vector<JobSpec> specs, QObject* context, Reply<QStringList> reply) {
  Json list = Json::array();
  for (const JobSpec& spec : specs) list.push_back(toJson(spec));
  return request<QStringList>("submit", {{"specs", std::move(list)}}, context, std::move(reply), textsFrom);
}

Call RemoteEngine::inspect(const QString& notebook, QObject* context, Reply<NotebookInspection> reply) {
  return request<NotebookInspection>("inspect", {{"notebook", toStd(notebook)}}, context, std::move(reply),
                                     notebookInspectionFromJson);
}

Call RemoteEngine::jobs(const JobListQuery& query, QObject* context, Reply<JobPage> reply) {
  return request<JobPage>("jobs",
                          {{"states", toArray(query.states)},
                           {"text", toStd(query.text)},
                           {"limit", query.limit},
                           {"offset", query.offset}},
                          context, std::move(reply), jobPageFromJson);
}

Call RemoteEngine::job(const QString& id, QObject* context, Reply<JobDetail> reply) {
  return request<JobDetail>("job", {{"job", toStd(id)}}, context, std::move(reply), jobDetailFromJson);
}

Call RemoteEngine::view(const QString& job, qint64 sinceRevision, QObject* context, Reply<NotebookView> reply) {
  return request<NotebookView>("view", {{"job", toStd(job)}, {"since", sinceRevision}}, context, std::move(reply),
                               notebookViewFromJson);
}

Call RemoteEngine::samples(const QString& job, EpochMs since, QObject* context, Reply<std::vector<Sample>> reply) {
  return request<std::vector<Sample>>("samples", {{"job", toStd(job)}, {"since", since}}, context, std::move(reply),
                                      listFrom<Sample, sampleFromJson>);
}

Call RemoteEngine::log(const QString& job, QObject* context, Reply<QString> reply) {
  return request<QString>("log", {{"job", toStd(job)}}, context, std::move(reply), textFrom);
}

Call RemoteEngine::cancel(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return requestForJobs("cancel", jobs, Json::object(), context, std::move(reply));
}

Call RemoteEngine::retry(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return requestForJobs("retry", jobs, Json::object(), context, std::move(reply));
}

Call RemoteEngine::hold(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return requestForJobs("hold", jobs, Json::object(), context, std::move(reply));
}

Call RemoteEngine::release(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return requestForJobs("release", jobs, Json::object(), context, std::move(reply));
}

Call RemoteEngine::setPriority(const QStringList& jobs, int priority, QObject* context, Reply<Nothing> reply) {
  return requestForJobs("set_priority", jobs, {{"priority", priority}}, context, std::move(reply));
}

Call RemoteEngine::move(const QStringList& jobs, const QString& before, QObject* context, Reply<Nothing> reply) {
  return requestForJobs("move", jobs, {{"before", toStd(before)}}, context, std::move(reply));
}

Call RemoteEngine::holdQueue(bool held, QObject* context, Reply<Nothing> reply) {
  auto remembering = [self = QPointer<RemoteEngine>(this), held, reply = std::move(reply)](Result<Nothing> result) {
    if (self && result.ok()) self->m_queueHeld = held;
    reply(std::move(result));
  };
  return request<Nothing>("hold_queue", {{"held", held}}, context, std::move(remembering), nothing);
}

Call RemoteEngine::results(const QString& job, const QString& to, QObject* context, Reply<QString> reply) {
  return request<QString>("results", {{"job", toStd(job)}, {"to", toStd(to)}}, context, std::move(reply), textFrom);
}

Call RemoteEngine::history(EpochMs since, QObject* context, Reply<std::vector<JobEvent>> reply) {
  return request<std::vector<JobEvent>>("history", {{"since", since}}, context, std::move(reply),
                                        listFrom<JobEvent, jobEventFromJson>);
}

Call RemoteEngine::runtimes(QObject* context, Reply<std::vector<RuntimeInfo>> reply) {
  return request<std::vector<RuntimeInfo>>("runtimes", Json::object(), context, std::move(reply),
                                           listFrom<RuntimeInfo, runtimeInfoFromJson>);
}

Call RemoteEngine::releaseRuntime(const QString& id, QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("release_runtime", {{"id", toStd(id)}}, context, std::move(reply), nothing);
}

Call RemoteEngine::attachRuntime(const QString& id, QObject* context, Reply<QString> reply) {
  return request<QString>("attach_runtime", {{"id", toStd(id)}}, context, std::move(reply), textFrom);
}

Call RemoteEngine::providers(QObject* context, Reply<std::vector<ProviderInfo>> reply) {
  return request<std::vector<ProviderInfo>>("providers", Json::object(), context, std::move(reply),
                                            listFrom<ProviderInfo, providerInfoFromJson>);
}

Call RemoteEngine::doctor(QObject* context, Reply<std::vector<DoctorCheck>> reply) {
  return request<std::vector<DoctorCheck>>("doctor", Json::object(), context, std::move(reply),
                                           listFrom<DoctorCheck, doctorCheckFromJson>);
}

Call RemoteEngine::secrets(QObject* context, Reply<QStringList> reply) {
  return request<QStringList>("secrets", Json::object(), context, std::move(reply), textsFrom);
}

Call RemoteEngine::setSecret(const QString& name, const QString& value, QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("set_secret", {{"name", toStd(name)}, {"value", toStd(value)}}, context, std::move(reply),
                          nothing);
}

Call RemoteEngine::usage(qint64 maxAgeMs, QObject* context, Reply<std::vector<UsageInfo>> reply) {
  return request<std::vector<UsageInfo>>("usage", {{"max_age_ms", maxAgeMs}}, context, std::move(reply),
                                         listFrom<UsageInfo, usageInfoFromJson>);
}

Call RemoteEngine::forecast(const JobSpec& spec, QObject* context, Reply<ForecastInfo> reply) {
  return request<ForecastInfo>("forecast", {{"spec", toJson(spec)}}, context, std::move(reply), forecastInfoFromJson);
}

Call RemoteEngine::addJupyterServer(const QString& name, const QString& url, const QString& token, QObject* context,
                                    Reply<Nothing> reply) {
  return request<Nothing>("add_jupyter_server", {{"name", toStd(name)}, {"url", toStd(url)}, {"token", toStd(token)}},
                          context, std::move(reply), nothing);
}

Call RemoteEngine::accounts(QObject* context, Reply<std::vector<AccountInfo>> reply) {
  return request<std::vector<AccountInfo>>("accounts", Json::object(), context, std::move(reply),
                                           listFrom<AccountInfo, accountInfoFromJson>);
}

Call RemoteEngine::signIn(const SignInOptions& options, QObject* context, Reply<AccountInfo> reply) {
  return request<AccountInfo>("sign_in", toJson(options), context, std::move(reply), accountInfoFromJson);
}

Call RemoteEngine::pasteRedirect(const QString& address, QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("paste_redirect", {{"value", toStd(address)}}, context, std::move(reply), nothing);
}

Call RemoteEngine::cancelSignIn(QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("cancel_sign_in", Json::object(), context, std::move(reply), nothing);
}

Call RemoteEngine::signOut(const QString& account, QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("sign_out", {{"value", toStd(account)}}, context, std::move(reply), nothing);
}

Call RemoteEngine::makeDefaultAccount(const QString& account, QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("make_default_account", {{"value", toStd(account)}}, context, std::move(reply), nothing);
}

Call RemoteEngine::follow(const QString& job, bool on, QObject* context, Reply<Nothing> reply) {
  return request<Nothing>("follow", {{"job", toStd(job)}, {"on", on}}, context, std::move(reply), nothing);
}

}  // namespace cc::engine
