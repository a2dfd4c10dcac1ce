// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Worker.h"
#include "engine/CellViews.h"
#include "engine/EngineTypes.h"
#include "jobs/JobQueue.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <functional>
#include <vector>

namespace cc::engine {

// Notebooks of jobs as windows see them: which cells changed since a revision, and outputs for followers. Active jobs
// are read from their run, others from executed.ipynb (or input.ipynb) in the pool. Engine's thread.
class JobViews : public QObject {
  Q_OBJECT
public:
  JobViews(jobs::JobQueue& queue, Worker& worker, QObject* parent = nullptr);

  void view(const QString& job, qint64 since, std::function<void(Result<NotebookView>)> reply);
  // What was put out so far; deltas follow by outputArrived().
  void follow(const QString& job, std::function<void(Result<std::vector<OutputChunk>>)> reply);
  void unfollow(const QString& job);

Q_SIGNALS:
  void viewChanged(const QString& job, qint64 revision);
  void outputArrived(const cc::engine::OutputChunk& chunk);

private:
  struct State {
    qint64 revision = 1;
    std::vector<qint64> cells;  // revision of each cell's last change
    int running = -1;
  };
  struct Following {
    OutputFollower follower;
    int count = 0;
  };
  void onCells(const QString& job, const std::vector<int>& cells);
  void onRunEnded(const QString& job);
  NotebookView viewOf(const QString& job, const notebook::Notebook& notebook, qint64 since, int running);
  void load(const QString& job, std::function<void(Result<notebook::Notebook>)> then);

  jobs::JobQueue& m_queue;
  Worker& m_worker;
  QHash<QString, State> m_states;  // jobs somebody has called view() on
  QHash<QString, Following> m_following;
};

}  // namespace cc::engine
