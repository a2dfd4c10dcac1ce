// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "engine/LineSocket.h"

#include <QHash>
#include <QSet>

namespace cc::engine {

// One client of EngineServer: reads its requests, writes the replies and the events it asked for.
class EngineConnection : public QObject {
  Q_OBJECT
public:
  EngineConnection(QLocalSocket* socket, Engine& engine, QObject* parent);

  bool wants(const QString& event) const { return m_subscriptions.contains(event); }
  bool follows(const QString& job) const { return m_followed.contains(job); }
  bool views(const QString& job) const { return m_viewed.contains(job); }
  QSet<QString> followedJobs() const { return m_followed; }
  void sendEvent(const char* event, Json data);
  void finish() { m_line.close(); }

Q_SIGNALS:
  void unfollowed(cc::engine::EngineConnection* by, const QString& job);
  void closed(cc::engine::EngineConnection* connection);

private:
  void handle(const Json& message);
  void dispatch(qint64 id, const QString& method, const Json& params);
  void subscribe(qint64 id, const Json& params);
  void follow(qint64 id, const QString& job, bool on);
  void reply(qint64 id, Result<Json> result);
  void refuse(const Error& error);

  LineSocket m_line;
  Engine& m_engine;
  QHash<qint64, Call> m_pending;
  QSet<QString> m_subscriptions, m_followed, m_viewed;
};

} // namespace cc::engine
