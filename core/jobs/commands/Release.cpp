// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Release.h"

#include "jobs/commands/WaitingJobs.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Status releaseJobs(JobQueue& queue, const QStringList& ids) {
  CC_TRY(auto rows, rowsIn(queue, ids, {JobState::Held, JobState::Queued}));
  return changeAll(queue, rows, [&](store::JobRow& row) -> Status {
    if (row.state == toWord(JobState::Queued)) return done();
    store::JobChange change;
    change.schedule = toWord(ScheduleState::Waiting);
    change.notBefore = 0;
    return changeState(queue.services().store, row, JobState::Queued, change);
  });
}

}  // namespace cc::jobs
