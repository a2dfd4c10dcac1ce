// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "store/Migration.h"
#include "store/Row.h"

#include <QHash>
#include <QSqlDatabase>
#include <QString>
#include <QVariant>
#include <functional>
#include <memory>
#include <optional>

class QSqlError;
class QSqlQuery;
class QThread;

namespace cc::store {

// Full: a commit survives power loss. Normal: it survives a killed program; power loss may take the last ones.
enum class Durability { Full, Normal };

struct DatabaseOptions {
  QString path;
  Durability durability = Durability::Full;
  Schema schema;
};

// One connection to one SQLite file. Owned and used by one thread, the one that called open().
// Errors of every call: StoreUnusable (path), StoreBusy (path; retryable), DiskFull (path), StoreCorrupt (path),
// StoreConflict (path) for a violated constraint.
class Database {
public:
  Database();
  virtual ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Creates what is missing, checks a small file or one that was not closed in order, migrates (after a copy to
  // "<path>.backup-v<old version>"). StoreTooNew (path, found, known) leaves the file as it is. StoreCorrupt
  // (path, moved_to): the damaged file, with its -wal and -shm, now has the name moved_to; nothing was deleted and
  // nothing opened: calling open() again starts with an empty file.
  Status open(const DatabaseOptions& options);
  void close();
  bool isOpen() const { return m_database.isOpen(); }
  QString path() const { return m_options.path; }

  using Binds = QVariantList;
  // Runs a prepared, cached statement; answers the number of rows it changed.
  Result<int> write(const QString& sql, const Binds& binds = {});
  // Calls back for each row and closes the cursor, which would keep the WAL from shrinking. The callback runs no
  // statement with the same text.
  Status read(const QString& sql, const Binds& binds, const std::function<void(const Row&)>& onRow);

  // Nesting: only the outermost pair does something. Each begin(), even a failed one, needs one commit() or
  // rollback(). A failed statement or an inner rollback() spoils the whole: commit() then rolls back and answers the
  // first error. BEGIN IMMEDIATE, since a deferred one that turns writer late fails in ways no timeout cures.
  Status begin();
  Status commit();
  void rollback();
  bool inTransaction() const { return m_depth > 0; }

protected:
  // Seam of tests: every statement passes here.
  virtual Status execute(QSqlQuery& query, const QString& sql);
  Error toError(const QSqlError& error) const;

private:
  Status connect();
  Status prepareFile();
  Status configure();
  Status checkIntegrity();
  Status migrate();
  Status applyStep(const Migration& step);
  Status backUp(int version);
  Result<int> userVersion();
  Error moveAside(Error cause);
  Result<QSqlQuery*> statement(const QString& sql);
  Result<QSqlQuery*> run(const QString& sql, const Binds& binds);
  void spoil(const Error& error);

  DatabaseOptions m_options;
  const QString m_connection;
  QSqlDatabase m_database;
  QThread* m_thread = nullptr;
  QHash<QString, std::shared_ptr<QSqlQuery>> m_statements;
  int m_depth = 0;
  bool m_wasDirty = false;
  std::optional<Error> m_spoiled;
};

}  // namespace cc::store
