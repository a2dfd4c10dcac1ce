// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QStringList>

namespace cc::jobs {

class JobQueue;

// Keeps waiting jobs (queued, waiting_retry) from starting. All or nothing; ids or beginnings of ids.
// UsageUnknownJob (job), UsageNotAllowedInState (job, state).
Status holdJobs(JobQueue& queue, const QStringList& ids);

}  // namespace cc::jobs
