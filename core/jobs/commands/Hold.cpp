// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Hold.h"

#include "jobs/commands/WaitingJobs.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Status holdJobs(JobQueue& queue, const QStringList& ids) {
  CC_TRY(auto rows, rowsIn(queue, ids, {JobState::Queued, JobState::WaitingRetry, JobState::Held}));
  return changeAll(queue, rows, [&](store::JobRow& row) -> Status {
    if (row.state == toWord(JobState::Held)) return done();
    return changeState(queue.services().store, row, JobState::Held);
  });
}

}  // namespace cc::jobs
