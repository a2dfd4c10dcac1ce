// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineServer.h"

#include "base/Log.h"
#include "engine/EngineConnection.h"
#include "engine/EngineProtocol.h"
#include "engine/LocalPeer.h"

#include <QLocalSocket>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

EngineServer::EngineServer(Engine& engine, MakeEngine perClient, QObject* parent)
    : QObject(parent), m_engine(engine), m_perClient(std::move(perClient)) {
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  connect(&m_server, &QLocalServer::newConnection, this, &EngineServer::accept);
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
    auto* connection = new EngineConnection(socket, m_engine, m_perClient ? m_perClient() : nullptr, this);
    connect(connection, &EngineConnection::closed, this, &EngineServer::drop);
    connect(connection, &EngineConnection::unfollowed, this, &EngineServer::unfollow);
    m_connections.push_back(connection);
  }
}

void EngineServer::drop(EngineConnection* connection) {
  if (std::erase(m_connections, connection) > 0) connection->deleteLater();
}

void EngineServer::unfollow(const QString& job) {
  const bool anyLeft = std::any_of(m_connections.begin(), m_connections.end(),
                                   [&job](const EngineConnection* connection) { return connection->follows(job); });
  if (!anyLeft) m_engine.follow(job, false, this, [](Result<Nothing>) {});
}

}  // namespace cc::engine
