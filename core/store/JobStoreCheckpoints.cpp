// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints that have come home.
#include "store/JobStore.h"
#include "store/Transaction.h"

using namespace Qt::StringLiterals;

namespace cc::store {

Status JobStore::addCheckpoint(const CheckpointRow& checkpoint) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  const EpochMs now = m_clock.now();
  CC_CHECK(m_database.write(
      u"INSERT INTO checkpoints(job, attempt, number, path, files, size, taken_at, at)"
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?)"_s,
      {checkpoint.jobId, checkpoint.attempt, checkpoint.number, checkpoint.path, jsonValue(checkpoint.files),
       checkpoint.size, checkpoint.takenAt, checkpoint.at ? checkpoint.at : now}));
  CC_CHECK(insertEvent({.jobId = checkpoint.jobId,
                        .kind = u"checkpoint"_s,
                        .details = {{"path", toStd(checkpoint.path)}, {"size", checkpoint.size}},
                        .at = now}));
  return transaction.commit();
}

Result<std::vector<CheckpointRow>> JobStore::checkpoints(const QString& jobId) {
  std::vector<CheckpointRow> checkpoints;
  CC_CHECK(
      m_database.read(u"SELECT job, attempt, number, path, files, size, taken_at, at FROM checkpoints WHERE job = ?"
                      " ORDER BY attempt DESC, number DESC"_s,
                      {jobId}, [&checkpoints](const Row& row) {
                        checkpoints.push_back({.jobId = row.text(0),
                                               .attempt = row.number(1),
                                               .number = row.number(2),
                                               .path = row.text(3),
                                               .files = row.json(4),
                                               .size = row.integer(5),
                                               .takenAt = row.integer(6),
                                               .at = row.integer(7)});
                      }));
  return checkpoints;
}

Status JobStore::removeCheckpoint(const QString& jobId, const QString& path) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(m_database.write(u"DELETE FROM checkpoints WHERE job = ? AND path = ?"_s, {jobId, path}));
  return transaction.commit();
}

}  // namespace cc::store
