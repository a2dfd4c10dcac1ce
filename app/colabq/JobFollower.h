// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QHash>

namespace cc::app {

// Follows jobs until all have ended. Signals come from the event loop.
class JobFollower : public QObject {
  Q_OBJECT
public:
  JobFollower(engine::Engine& engine, bool outputs, QObject* parent);
  // Whole ids.
  void start(const QStringList& ids);
  const std::vector<engine::JobDetail>& results() const { return m_results; }
  QStringList unfinished() const;

Q_SIGNALS:
  void changed(const cc::engine::JobSummary& job);
  void output(const cc::engine::OutputChunk& chunk);
  void jobEnded(const cc::engine::JobDetail& job);
  void allEnded();
  void failed(const cc::Error& error);

private:
  struct Tracked {
    bool told = false;  // its outputs so far have come
    bool final = false;
    bool asked = false;
    bool ended = false;
  };
  void take(const engine::JobSummary& job);
  void askForResult(const QString& id);

  engine::Engine& m_engine;
  bool m_outputs;
  QHash<QString, Tracked> m_jobs;
  std::vector<engine::JobDetail> m_results;
};

}  // namespace cc::app
