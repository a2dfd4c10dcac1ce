// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QStringList>

namespace cc::jobs {

class JobQueue;

// Queues ended jobs again, behind the others, with their retries restored. waiting_retry ones are due at once. All or nothing; ids or beginnings of ids.
// UsageUnknownJob (job), UsageNotAllowedInState (job, state).
Status retryJobs(JobQueue& queue, const QStringList& ids);

}  // namespace cc::jobs
