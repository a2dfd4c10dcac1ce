// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "jobs/BackupKeeper.h"
#include "jobs/JobRunner.h"
#include "store/JobStore.h"

namespace cc::engine {

// Rows of the store as values for windows. runner: the job's, when it is active, for what is newer than the row.
JobSummary summaryOf(const store::JobRow& row, const jobs::JobRunner* runner);
AttemptDetail attemptOf(const store::AttemptRow& row);
// keeper: for what is being sent.
BackupDetail backupOf(const store::JobRow& job, const store::BackupRow& row,
                      const std::vector<store::BackupFileRow>& files, const jobs::BackupKeeper& keeper);
CheckpointDetail checkpointOf(const store::CheckpointRow& row);
JobEvent eventOf(const store::EventRow& row);
// "lr=0.1 epochs=3", at most about 120 characters.
QString shortParameters(const Json& parameters);

}  // namespace cc::engine
