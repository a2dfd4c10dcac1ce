// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "engine/Engine.h"
#include "engine/EngineJson.h"
#include "support/ScriptedAccounts.h"

#include <QFileInfo>
#include <QHash>
#include <QSet>
#include <algorithm>
#include <functional>
#include <map>

namespace cc::test {

// An Engine without jobs: it records every call and answers from plain members that a test sets. State changes that a
// user asks for (submit, cancel, hold, ...) are applied to the jobs at once and announced by changed(), so that windows
// and commands behave as with the real one. Include it from a target that links cc_core.
class ScriptedEngine : public ScriptedAccounts {
public:
  using Detail = engine::JobDetail;
  using State = engine::JobState;

  // What it answers. Change freely; changed() is not emitted for direct changes, only by the helpers below.
  std::vector<Detail> details;  // oldest first
  std::vector<engine::RuntimeInfo> runtimeList;
  std::vector<engine::ProviderInfo> providerList;
  std::vector<engine::UsageInfo> usageList;
  QStringList secretNames;
  engine::ForecastInfo forecastInfo;
  std::vector<engine::DoctorCheck> checks;
  QHash<QString, engine::NotebookInspection> inspections;       // by path; others: a notebook without parameters
  std::map<QString, engine::NotebookView> views;                // by job
  std::map<QString, std::vector<engine::Sample>> sampleSeries;  // by job
  std::map<QString, QString> logs;                              // by job
  std::vector<engine::JobEvent> events;
  QString resultsFolder = QStringLiteral("/results");
  bool queueHeld = false;
  QString lastToken;  // of addJupyterServer

  // What it does.
  std::function<void(const QStringList& ids)> onSubmit;  // after the reply was sent on its way
  std::function<void(const QString& job)> onFollow;

  // Adds a job and announces it; its id.
  QString addJob(const QString& name, State state = State::Queued, const QString& id = newId()) {
    Detail detail;
    detail.spec.name = name;
    detail.spec.notebook = QStringLiteral("/notebooks/") + name + QStringLiteral(".ipynb");
    detail.summary = summaryOf(detail.spec, id);
    detail.summary.state = state;
    details.push_back(detail);
    announce({id});
    return id;
  }
  Detail* find(const QString& id) {
    const auto found =
        std::find_if(details.begin(), details.end(), [&](const Detail& d) { return d.summary.id.startsWith(id); });
    return found == details.end() || id.isEmpty() ? nullptr : &*found;
  }
  // Changes a job and announces it.
  void change(const QString& id, const std::function<void(Detail&)>& edit) {
    if (Detail* detail = find(id)) {
      edit(*detail);
      announce({detail->summary.id});
    }
  }
  void setState(const QString& id, State state, std::optional<Error> error = std::nullopt) {
    change(id, [&](Detail& detail) {
      detail.summary.state = state;
      detail.summary.error = error;
      if (state == State::Running && detail.summary.startedAt == 0) detail.summary.startedAt = kNow;
      if (jobs::isFinal(state)) {
        detail.summary.finishedAt = kNow + 5'000;
        detail.summary.resultsDir = resultsFolder + QLatin1Char('/') + detail.summary.id;
        if (state == State::Succeeded) detail.summary.cellsDone = detail.summary.cellsTotal;
      }
    });
  }
  void output(const QString& job, const QString& kind, const QString& text, int cell = 0) {
    Q_EMIT outputArrived({.job = job, .cell = cell, .kind = kind, .text = text.toUtf8()});
  }
  void announce(const QStringList& ids) {
    engine::ChangeSet changes{.queueHeld = queueHeld};
    for (const Detail& detail : details) {
      if (ids.contains(detail.summary.id)) changes.jobs.push_back(detail.summary);
      if (detail.summary.state == State::Running) ++changes.running;
      if (detail.summary.state == State::Queued) ++changes.queued;
    }
    Q_EMIT changed(changes);
  }

