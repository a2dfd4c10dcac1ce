// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs: guarded transitions and the other changes.
#include "store/JobStore.h"
#include "store/Transaction.h"

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

QVariant orKeep(const std::optional<QString>& value) {
  return value ? QVariant(value->isNull() ? u""_s : *value) : QVariant();
}
template <typename Number>
QVariant orKeep(const std::optional<Number>& value) {
  return value ? QVariant(*value) : QVariant();
}

// One text for every mix of changes, so that it stays prepared: NULL keeps the column. JSON columns can be set to
// NULL, so they have a switch.
const QString kTransition =
    u"UPDATE jobs SET state = ?, schedule = ifnull(?, schedule), results_dir = ifnull(?, results_dir),"
    " attempts = ifnull(?, attempts), retries_left = ifnull(?, retries_left), started_at = ifnull(?, started_at),"
    " finished_at = ifnull(?, finished_at), not_before = ifnull(?, not_before),"
    " error = CASE WHEN ? THEN ? ELSE error END, progress = CASE WHEN ? THEN ? ELSE progress END"
    " WHERE id = ? AND state = ?"_s;

}  // namespace

Status JobStore::transition(const QString& jobId, const QString& from, const QString& to, const QString& reason,
                            const JobChange& change, const Json& details) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed,
         m_database.write(kTransition, {to, orKeep(change.schedule), orKeep(change.resultsDir), orKeep(change.attempts),
                                        orKeep(change.retriesLeft), orKeep(change.startedAt), orKeep(change.finishedAt),
                                        orKeep(change.notBefore), change.error.has_value(),
                                        jsonValue(change.error.value_or(nullptr)), change.progress.has_value(),
                                        jsonValue(change.progress.value_or(nullptr)), jobId, from}));
  if (changed != 1) {
    Error error = conflict(u"jobs"_s, jobId, from);
    CC_CHECK(transaction.commit());  // nothing was written; a batch around us is not spoiled
    return error;
  }
  CC_CHECK(insertEvent({.jobId = jobId,
                        .kind = u"state"_s,
                        .from = from,
                        .to = to,
                        .reason = reason,
                        .details = details,
                        .at = m_clock.now()}));
  return transaction.commit();
}

Error JobStore::conflict(const QString& table, const QString& id, const QString& expected) {
  QString found;
  auto looked = m_database.read(u"SELECT state FROM %1 WHERE id = ?"_s.arg(table), {id},
                                [&found](const Row& row) { found = row.text(0); });
  if (!looked) return std::move(looked).error();
  return Error{.code = ErrorCode::StoreConflict,
               .params = {{u"id"_s, id}, {u"expected"_s, expected}, {u"found"_s, found}}};
}

Status JobStore::changeJob(const QString& jobId, const QString& column, const QVariant& value) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed, m_database.write(u"UPDATE jobs SET %1 = ? WHERE id = ?"_s.arg(column), {value, jobId}));
  CC_CHECK(transaction.commit());
  if (changed == 1) return done();
  return Error{.code = ErrorCode::StoreConflict, .params = {{u"id"_s, jobId}, {u"found"_s, u""_s}}};
}

Status JobStore::updateProgress(const QString& jobId, const Json& progress) {
  return changeJob(jobId, u"progress"_s, jsonValue(progress));
}

Status JobStore::setPriority(const QString& jobId, int priority) {
  return changeJob(jobId, u"priority"_s, priority);
}

Status JobStore::setPosition(const QString& jobId, qint64 position) {
  return changeJob(jobId, u"position"_s, position);
}

Status JobStore::moveJobs(const QStringList& jobIds, const QString& before) {
  if (jobIds.contains(before)) {
    return Error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, before}}, .detail = u"before itself"_s};
  }
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  const qint64 room = jobIds.size() + 1;
  std::optional<qint64> upper;
  qint64 lower = 0;
  const auto takeLower = [&lower](const Row& row) { lower = row.integer(0); };
  if (before.isEmpty()) {
    CC_CHECK(m_database.read(u"SELECT ifnull(max(position), 0) FROM jobs"_s, {}, takeLower));
    upper = lower + room * kPositionStep;
  } else {
    CC_CHECK(m_database.read(u"SELECT position FROM jobs WHERE id = ?"_s, {before},
                             [&upper](const Row& row) { upper = row.integer(0); }));
    if (!upper) return Error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, before}}};
    CC_CHECK(m_database.read(u"SELECT ifnull(max(position), ? - ?) FROM jobs WHERE position < ?"_s,
                             {*upper, room * kPositionStep, *upper}, takeLower));
    if (*upper - lower < room) {
      CC_CHECK(shiftFrom(*upper, room * kPositionStep));
      *upper += room * kPositionStep;
    }
  }
  const qint64 step = (*upper - lower) / room;
  for (const QString& id : jobIds) {
    lower += step;
    auto moved = setPosition(id, lower);
    if (!moved && moved.error().code == ErrorCode::StoreConflict) {
      return Error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, id}}};
    }
    CC_CHECK(std::move(moved));
  }
  return transaction.commit();
}

Status JobStore::shiftFrom(qint64 position, qint64 by) {
  CC_CHECK(m_database.write(u"UPDATE jobs SET position = position + ? WHERE position >= ?"_s, {by, position}));
  return done();
}

Result<QStringList> JobStore::prune(const QStringList& states, EpochMs finishedBefore) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  QStringList ids;
  for (const QString& state : states) {
    CC_CHECK(
        m_database.read(u"SELECT id FROM jobs WHERE state = ? AND finished_at > 0 AND finished_at < ?"
                        // What has not been copied yet is kept until it is, or cannot be.
                        " AND id NOT IN (SELECT job FROM backups WHERE state IN ('pending', 'waiting'))"_s,
                        {state, finishedBefore}, [&ids](const Row& row) { ids += row.text(0); }));
  }
  if (ids.isEmpty()) {
    CC_CHECK(transaction.commit());
    return ids;
  }
  // Written first: the newest event is never removed, so no number is given out twice.
  CC_CHECK(insertEvent({.kind = u"pruned"_s, .details = {{"jobs", ids.size()}}, .at = m_clock.now()}));
  for (const QString& id : ids) {
    CC_CHECK(m_database.write(u"DELETE FROM events WHERE job = ?"_s, {id}));
    CC_CHECK(m_database.write(u"DELETE FROM leases WHERE job = ? AND state IN ('released', 'lost')"_s, {id}));
    CC_CHECK(m_database.write(u"DELETE FROM jobs WHERE id = ?"_s, {id}));  // the rest follows by foreign key
  }
  CC_CHECK(transaction.commit());
  return ids;
}

}  // namespace cc::store
