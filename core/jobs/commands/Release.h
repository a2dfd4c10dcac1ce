// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QStringList>

namespace cc::jobs {

class JobQueue;

// Lets held jobs start again. All or nothing; ids or beginnings of ids.
// UsageUnknownJob (job), UsageNotAllowedInState (job, state).
Status releaseJobs(JobQueue& queue, const QStringList& ids);

}  // namespace cc::jobs
