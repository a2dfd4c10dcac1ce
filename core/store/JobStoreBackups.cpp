// SPDX-License-Identifier: GPL-3.0-or-later
// Backups and their files.
#include "store/JobStore.h"
#include "store/Transaction.h"

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

const QString kColumns =
    u"SELECT job, round, target, state, attempts, files_total, not_before, created_at, finished_at, error"
    " FROM backups"_s;

BackupRow toBackup(const Row& row) {
  return {.jobId = row.text(0),
          .round = row.number(1),
          .target = row.text(2),
          .state = row.text(3),
          .attempts = row.number(4),
          .filesTotal = row.number(5),
          .notBefore = row.integer(6),
          .createdAt = row.integer(7),
          .finishedAt = row.integer(8),
          .error = row.json(9)};
}

QString listOf(const QStringList& states, QVariantList& binds) {
  QStringList marks;
  for (const QString& state : states) {
    marks += u"?"_s;
    binds += state;
  }
  return u" WHERE state IN ("_s + marks.join(u',') + u')';
}

Error otherRound(const QString& jobId) {
  return {.code = ErrorCode::StoreConflict, .params = {{u"id"_s, jobId}, {u"found"_s, u"another round"_s}}};
}

}  // namespace

Status JobStore::openBackup(const QString& jobId, const QString& target) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(m_database.write(u"DELETE FROM backup_files WHERE job = ?"_s, {jobId}));
  CC_CHECK(m_database.write(
      u"INSERT INTO backups(job, round, target, state, attempts, files_total, not_before, created_at, finished_at)"
      " VALUES(?, 1, ?, 'pending', 0, 0, 0, ?, 0)"
      " ON CONFLICT(job) DO UPDATE SET round = round + 1, target = excluded.target, state = 'pending', attempts = 0,"
      " files_total = 0, not_before = 0, created_at = excluded.created_at, finished_at = 0, error = NULL"_s,
      {jobId, target, m_clock.now()}));
  return transaction.commit();
}

Result<std::optional<BackupRow>> JobStore::backup(const QString& jobId) {
  std::optional<BackupRow> found;
  CC_CHECK(
      m_database.read(kColumns + u" WHERE job = ?"_s, {jobId}, [&found](const Row& row) { found = toBackup(row); }));
  return found;
}

Result<std::vector<BackupRow>> JobStore::backups(const QStringList& states) {
  std::vector<BackupRow> found;
  QVariantList binds;
  const QString tail = states.isEmpty() ? QString() : listOf(states, binds);
  CC_CHECK(m_database.read(kColumns + tail + u" ORDER BY not_before, created_at, job"_s, binds,
                           [&found](const Row& row) { found.push_back(toBackup(row)); }));
  return found;
}

Status JobStore::changeBackup(const BackupRow& row) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed,
         m_database.write(u"UPDATE backups SET state = ?, attempts = ?, files_total = ?, not_before = ?,"
                          " finished_at = ?, error = ? WHERE job = ? AND round = ?"_s,
                          {row.state, row.attempts, row.filesTotal, row.notBefore, row.finishedAt, jsonValue(row.error),
                           row.jobId, row.round}));
  CC_CHECK(transaction.commit());
  if (changed != 1) return otherRound(row.jobId);
  return done();
}

Result<int> JobStore::wakeBackups(const QStringList& states, const QString& jobId, bool pend) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  QVariantList binds{pend};
  QString where = listOf(states, binds);
  if (!jobId.isEmpty()) {
    where += u" AND job = ?"_s;
    binds << jobId;
  }
  CC_TRY(const int changed,
         m_database.write(
             u"UPDATE backups SET not_before = 0, state = CASE WHEN ? THEN 'pending' ELSE state END"_s + where, binds));
  CC_CHECK(transaction.commit());
  return changed;
}

Status JobStore::addBackupFile(const BackupFileRow& file, int round) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed,
         m_database.write(u"INSERT INTO backup_files(job, path, size, checksum, stored_as, at)"
                          " SELECT job, ?, ?, ?, ?, ? FROM backups WHERE job = ? AND round = ?"
                          " ON CONFLICT(job, path) DO UPDATE SET size = excluded.size, checksum = excluded.checksum,"
                          " stored_as = excluded.stored_as, at = excluded.at"_s,
                          {file.path, file.size, file.checksum, file.storedAs, file.at ? file.at : m_clock.now(),
                           file.jobId, round}));
  CC_CHECK(transaction.commit());
  if (changed != 1) return otherRound(file.jobId);
  return done();
}

Result<std::vector<BackupFileRow>> JobStore::backupFiles(const QString& jobId) {
  std::vector<BackupFileRow> files;
  CC_CHECK(m_database.read(
      u"SELECT job, path, size, checksum, stored_as, at FROM backup_files WHERE job = ? ORDER BY path"_s, {jobId},
      [&files](const Row& row) {
        files.push_back({.jobId = row.text(0),
                         .path = row.text(1),
                         .size = row.integer(2),
                         .checksum = row.text(3),
                         .storedAs = row.text(4),
                         .at = row.integer(5)});
      }));
  return files;
}

}  // namespace cc::store
