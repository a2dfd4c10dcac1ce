// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineConnection.h"

#include "base/Log.h"
#include "base/Version.h"
#include "engine/EngineJson.h"
#include "engine/EngineMethods.h"
#include "engine/EngineProtocol.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace cc::engine {

EngineConnection::EngineConnection(QLocalSocket* socket, Engine& engine, std::unique_ptr<Engine> own, QObject* parent)
    : QObject(parent), m_own(std::move(own)), m_engine(m_own ? *m_own : engine), m_line(socket, kMaxRequestBytes) {
  connect(&m_line, &LineSocket::received, this, &EngineConnection::handle);
  connect(&m_line, &LineSocket::broken, this, &EngineConnection::refuse);
  connect(&m_line, &LineSocket::disconnected, this, &EngineConnection::end);
  connectEvents();
  m_line.send({{"event", "hello"},
               {"protocol", kProtocolVersion},
               {"version", toStd(programVersion())},
               {"pid", QCoreApplication::applicationPid()},
               {"queue_held", m_engine.isQueueHeld()}},
              kMaxBacklogBytes);
}

void EngineConnection::connectEvents() {
  connect(&m_engine, &Engine::changed, this, [this](const ChangeSet& changes) {
    if (m_subscriptions.contains(u"changed"_s)) sendEvent("changed", toJson(changes));
  });
  connect(&m_engine, &Engine::sampled, this, [this](const QString& job, const std::vector<Sample>& samples) {
    if (!m_subscriptions.contains(u"sampled"_s)) return;
    Json list = Json::array();
    for (const Sample& sample : samples) list.push_back(toJson(sample));
    sendEvent("sampled", {{"job", toStd(job)}, {"samples", std::move(list)}});
  });
  connect(&m_engine, &Engine::viewChanged, this, [this](const QString& job, qint64 revision) {
    if (m_viewed.contains(job)) sendEvent("view_changed", {{"job", toStd(job)}, {"revision", revision}});
  });
  connect(&m_engine, &Engine::outputArrived, this, [this](const OutputChunk& chunk) {
    if (m_followed.contains(chunk.job)) sendEvent("output", toJson(chunk));
  });
  connect(&m_engine, &Engine::accountsChanged, this, [this] {
    if (m_subscriptions.contains(u"accounts_changed"_s)) sendEvent("accounts_changed", nullptr);
  });
  connect(&m_engine, &Engine::usageChanged, this, [this](const std::vector<UsageInfo>& usage) {
    if (!m_subscriptions.contains(u"usage_changed"_s)) return;
    Json list = Json::array();
    for (const UsageInfo& one : usage) list.push_back(toJson(one));
    sendEvent("usage_changed", std::move(list));
  });
  connect(&m_engine, &Engine::signInAddress, this, [this](const QUrl& address) {
    if (!m_signIns.isEmpty()) sendEvent("sign_in_address", {{"address", address.toEncoded().toStdString()}});
  });
  connect(&m_engine, &Engine::failed, this, [this](const Error& error) { sendEvent("failed", toJson(error)); });
}

void EngineConnection::finish() {
  m_line.send({{"event", "stopped"}}, kMaxBacklogBytes);
  m_line.close();
}

void EngineConnection::end() {
  const auto followed = std::exchange(m_followed, {});
  for (const QString& job : followed) unfollow(job);
  // What nobody waits for any more is given up, a sign-in above all.
  auto pending = std::exchange(m_pending, {});
  for (Call& call : pending) call.cancel();
  Q_EMIT closed(this);
}

// A shared engine's follow() is one switch for all clients: the server knows whether somebody is left.
void EngineConnection::unfollow(const QString& job) {
  if (m_own)
    m_own->follow(job, false, m_own.get(), [](Result<Nothing>) {});
  else
    Q_EMIT unfollowed(job);
}

void EngineConnection::sendEvent(const char* event, Json data) {
  m_line.send({{"event", event}, {"data", std::move(data)}}, kMaxBacklogBytes);
}

void EngineConnection::reply(qint64 id, Result<Json> result) {
  m_pending.remove(id);
  m_signIns.remove(id);
  Json message{{"id", id}};
  if (result.ok())
    message["result"] = std::move(*result);
  else
    message["error"] = toJson(result.error());
  m_line.send(message, kMaxBacklogBytes);
}

// Whoever sends this is no client of ours, or a broken one: say so and hang up.
void EngineConnection::refuse(const Error& error) {
  qCWarning(lcEngine) << "a client sent no request:" << error.toLogLine();
  m_line.send({{"id", nullptr}, {"error", toJson(error)}}, kMaxBacklogBytes);
  m_line.close();
}

void EngineConnection::handle(const Json& message) {
  const QString method = stringAt(message, "method");
  const Json& params = at(message, "params");
  if (method == u"abort"_s) {
    Call call = m_pending.take(intAt(params, "id"));
    call.cancel();
    m_signIns.remove(intAt(params, "id"));
    return;
  }
  if (method.isEmpty() || !at(message, "id").is_number_integer()) {
    return refuse(Error{.code = ErrorCode::NetBadReply, .detail = u"no object with id and method"_s});
  }
  const qint64 id = intAt(message, "id");
  if (m_pending.contains(id) || m_pending.size() >= kMaxPendingRequests) {
    return refuse(Error{.code = ErrorCode::NetBadReply, .detail = u"an id in use, or too many requests at once"_s});
  }
  dispatch(id, method, params);
}

void EngineConnection::dispatch(qint64 id, const QString& method, const Json& params) {
  if (method == u"subscribe"_s) return subscribe(id, params);
  if (method == u"follow"_s) return follow(id, stringAt(params, "job"), boolAt(params, "on", true));
  if (method == u"view"_s) m_viewed.insert(stringAt(params, "job"));
  if (method == u"sign_in"_s) m_signIns.insert(id);
  m_pending.insert(id, callMethod(m_engine, method, params, this,
                                  [this, id](Result<Json> result) { reply(id, std::move(result)); }));
}

void EngineConnection::subscribe(qint64 id, const Json& params) {
  if (const Json& events = at(params, "events"); events.is_array()) {
    for (const Json& event : events) {
      if (event == "changed" || event == "sampled" || event == "accounts_changed" || event == "usage_changed")
        m_subscriptions.insert(fromStd(event.get<std::string>()));
    }
  }
  reply(id, Json());
}

void EngineConnection::follow(qint64 id, const QString& job, bool on) {
  if (!on) {
    if (m_followed.remove(job)) unfollow(job);
    return reply(id, Json());
  }
  // Before the call: a finished job's outputs are replayed before its reply.
  m_followed.insert(job);
  m_pending.insert(id, m_engine.follow(job, true, this, [this, id, job](Result<Nothing> result) {
    if (result.ok()) return reply(id, Json());
    if (m_followed.remove(job)) unfollow(job);
    reply(id, std::move(result).error());
  }));
}

}  // namespace cc::engine
