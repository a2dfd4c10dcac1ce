// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

namespace cc::app {

// "3 min ago", "2026-01-31 14:05", or "-" when not yet.
QString timeText(EpochMs time, EpochMs now);
// "1h05m", "12s"
QString spanText(qint64 ms);
QString cellsText(const engine::JobSummary& job);
// "[#####.....]  12/50 cells   1m05s   cell 13 running"
QString progressText(const engine::JobSummary& job, EpochMs now);
// Exit code of an ended job.
int exitCodeFor(const engine::JobSummary& job);
// The worse of two exit codes of jobs.
int worse(int a, int b);

}  // namespace cc::app
