// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/JobQueue.h"
#include "jobs/StateChange.h"

#include <functional>
#include <vector>

namespace cc::jobs {

// The rows of the jobs named, once each; UsageNotAllowedInState (job, state) when one is in none of the allowed states.
Result<std::vector<store::JobRow>> rowsIn(JobQueue& queue, const QStringList& ids,
                                          const std::vector<JobState>& allowed);

// One commit for all rows, then their changes announced and the queue woken.
Status changeAll(JobQueue& queue, std::vector<store::JobRow>& rows,
                 const std::function<Status(store::JobRow&)>& change);

}  // namespace cc::jobs
