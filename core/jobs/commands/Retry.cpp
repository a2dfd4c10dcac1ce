// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Retry.h"

#include "jobs/commands/WaitingJobs.h"
#include "jobs/cost/CostKeeper.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Status retryJobs(JobQueue& queue, const QStringList& ids) {
  CC_TRY(auto rows, rowsIn(queue, ids,
                           {JobState::Failed, JobState::Cancelled, JobState::TimedOut, JobState::Lost,
                            JobState::Succeeded, JobState::WaitingRetry}));
  JobServices& services = queue.services();
  return changeAll(queue, rows, [&](store::JobRow& row) -> Status {
    CC_TRY(const JobSpec spec, jobSpecFromJson(row.spec));
    if (auto spent = services.costs->spentBudget(row.id, spec.maxUnits))
      return std::move(*spent).with(u"job"_s, row.id);
    store::JobChange change;
    change.schedule = toWord(ScheduleState::Waiting);
    change.retriesLeft = spec.retries;
    change.finishedAt = 0;
    change.notBefore = 0;
    change.error = Json();
    return changeState(services.store, row, JobState::Queued, change);
  });
}

}  // namespace cc::jobs
