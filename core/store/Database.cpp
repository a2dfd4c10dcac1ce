// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Database.h"

#include "base/Ids.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QThread>

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {
// Primary result codes of sqlite3.h; QtSql hands out the extended ones, whose low byte they are.
enum SqliteCode { Busy = 5, Locked = 6, Corrupt = 11, Full = 13, Constraint = 19, NotADatabase = 26 };
}  // namespace

Database::Database() : m_connection(u"store-"_s + newUuid()) {}

Database::~Database() {
  close();
}

void Database::close() {
  m_statements.clear();
  if (m_database.isValid()) {
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
  }
  m_depth = 0;
  m_spoiled.reset();
  m_thread = nullptr;
}

Error Database::toError(const QSqlError& error) const {
  Error result{.code = ErrorCode::StoreUnusable,
               .params = {{u"path"_s, m_options.path}},
               .detail = u"%1 (%2)"_s.arg(error.databaseText(), error.nativeErrorCode())};
  switch (error.nativeErrorCode().toInt() & 0xff) {
    case Busy:
    case Locked:
      result.code = ErrorCode::StoreBusy;
      result.retryable = true;
      break;
    case Full:
      result.code = ErrorCode::DiskFull;
      break;
    case Corrupt:
    case NotADatabase:
      result.code = ErrorCode::StoreCorrupt;
      break;
    case Constraint:
      result.code = ErrorCode::StoreConflict;
      break;
    default:
      break;
  }
  return result;
}

Status Database::execute(QSqlQuery& query, const QString&) {
  if (!query.exec()) return toError(query.lastError());
  return done();
}

Result<QSqlQuery*> Database::statement(const QString& sql) {
  if (const auto found = m_statements.constFind(sql); found != m_statements.cend()) return found->get();
  auto query = std::make_shared<QSqlQuery>(m_database);
  query->setForwardOnly(true);
  if (!query->prepare(sql)) return toError(query->lastError());
  return m_statements.insert(sql, std::move(query))->get();
}

Result<QSqlQuery*> Database::run(const QString& sql, const Binds& binds) {
  if (!m_database.isOpen()) {
    return Error{.code = ErrorCode::StoreUnusable, .params = {{u"path"_s, m_options.path}}, .detail = u"not open"_s};
  }
  if (QThread::currentThread() != m_thread) qFatal("Database used outside its thread");
  if (m_spoiled) return *m_spoiled;
  auto query = statement(sql);
  if (!query) {
    spoil(query.error());
    return query;
  }
  for (int i = 0; i < binds.size(); ++i) {
    const QVariant& value = binds.at(i);
    // QtSql binds a null QString as NULL; to us it is the empty text.
    const bool nullText = value.typeId() == QMetaType::QString && value.toString().isNull();
    (*query)->bindValue(i, nullText ? QVariant(u""_s) : value);
  }
  if (auto executed = execute(**query, sql); !executed) {
    (*query)->finish();
    spoil(executed.error());
    return std::move(executed).error();
  }
  return query;
}

Result<int> Database::write(const QString& sql, const Binds& binds) {
  CC_TRY(QSqlQuery * query, run(sql, binds));
  const int changed = query->numRowsAffected();
  query->finish();
  return changed;
}

Status Database::read(const QString& sql, const Binds& binds, const std::function<void(const Row&)>& onRow) {
  CC_TRY(QSqlQuery * query, run(sql, binds));
  const Row row(*query);
  while (query->next()) onRow(row);
  const QSqlError error = query->lastError();
  query->finish();
  if (error.isValid()) {
    spoil(toError(error));
    return toError(error);
  }
  return done();
}

void Database::spoil(const Error& error) {
  if (m_depth > 0 && !m_spoiled) m_spoiled = error;
}

Status Database::begin() {
  if (m_depth++ > 0) return m_spoiled ? Status(*m_spoiled) : done();
  // A failed BEGIN spoils too: what follows must not be committed piece by piece.
  CC_CHECK(write(u"BEGIN IMMEDIATE"_s));
  return done();
}

Status Database::commit() {
  if (m_depth > 1) {
    --m_depth;
    return m_spoiled ? Status(*m_spoiled) : done();
  }
  if (!m_spoiled) {
    if (auto committed = write(u"COMMIT"_s); committed) {
      m_depth = 0;
      return done();
    }
  }
  Error error = m_spoiled.value_or(Error{.detail = u"commit without begin"_s});
  rollback();
  return error;
}

void Database::rollback() {
  if (m_depth > 1) {
    --m_depth;
    if (!m_spoiled) m_spoiled = Error{.code = ErrorCode::Internal, .detail = u"an inner transaction was given up"_s};
    return;
  }
  m_depth = 0;
  m_spoiled.reset();
  // Fails harmlessly when BEGIN failed or SQLite rolled back by itself, as it does on a full disk.
  (void)write(u"ROLLBACK"_s);
}

}  // namespace cc::store
