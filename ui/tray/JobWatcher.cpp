// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/JobWatcher.h"

namespace cc::ui {

JobWatcher::JobWatcher(QObject* parent) : QObject(parent) {
  m_group.setSingleShot(true);
  m_group.setInterval(1500);
  connect(&m_group, &QTimer::timeout, this, [this] { Q_EMIT ended(std::exchange(m_ended, {})); });
}

void JobWatcher::see(const std::vector<engine::JobSummary>& jobs) {
  for (const engine::JobSummary& job : jobs) {
    const bool wasWarned = m_warned.contains(job.id);
    const bool isWarned = job.warning && job.state != engine::JobState::Queued;  // many wait for the same thing
    if (isWarned && !wasWarned) {
      m_warned.insert(job.id);
      Q_EMIT warned(job);
    } else if (!isWarned && wasWarned) {
      m_warned.remove(job.id);
    }
    if (!jobs::isFinal(job.state)) {
      m_unfinished.insert(job.id, job.state);
    } else if (m_unfinished.remove(job.id) > 0 && job.state != engine::JobState::Cancelled) {
      m_ended.push_back(job);
      m_group.start();
    }
  }
}

}  // namespace cc::ui