  Call submit(std::vector<engine::JobSpec> specs, QObject* context, Reply<QStringList> reply) override {
    Json list = Json::array();
    for (const auto& spec : specs) list.push_back(toJson(spec));
    return answer<QStringList>("submit", {{"specs", list}}, context, std::move(reply), [&]() -> Result<QStringList> {
      QStringList ids;
      for (const auto& spec : specs) {
        Detail detail{.summary = summaryOf(spec, newId()), .spec = spec};
        if (spec.held) detail.summary.state = State::Held;
        ids.append(detail.summary.id);
        details.push_back(std::move(detail));
      }
      later([this, ids] {
        announce(ids);
        if (onSubmit) onSubmit(ids);
      });
      return ids;
    });
  }
  Call inspect(const QString& notebook, QObject* context, Reply<engine::NotebookInspection> reply) override {
    return answer<engine::NotebookInspection>(
        "inspect", {{"notebook", toStd(notebook)}}, context, std::move(reply), [&] {
          return inspections.value(
              notebook, {.path = notebook, .language = QStringLiteral("python"), .cells = 2, .codeCells = 1});
        });
  }

  Call jobs(const engine::JobListQuery& query, QObject* context, Reply<engine::JobPage> reply) override {
    return answer<engine::JobPage>("jobs",
                                   {{"limit", query.limit},
                                    {"offset", query.offset},
                                    {"states", query.states.size()},
                                    {"text", toStd(query.text)}},
                                   context, std::move(reply), [&] { return page(query); });
  }
  Call job(const QString& id, QObject* context, Reply<Detail> reply) override {
    return answer<Detail>("job", {{"id", toStd(id)}}, context, std::move(reply), [&]() -> Result<Detail> {
      if (const Detail* detail = find(id)) return *detail;
      return unknownJob(id);
    });
  }
  Call view(const QString& job, qint64 since, QObject* context, Reply<engine::NotebookView> reply) override {
    return answer<engine::NotebookView>("view", {{"job", toStd(job)}, {"since", since}}, context, std::move(reply),
                                        [&]() -> Result<engine::NotebookView> {
                                          engine::NotebookView out =
                                              views.contains(job) ? views.at(job) : engine::NotebookView{.job = job};
                                          if (since >= out.revision && since > 0) out.cells.clear();
                                          return out;
                                        });
  }
  Call samples(const QString& job, EpochMs since, QObject* context, Reply<std::vector<engine::Sample>> reply) override {
    return answer<std::vector<engine::Sample>>("samples", {{"job", toStd(job)}}, context, std::move(reply), [&] {
      std::vector<engine::Sample> out;
      for (const auto& sample : sampleSeries[job]) {
        if (sample.time >= since) out.push_back(sample);
      }
      return out;
    });
  }
  Call log(const QString& job, QObject* context, Reply<QString> reply) override {
    return answer<QString>("log", {{"job", toStd(job)}}, context, std::move(reply), [&] { return logs[job]; });
  }

  Call cancel(const QStringList& ids, QObject* context, Reply<Nothing> reply) override {
    return changeAll("cancel", ids, {}, context, std::move(reply), [this](Detail& detail) {
      const bool live = detail.summary.startedAt != 0 && detail.summary.state != State::WaitingRetry;
      detail.summary.state = live ? State::Cancelling : State::Cancelled;
      if (live)
        later(
            [this, id = detail.summary.id] { setState(id, State::Cancelled, Error{.code = ErrorCode::JobCancelled}); });
    });
  }
  Call retry(const QStringList& ids, QObject* context, Reply<Nothing> reply) override {
    return changeAll(
        "retry", ids, {}, context, std::move(reply), [](Detail& d) { d.summary.state = State::Queued; }, true);
  }
  Call hold(const QStringList& ids, QObject* context, Reply<Nothing> reply) override {
    return changeAll("hold", ids, {}, context, std::move(reply), [](Detail& d) { d.summary.state = State::Held; });
  }
  Call release(const QStringList& ids, QObject* context, Reply<Nothing> reply) override {
    return changeAll("release", ids, {}, context, std::move(reply), [](Detail& d) { d.summary.state = State::Queued; });
  }
  Call setPriority(const QStringList& ids, int priority, QObject* context, Reply<Nothing> reply) override {
    return changeAll("setPriority", ids, {{"priority", priority}}, context, std::move(reply),
                     [priority](Detail& d) { d.summary.priority = priority; });
  }
  Call move(const QStringList& ids, const QString& before, QObject* context, Reply<Nothing> reply) override {
    return changeAll("move", ids, {{"before", toStd(before)}}, context, std::move(reply), [](Detail&) {});
  }
  Call holdQueue(bool held, QObject* context, Reply<Nothing> reply) override {
    return answer<Nothing>("holdQueue", {{"held", held}}, context, std::move(reply), [&] {
      queueHeld = held;
      later([this] { announce({}); });
      return Nothing{};
    });
  }

