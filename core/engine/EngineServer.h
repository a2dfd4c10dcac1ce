// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QLocalServer>
#include <functional>
#include <memory>
#include <vector>

namespace cc::engine {

class EngineConnection;

// Serves an engine to other processes of this user over a local socket (EngineProtocol.h). Lives in the engine's
// thread; the engine outlives it. The caller holds the lock of the data folder, so a socket found there is stale.
// perClient makes a face of the engine for each client, so that following and replays of one do not reach another;
// without it all share the engine.
class EngineServer : public QObject {
  Q_OBJECT
public:
  using MakeEngine = std::function<std::unique_ptr<Engine>()>;
  explicit EngineServer(Engine& engine, MakeEngine perClient = {}, QObject* parent = nullptr);
  ~EngineServer() override;

  // FileUnwritable (path): the socket cannot be made, or its folder belongs to somebody else.
  Status listen(const QString& name);
  // Says good-bye to all clients and removes the socket.
  void close();
  int connectionCount() const { return static_cast<int>(m_connections.size()); }

private:
  void accept();
  void drop(EngineConnection* connection);
  void unfollow(const QString& job);

  Engine& m_engine;
  MakeEngine m_perClient;
  QLocalServer m_server;
  std::vector<EngineConnection*> m_connections;
};

}  // namespace cc::engine
