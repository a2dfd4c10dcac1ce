// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/AttemptRun.h"

#include <optional>

namespace cc::jobs {

// Sees from a run's samples whether the disk of its machine is nearly full: what the notebook saves there is lost then.
class DiskWatch {
public:
  // Whether isLow() changed.
  bool add(const std::vector<Sample>& samples);
  bool isLow() const { return m_isLow; }
  int usedPercent() const { return m_usedPercent; }
  double freeBytes() const { return m_free; }

private:
  qint64 m_newest = 0;  // of the runtime's clock
  bool m_isLow = false;
  int m_usedPercent = 0;
  double m_free = 0;
};

}  // namespace cc::jobs
