// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/StateChange.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

const Transition* find(const QString& from, JobState to) {
  const auto state = jobStateFromWord(from);
  const auto table = transitions();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Transition& entry) { return state == entry.from && entry.to == to; });
  return found == table.end() ? nullptr : &*found;
}

void follow(store::JobRow& row, const store::JobChange& change) {
  if (change.schedule) row.schedule = *change.schedule;
  if (change.error) row.error = *change.error;
  if (change.progress) row.progress = *change.progress;
  if (change.attempts) row.attempts = *change.attempts;
  if (change.retriesLeft) row.retriesLeft = *change.retriesLeft;
  if (change.startedAt) row.startedAt = *change.startedAt;
  if (change.finishedAt) row.finishedAt = *change.finishedAt;
  if (change.notBefore) row.notBefore = *change.notBefore;
}

}  // namespace

Status changeState(store::JobStore& store, store::JobRow& row, JobState to, store::JobChange change,
                   const QString& cause) {
  const Transition* entry = find(row.state, to);
  if (!entry) {
    return Error{.code = ErrorCode::Internal,
                 .params = {{u"job"_s, row.id}, {u"from"_s, row.state}, {u"to"_s, toWord(to)}},
                 .detail = u"the table of transitions does not know this one"_s};
  }
  Json details{{"attempt", change.attempts.value_or(row.attempts)}};
  if (!cause.isEmpty()) details["cause"] = toStd(cause);
  CC_CHECK(store.transition(row.id, row.state, toWord(to), QString::fromLatin1(entry->reason), change, details));
  row.state = toWord(to);
  follow(row, change);
  return done();
}

}  // namespace cc::jobs
