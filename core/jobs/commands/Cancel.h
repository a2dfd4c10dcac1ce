// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QStringList>

namespace cc::jobs {

class JobQueue;

// Cancels jobs in any state but the final ones: waiting ones at once, active ones by JobRunner::cancel(). All or nothing; ids or beginnings of ids.
// UsageUnknownJob (job), UsageNotAllowedInState (job, state).
Status cancelJobs(JobQueue& queue, const QStringList& ids);

}  // namespace cc::jobs
