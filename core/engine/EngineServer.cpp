// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineServer.h"

#include "base/Log.h"
#include "engine/EngineConnection.h"
#include "engine/EngineJson.h"
#include "engine/EngineProtocol.h"
#include "engine/LocalPeer.h"

#include <QLocalSocket>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

EngineServer::EngineServer(Engine& engine, QObject* parent) : QObject(parent), m_engine(engine) {
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &EngineServer::accept);
  connect(&engine, &Engine::changed, this, [this](const ChangeSet& changes) {
    const auto wanted = [](const EngineConnection& c) { return c.wants(u"changed"_s); };
    if (any(wanted)) send("changed", toJson(changes), wanted);
  });
  connect(&engine, &Engine::sampled, this, [this](const QString& job, const std::vector<Sample>& samples) {
    const auto wanted = [](const EngineConnection& c) { return c.wants(u"sampled"_s); };
    if (!any(wanted)) return;
    Json list = Json::array();
    for (const Sample& sample : samples) list.push_back(toJson(sample));
    send("sampled", {{"job", toStd(job)}, {"samples", std::move(list)}}, wanted);
  });
  connect(&engine, &Engine::viewChanged, this, [this](const QString& job, qint64 revision) {
    send("view_changed", {{"job", toStd(job)}, {"revision", revision}},
         [&job](const EngineConnection& c) { return c.views(job); });
  });
  connect(&engine, &Engine::outputArrived, this, [this](const OutputChunk& chunk) {
    const auto wanted = [&chunk](const EngineConnection& c) { return c.follows(chunk.job); };
    if (any(wanted)) send("output", toJson(chunk), wanted);
  });
  connect(&engine, &Engine::failed, this, [this](const Error& error) {
    send("failed", toJson(error), [](const EngineConnection&) { return true; });
  });
  connect(&engine, &Engine::stopped, this, &EngineServer::close);
}

EngineServer::~EngineServer() {
  close();
}

Status EngineServer::listen(const QString& name) {
  const auto failed = [&name](const QString& detail) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, name}}, .detail = detail};
  };
  if (!prepareSocketFolder(name)) return failed(u"the folder of the socket is missing or open to other users"_s);
  QLocalServer::removeServer(name);
  if (!m_server.listen(name)) return failed(m_server.errorString());
  return done();
}

void EngineServer::close() {
  if (m_server.isListening()) m_server.close();
  send("stopped", nullptr, [](const EngineConnection&) { return true; });
  const auto connections = m_connections;
  for (EngineConnection* connection : connections) connection->finish();
}

void EngineServer::accept() {
  while (QLocalSocket* socket = m_server.nextPendingConnection()) {
    if (!isSameUser(socket->socketDescriptor()) || connectionCount() >= kMaxConnections) {
      qCWarning(lcEngine) << "refused a connection: another user, or too many";
      socket->abort();
      socket->deleteLater();
      continue;
    }
    auto* connection = new EngineConnection(socket, m_engine, this);
    connect(connection, &EngineConnection::closed, this, &EngineServer::drop);
    connect(connection, &EngineConnection::unfollowed, this,
            [this](EngineConnection*, const QString& job) { unfollows(job); });
    m_connections.push_back(connection);
  }
}

void EngineServer::drop(EngineConnection* connection) {
  if (std::erase(m_connections, connection) == 0) return;
  for (const QString& job : connection->followedJobs()) unfollows(job);
  connection->deleteLater();
}

// The engine's follow() is one switch for all: off only when nobody is left.
void EngineServer::unfollows(const QString& job) {
  if (any([&job](const EngineConnection& c) { return c.follows(job); })) return;
  m_engine.follow(job, false, this, [](Result<Nothing>) {});
}

template <typename Wanted>
bool EngineServer::any(Wanted wanted) const {
  return std::any_of(m_connections.begin(), m_connections.end(), [&](const EngineConnection* c) { return wanted(*c); });
}

template <typename Wanted>
void EngineServer::send(const char* event, const Json& data, Wanted wanted) {
  const auto connections = m_connections;  // a slow reader is dropped while we go through them
  for (EngineConnection* connection : connections) {
    if (wanted(*connection)) connection->sendEvent(event, data);
  }
}

} // namespace cc::engine
