// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/BackupKeeper.h"

#include <vector>

namespace cc::jobs {

// Private to BackupKeeper: one go at one job's backup.
struct BackupKeeper::Round {
  store::BackupRow row;
  BackupTarget target;  // with the job's own folder
  QString folder;       // the results here
  QSet<QString> stored;
  std::vector<LocalFile> files;
  size_t index = 0;
  int sent = 0;
  std::vector<Error> problems;  // of single files
  bool isOfCheckpoint = false;  // the job goes on: only its newest checkpoint is copied
  EpochMs checkpointAt = 0;     // of the newest one when the round was planned
};

}  // namespace cc::jobs
