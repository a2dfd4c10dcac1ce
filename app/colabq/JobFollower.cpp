// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobFollower.h"

namespace cc::app {

JobFollower::JobFollower(engine::Engine& engine, bool outputs, QObject* parent)
    : QObject(parent), m_engine(engine), m_outputs(outputs) {
  connect(&engine, &engine::Engine::changed, this, [this](const engine::ChangeSet& changes) {
    for (const engine::JobSummary& job : changes.jobs) take(job);
  });
  if (!outputs) return;
  connect(&engine, &engine::Engine::outputArrived, this, [this](const engine::OutputChunk& chunk) {
    if (m_jobs.contains(chunk.job)) Q_EMIT output(chunk);
  });
}

void JobFollower::start(const QStringList& ids) {
  for (const QString& id : ids) m_jobs.insert(id, {.told = !m_outputs});
  for (const QString& id : ids) {
    if (m_outputs) {
      m_engine.follow(id, true, this, [this, id](Result<Nothing> result) {
        if (!result.ok()) return Q_EMIT failed(result.error());
        m_jobs[id].told = true;
        if (m_jobs[id].final) askForResult(id);
      });
    }
    m_engine.job(id, this, [this](Result<engine::JobDetail> detail) {
      if (detail.ok())
        take(detail->summary);
      else
        Q_EMIT failed(detail.error());
    });
  }
}

QStringList JobFollower::unfinished() const {
  QStringList ids;
  for (auto it = m_jobs.cbegin(); it != m_jobs.cend(); ++it) {
    if (!it->final) ids.append(it.key());
  }
  return ids;
}

void JobFollower::take(const engine::JobSummary& job) {
  const auto tracked = m_jobs.find(job.id);
  if (tracked == m_jobs.end() || tracked->ended) return;
  tracked->final = jobs::isFinal(job.state);
  Q_EMIT changed(job);
  if (tracked->final && tracked->told) askForResult(job.id);
}

// The last word on a job: its outputs have all been told before the reply comes.
void JobFollower::askForResult(const QString& id) {
  if (std::exchange(m_jobs[id].asked, true)) return;
  m_engine.job(id, this, [this, id](Result<engine::JobDetail> detail) {
    if (!detail.ok()) return Q_EMIT failed(detail.error());
    m_jobs[id].asked = false;
    if (!jobs::isFinal(detail->summary.state)) return;  // retried by somebody: goes on
    m_jobs[id].ended = true;
    m_results.push_back(*detail);
    Q_EMIT jobEnded(*detail);
    if (m_results.size() == static_cast<size_t>(m_jobs.size())) Q_EMIT allEnded();
  });
}

}  // namespace cc::app
