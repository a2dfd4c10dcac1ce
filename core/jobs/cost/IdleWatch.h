// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "jobs/AttemptRun.h"

#include <optional>

namespace cc::jobs {

// Sees from a run's samples whether its GPUs have done nothing for so long that somebody should know.
class IdleWatch {
public:
  explicit IdleWatch(const IdleConfig& config) : m_config(config) {}
  // Whether isIdle() changed. Samples of machines without a GPU say nothing.
  bool add(const std::vector<Sample>& samples);
  bool isIdle() const { return m_isIdle; }
  qint64 idleMs() const { return m_idleSince ? m_newest - *m_idleSince : 0; }

private:
  IdleConfig m_config;
  std::optional<qint64> m_idleSince;  // of the runtime's clock
  qint64 m_newest = 0;
  bool m_isIdle = false;
};

}  // namespace cc::jobs
