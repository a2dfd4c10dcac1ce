// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Cancel.h"

#include "jobs/commands/WaitingJobs.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Status cancelJobs(JobQueue& queue, const QStringList& ids) {
  CC_TRY(auto rows, rowsIn(queue, ids,
                           {JobState::Queued, JobState::Held, JobState::WaitingRetry, JobState::Starting,
                            JobState::Running, JobState::Reconnecting, JobState::Collecting, JobState::Cancelling}));
  JobServices& services = queue.services();
  return changeAll(queue, rows, [&](store::JobRow& row) -> Status {
    if (JobRunner* runner = queue.runner(row.id)) return runner->cancel();
    store::JobChange change;
    change.schedule = toWord(ScheduleState::Done);
    change.finishedAt = services.clock.now();
    change.error = cc::toJson(Error{.code = ErrorCode::JobCancelled});
    return changeState(services.store, row, JobState::Cancelled, change);
  });
}

}  // namespace cc::jobs
