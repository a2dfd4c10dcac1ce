// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/DiskWatch.h"

namespace cc::jobs {

namespace {
constexpr double kLowPercent = 90;
constexpr double kFinePercent = 88;  // below it the warning is over: not with every file that comes and goes
}  // namespace

bool DiskWatch::add(const std::vector<Sample>& samples) {
  const bool was = m_isLow;
  for (const Sample& sample : samples) {
    if (sample.time <= m_newest || !sample.diskFree || sample.diskTotal.value_or(0) <= 0) continue;
    m_newest = sample.time;
    m_free = *sample.diskFree;
    const double used = 100 * (1 - m_free / *sample.diskTotal);
    m_usedPercent = static_cast<int>(used);
    m_isLow = used >= (m_isLow ? kFinePercent : kLowPercent);
  }
  return m_isLow != was;
}

}  // namespace cc::jobs
