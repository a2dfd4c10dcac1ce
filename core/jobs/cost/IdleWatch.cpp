// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/cost/IdleWatch.h"

#include <algorithm>

namespace cc::jobs {

bool IdleWatch::add(const std::vector<Sample>& samples) {
  const bool was = m_isIdle;
  for (const Sample& sample : samples) {
    if (sample.time <= m_newest) continue;  // a run that was taken up again tells them from the start
    std::optional<double> busiest;
    for (const GpuSample& gpu : sample.gpus) {
      if (gpu.utilization) busiest = std::max(busiest.value_or(0), *gpu.utilization);
    }
    if (!busiest) continue;
    m_newest = sample.time;
    if (*busiest >= m_config.belowPercent)
      m_idleSince.reset();
    else if (!m_idleSince)
      m_idleSince = sample.time;
    m_isIdle = m_config.afterMs > 0 && m_idleSince && m_newest - *m_idleSince >= m_config.afterMs;
  }
  return m_isIdle != was;
}

}  // namespace cc::jobs
