// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commands/Reorder.h"

#include "jobs/commands/WaitingJobs.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace cc::jobs {

Status setPriority(JobQueue& queue, const QStringList& ids, int priority) {
  CC_TRY(auto rows, rowsIn(queue, ids,
                           {JobState::Queued, JobState::Held, JobState::WaitingRetry, JobState::Starting,
                            JobState::Running, JobState::Reconnecting}));
  return changeAll(queue, rows,
                   [&](const store::JobRow& row) { return queue.services().store.setPriority(row.id, priority); });
}

Status moveJobs(JobQueue& queue, const QStringList& ids, const QString& before) {
  const std::vector<JobState> waiting{JobState::Queued, JobState::Held, JobState::WaitingRetry};
  CC_TRY(const auto moved, rowsIn(queue, ids, waiting));
  QStringList order;
  for (const store::JobRow& row : moved) order << row.id;
  QString anchor;
  std::optional<int> priority;
  if (!before.isEmpty()) {
    CC_TRY(const auto target, rowsIn(queue, {before}, waiting));
    anchor = target.front().id;
    priority = target.front().priority;
  }
  store::JobStore& store = queue.services().store;
  store::JobStore::Batch batch(store);
  for (const store::JobRow& row : moved) {
    if (priority && row.priority != *priority) CC_CHECK(store.setPriority(row.id, *priority));
  }
  if (!order.contains(anchor)) CC_CHECK(store.moveJobs(order, anchor));
  CC_CHECK(batch.commit());
  // Positions of others may have shifted too: a nameless change makes listeners look again.
  for (const QString& id : order) queue.noteChanged(id);
  queue.wake();
  return done();
}

}  // namespace cc::jobs