  Call results(const QString& job, const QString& to, QObject* context, Reply<QString> reply) override {
    return answer<QString>("results", {{"job", toStd(job)}, {"to", toStd(to)}}, context, std::move(reply),
                           [&]() -> Result<QString> {
                             if (!find(job)) return unknownJob(job);
                             return to.isEmpty() ? resultsFolder : to;
                           });
  }
  Call history(EpochMs since, QObject* context, Reply<std::vector<engine::JobEvent>> reply) override {
    return answer<std::vector<engine::JobEvent>>("history", {{"since", since}}, context, std::move(reply), [&] {
      std::vector<engine::JobEvent> out;
      for (const auto& event : events) {
        if (event.at >= since) out.push_back(event);
      }
      return out;
    });
  }

  Call runtimes(QObject* context, Reply<std::vector<engine::RuntimeInfo>> reply) override {
    return answer<std::vector<engine::RuntimeInfo>>("runtimes", Json::object(), context, std::move(reply),
                                                    [&] { return runtimeList; });
  }
  Call releaseRuntime(const QString& id, QObject* context, Reply<Nothing> reply) override {
    return answer<Nothing>("releaseRuntime", {{"id", toStd(id)}}, context, std::move(reply), [&]() -> Status {
      if (std::erase_if(runtimeList, [&](const engine::RuntimeInfo& runtime) { return runtime.id == id; }) > 0)
        return done();
      return Error{.code = ErrorCode::UsageUnknownRuntime, .params = {{QStringLiteral("runtime"), id}}};
    });
  }
  Call attachRuntime(const QString& id, QObject* context, Reply<QString> reply) override {
    return answer<QString>("attachRuntime", {{"id", toStd(id)}}, context, std::move(reply), [&]() -> Result<QString> {
      for (engine::RuntimeInfo& runtime : runtimeList) {
        if (runtime.id != id) continue;
        runtime.state = QStringLiteral("attached");
        return id;
      }
      return Error{.code = ErrorCode::UsageUnknownRuntime, .params = {{QStringLiteral("runtime"), id}}};
    });
  }
  Call providers(QObject* context, Reply<std::vector<engine::ProviderInfo>> reply) override {
    return answer<std::vector<engine::ProviderInfo>>("providers", Json::object(), context, std::move(reply),
                                                     [&] { return providerList; });
  }
  Call secrets(QObject* context, Reply<QStringList> reply) override {
    return answer<QStringList>("secrets", Json::object(), context, std::move(reply), [&] { return secretNames; });
  }
  // The value is not among the recorded arguments.
  Call setSecret(const QString& name, const QString& value, QObject* context, Reply<Nothing> reply) override {
    return answer<Nothing>("setSecret", {{"name", toStd(name)}}, context, std::move(reply), [&] {
      secretNames.removeAll(name);
      if (!value.isEmpty()) secretNames << name;
      return Nothing{};
    });
  }
  Call usage(qint64 maxAgeMs, QObject* context, Reply<std::vector<engine::UsageInfo>> reply) override {
    return answer<std::vector<engine::UsageInfo>>("usage", {{"max_age_ms", maxAgeMs}}, context, std::move(reply),
                                                  [&] { return usageList; });
  }
  Call forecast(const engine::JobSpec& spec, QObject* context, Reply<engine::ForecastInfo> reply) override {
    return answer<engine::ForecastInfo>("forecast", {{"spec", toJson(spec)}}, context, std::move(reply),
                                        [&] { return forecastInfo; });
  }
  Call doctor(QObject* context, Reply<std::vector<engine::DoctorCheck>> reply) override {
    return answer<std::vector<engine::DoctorCheck>>("doctor", Json::object(), context, std::move(reply),
                                                    [&] { return checks; });
  }
  // The token is not among the recorded arguments.
  Call addJupyterServer(const QString& name, const QString& url, const QString& token, QObject* context,
                        Reply<Nothing> reply) override {
    lastToken = token;
    return answer<Nothing>(
        "addJupyterServer", {{"name", toStd(name)}, {"url", toStd(url)}}, context, std::move(reply), [&] {
          providerList.push_back({.name = name, .kind = QStringLiteral("jupyter"), .description = url, .ok = true});
          return Nothing{};
        });
  }

