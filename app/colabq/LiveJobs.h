// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "colabq/JobFollower.h"
#include "colabq/Terminal.h"

#include <QTimer>

namespace cc::app {

// Shows jobs while they run: outputs, a progress bar on a terminal, plain lines in a pipe, objects with --json.
class LiveJobs : public QObject {
  Q_OBJECT
public:
  LiveJobs(engine::Engine& engine, Terminal& terminal, bool outputs, QObject* parent);
  void start(const QStringList& ids);
  QStringList unfinished() const { return m_follower.unfinished(); }

Q_SIGNALS:
  void ended(int exitCode);
  void failed(const cc::Error& error);

private:
  void onChanged(const engine::JobSummary& job);
  void onOutput(const engine::OutputChunk& chunk);
  void onJobEnded(const engine::JobDetail& job);
  void drawProgress();
  QString prefix(const QString& job) const;
  void flushPartial(const QString& job);

  Terminal& m_terminal;
  SystemClock m_clock;
  JobFollower m_follower;
  QTimer m_tick;
  bool m_many = false;
  int m_exitCode = 0;
  QHash<QString, engine::JobSummary> m_last;
  QHash<QString, QByteArray> m_partial;  // of jobs whose outputs are told apart by line
};

}  // namespace cc::app
