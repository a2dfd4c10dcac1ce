// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Hold.h"

#include "jobs/commands/WaitingJobs.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Status holdJobs(JobQueue& queue, const QStringList& ids) {
  CC_TRY(const auto rows, rowsIn(queue, ids, {JobState::Queued, JobState::WaitingRetry, JobState::Held}));
  return changeAll(queue, rows, [&](const store::JobRow& row) -> Status {
    if (row.state == toWord(JobState::Held)) return done();
    return queue.services().store.transition(row.id, row.state, toWord(JobState::Held), u"hold_asked"_s);
  });
}

}  // namespace cc::jobs
