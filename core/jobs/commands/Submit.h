// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "base/Result.h"
#include "jobs/BackupTarget.h"
#include "jobs/InputStore.h"
#include "jobs/JobSpec.h"

#include <QStringList>
#include <vector>

namespace cc::jobs {

class JobQueue;

// First half, any thread: reads and checks each notebook once however many specs use it, keeps a copy, checks the
// parameters, fills in what the configuration decides, writes out where a backup goes. Errors name the spec by param "index".
// Notebook*, UsageBadParameter, UsageUnknownProvider (provider, nearest), UsageBadSpec, FileUnwritable, DiskFull.
Result<std::vector<JobSpec>> prepareSubmission(std::vector<JobSpec> specs, const Config& config,
                                               const InputStore& inputs, const BackupDefaults& backups = {});

// Second half, engine's thread: all jobs in one commit. Ids in the order of specs.
Result<QStringList> submitJobs(JobQueue& queue, const std::vector<JobSpec>& prepared);

}  // namespace cc::jobs
