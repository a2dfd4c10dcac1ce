// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "engine/LineSocket.h"

#include <QHash>
#include <QSet>
#include <memory>

namespace cc::engine {

// One client of EngineServer: reads its requests, writes the replies and the events it asked for. own, when given, is
// the engine face of this client alone and the one that is used; else engine is shared with other clients.
class EngineConnection : public QObject {
  Q_OBJECT
public:
  EngineConnection(QLocalSocket* socket, Engine& engine, std::unique_ptr<Engine> own, QObject* parent);

  bool follows(const QString& job) const { return m_followed.contains(job); }
  // Says good-bye and hangs up.
  void finish();

Q_SIGNALS:
  // This client let go of a job of the shared engine.
  void unfollowed(const QString& job);
  void closed(cc::engine::EngineConnection* connection);

private:
  void connectEvents();
  void sendEvent(const char* event, Json data);
  void end();
  void unfollow(const QString& job);
  void handle(const Json& message);
  void dispatch(qint64 id, const QString& method, const Json& params);
  void subscribe(qint64 id, const Json& params);
  void follow(qint64 id, const QString& job, bool on);
  void reply(qint64 id, Result<Json> result);
  void refuse(const Error& error);

  std::unique_ptr<Engine> m_own;
  Engine& m_engine;
  LineSocket m_line;
  QHash<qint64, Call> m_pending;
  QSet<qint64> m_signIns;
  QSet<QString> m_subscriptions, m_followed, m_viewed;
};

}  // namespace cc::engine
