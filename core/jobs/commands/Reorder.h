// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QStringList>

namespace cc::jobs {

class JobQueue;

// Priority of jobs that have not ended; higher starts first.
Status setPriority(JobQueue& queue, const QStringList& ids, int priority);
// Puts waiting jobs, in the order given, before another one of the queue; empty: behind all. They take its priority.
Status moveJobs(JobQueue& queue, const QStringList& ids, const QString& before);

}  // namespace cc::jobs