  Call follow(const QString& job, bool on, QObject* context, Reply<Nothing> reply) override {
    return answer<Nothing>("follow", {{"job", toStd(job)}, {"on", on}}, context, std::move(reply), [&]() -> Status {
      if (!find(job)) return unknownJob(job);
      if (on && onFollow) later([this, job] { onFollow(job); });  // before the reply, as a replay is
      return done();
    });
  }
  bool isQueueHeld() const override { return queueHeld; }
  void stop() override {
    calls.push_back({QStringLiteral("stop"), Json::object()});
    later([this] { Q_EMIT stopped(); });
  }

private:
  static constexpr EpochMs kNow = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

  static Error unknownJob(const QString& id) {
    return Error{.code = ErrorCode::UsageUnknownJob, .params = {{QStringLiteral("job"), id}}};
  }
  engine::JobSummary summaryOf(const engine::JobSpec& spec, const QString& id) const {
    return {.id = id,
            .name = spec.name.isEmpty() ? QFileInfo(spec.notebook).completeBaseName() : spec.name,
            .notebook = spec.notebook,
            .provider = spec.provider.isEmpty() ? QStringLiteral("local") : spec.provider,
            .sweep = spec.sweep,
            .priority = spec.priority,
            .position = static_cast<qint64>(details.size()),
            .cellsTotal = 2,
            .createdAt = kNow + static_cast<qint64>(details.size())};
  }
  engine::JobPage page(const engine::JobListQuery& query) const {
    engine::JobPage out;
    for (auto it = details.rbegin(); it != details.rend(); ++it) {
      const engine::JobSummary& row = it->summary;
      if (!query.states.isEmpty() && !query.states.contains(toWord(row.state))) continue;
      if (!query.text.isEmpty() && !row.name.contains(query.text) && !row.id.contains(query.text)) continue;
      ++out.total;
      if (out.total <= query.offset) continue;
      if (query.limit == 0 || static_cast<int>(out.rows.size()) < query.limit) out.rows.push_back(row);
    }
    return out;
  }

  template <typename Edit>
  Call changeAll(const char* method, const QStringList& ids, Json extra, QObject* context, Reply<Nothing> reply,
                 Edit edit, bool wantsFinal = false) {
    Json arguments = extra.is_object() ? std::move(extra) : Json::object();
    arguments["jobs"] = Json::array();
    for (const QString& id : ids) arguments["jobs"].push_back(toStd(id));
    return answer<Nothing>(method, std::move(arguments), context, std::move(reply), [&]() -> Status {
      QStringList whole;
      for (const QString& id : ids) {
        const Detail* detail = find(id);
        if (!detail) return unknownJob(id);
        if (jobs::isFinal(detail->summary.state) != wantsFinal) {
          return Error{
              .code = ErrorCode::UsageNotAllowedInState,
              .params = {{QStringLiteral("job"), id}, {QStringLiteral("state"), toWord(detail->summary.state)}}};
        }
        whole.append(detail->summary.id);
      }
      for (const QString& id : whole) edit(*find(id));
      later([this, whole] { announce(whole); });
      return done();
    });
  }
};

}  // namespace cc::test
