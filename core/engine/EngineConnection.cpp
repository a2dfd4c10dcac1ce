// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineConnection.h"

#include "base/Log.h"
#include "base/Version.h"
#include "engine/EngineMethods.h"
#include "engine/EngineProtocol.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace cc::engine {

EngineConnection::EngineConnection(QLocalSocket* socket, Engine& engine, QObject* parent)
    : QObject(parent), m_line(socket, kMaxRequestBytes), m_engine(engine) {
  connect(&m_line, &LineSocket::received, this, &EngineConnection::handle);
  connect(&m_line, &LineSocket::broken, this, &EngineConnection::refuse);
  connect(&m_line, &LineSocket::disconnected, this, [this] { Q_EMIT closed(this); });
  m_line.send({{"event", "hello"},
               {"protocol", kProtocolVersion},
               {"version", toStd(programVersion())},
               {"pid", QCoreApplication::applicationPid()},
               {"queue_held", engine.isQueueHeld()}},
              kMaxBacklogBytes);
}

void EngineConnection::sendEvent(const char* event, Json data) {
  m_line.send({{"event", event}, {"data", std::move(data)}}, kMaxBacklogBytes);
}

void EngineConnection::reply(qint64 id, Result<Json> result) {
  m_pending.remove(id);
  Json message{{"id", id}};
  if (result.ok()) message["result"] = std::move(*result);
  else message["error"] = toJson(result.error());
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
  m_pending.insert(id, callMethod(m_engine, method, params, this, [this, id](Result<Json> result) { reply(id, std::move(result)); }));
}

void EngineConnection::subscribe(qint64 id, const Json& params) {
  if (const Json& events = at(params, "events"); events.is_array()) {
    for (const Json& event : events) {
      if (event == "changed" || event == "sampled") m_subscriptions.insert(fromStd(event.get<std::string>()));
    }
  }
  reply(id, Json());
}

void EngineConnection::follow(qint64 id, const QString& job, bool on) {
  if (!on) {
    if (m_followed.remove(job)) Q_EMIT unfollowed(this, job);
    return reply(id, Json());
  }
  // Before the call: a finished job's outputs are replayed before its reply.
  m_followed.insert(job);
  m_pending.insert(id, m_engine.follow(job, true, this, [this, id, job](Result<Nothing> result) {
    if (result.ok()) return reply(id, Json());
    if (m_followed.remove(job)) Q_EMIT unfollowed(this, job);
    reply(id, std::move(result).error());
  }));
}

} // namespace cc::engine
