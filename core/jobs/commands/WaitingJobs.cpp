// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/WaitingJobs.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

Result<std::vector<store::JobRow>> rowsIn(JobQueue& queue, const QStringList& ids,
                                          const std::vector<JobState>& allowed) {
  CC_TRY(const QStringList full, queue.resolve(ids));
  std::vector<store::JobRow> rows;
  for (const QString& id : full) {
    CC_TRY(auto row, queue.services().store.job(id));
    if (!row) return Error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, id}}};
    const auto state = jobStateFromWord(row->state);
    if (!state || std::find(allowed.begin(), allowed.end(), *state) == allowed.end()) {
      return Error{.code = ErrorCode::UsageNotAllowedInState, .params = {{u"job"_s, id}, {u"state"_s, row->state}}};
    }
    rows.push_back(std::move(*row));
  }
  return rows;
}

Status changeAll(JobQueue& queue, std::vector<store::JobRow>& rows,
                 const std::function<Status(store::JobRow&)>& change) {
  store::JobStore::Batch batch(queue.services().store);
  for (store::JobRow& row : rows) CC_CHECK(change(row));
  CC_CHECK(batch.commit());
  for (const store::JobRow& row : rows) queue.noteChanged(row.id);
  queue.wake();
  return done();
}

}  // namespace cc::jobs
