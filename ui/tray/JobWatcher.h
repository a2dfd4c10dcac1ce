// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <vector>

namespace cc::ui {

// Notices jobs that end while the window runs. Those that end within a second and a half are one announcement.
class JobWatcher : public QObject {
  Q_OBJECT
public:
  explicit JobWatcher(QObject* parent = nullptr);
  void see(const std::vector<engine::JobSummary>& jobs);

Q_SIGNALS:
  void warned(const cc::engine::JobSummary& job);  // its warning is new
  void ended(const std::vector<cc::engine::JobSummary>& jobs);

private:
  QHash<QString, engine::JobState> m_unfinished;
  std::vector<engine::JobSummary> m_ended;
  QSet<QString> m_warned;
  QTimer m_group;
};

}  // namespace cc::ui
