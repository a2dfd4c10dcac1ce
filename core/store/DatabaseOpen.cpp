// SPDX-License-Identifier: GPL-3.0-or-later
// Opening: file, settings, check, migration.
#include "store/Database.h"
#include "store/Transaction.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

// quick_check reads the whole file: some 0.2 s for this size from a cold disk.
constexpr qint64 kSmallFile = 32 * 1024 * 1024;

// VACUUM INTO does not reach the disk by itself.
bool flushToDisk(const QString& path) {
#ifdef Q_OS_UNIX
  QFile file(path);
  return file.open(QIODevice::ReadWrite) && ::fsync(file.handle()) == 0;
#else
  Q_UNUSED(path);
  return true;
#endif
}

}  // namespace

Status Database::open(const DatabaseOptions& options) {
  close();
  m_options = options;
  m_thread = QThread::currentThread();
  CC_CHECK(prepareFile());
  Status opened = connect();
  if (opened) opened = configure();
  if (opened) opened = checkIntegrity();
  if (opened) opened = migrate();
  if (opened) return opened;
  close();
  if (opened.error().code == ErrorCode::StoreCorrupt) return moveAside(std::move(opened).error());
  return opened;
}

Status Database::prepareFile() {
  const QFileInfo info(m_options.path);
  m_wasDirty = QFileInfo(m_options.path + u"-wal"_s).size() > 0;
  if (!QDir().mkpath(info.absolutePath())) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, info.absolutePath()}}};
  }
  if (info.exists()) return done();
  // Made here, since SQLite would let other users read it; its -wal and -shm take the same mode.
  QFile file(m_options.path);
  if (!file.open(QIODevice::WriteOnly)) {
    return Error{
        .code = ErrorCode::FileUnwritable, .params = {{u"path"_s, m_options.path}}, .detail = file.errorString()};
  }
  file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
  return done();
}

Status Database::connect() {
  m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
  m_database.setDatabaseName(m_options.path);
  m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
  if (!m_database.open()) return toError(m_database.lastError());
  return done();
}

Status Database::configure() {
  const auto ignore = [](const Row&) {};
  // First: how to wait and how hard to sync, then the first access to the file itself.
  const bool full = m_options.durability == Durability::Full;
  CC_CHECK(read(full ? u"PRAGMA synchronous=FULL"_s : u"PRAGMA synchronous=NORMAL"_s, {}, ignore));
  CC_CHECK(read(u"PRAGMA foreign_keys=ON"_s, {}, ignore));
  CC_CHECK(read(u"PRAGMA temp_store=MEMORY"_s, {}, ignore));
  CC_CHECK(read(u"PRAGMA cache_size=-16384"_s, {}, ignore));
  CC_CHECK(read(u"PRAGMA journal_size_limit=16777216"_s, {}, ignore));
  // Answers another mode where the file system cannot do WAL (network drives): slower, as safe.
  return read(u"PRAGMA journal_mode=WAL"_s, {}, ignore);
}

Status Database::checkIntegrity() {
  if (!m_wasDirty && QFileInfo(m_options.path).size() > kSmallFile) return done();
  QStringList found;
  CC_CHECK(read(u"PRAGMA quick_check(5)"_s, {}, [&found](const Row& row) { found += row.text(0); }));
  if (found == QStringList{u"ok"_s}) return done();
  return Error{.code = ErrorCode::StoreCorrupt,
               .params = {{u"path"_s, m_options.path}},
               .detail = found.join(u"; "_s).left(1'000)};
}

Result<int> Database::userVersion() {
  int version = 0;
  CC_CHECK(read(u"PRAGMA user_version"_s, {}, [&version](const Row& row) { version = row.number(0); }));
  return version;
}

Status Database::migrate() {
  const int known = m_options.schema.empty() ? 0 : m_options.schema.back().version;
  CC_TRY(const int found, userVersion());
  if (found > known) {
    return Error{
        .code = ErrorCode::StoreTooNew,
        .params = {
            {u"path"_s, m_options.path}, {u"found"_s, QString::number(found)}, {u"known"_s, QString::number(known)}}};
  }
  if (found > 0 && found < known) CC_CHECK(backUp(found));
  for (const Migration& step : m_options.schema) {
    if (step.version > found) CC_CHECK(applyStep(step));
  }
  return done();
}

Status Database::applyStep(const Migration& step) {
  Transaction transaction(*this);
  CC_CHECK(transaction.begun());
  // Another process may have done it while we waited for the lock.
  CC_TRY(const int present, userVersion());
  if (present >= step.version) return transaction.commit();
  for (const QString& statement : step.statements) CC_CHECK(write(statement));
  CC_CHECK(write(u"PRAGMA user_version=%1"_s.arg(step.version)));
  return transaction.commit();
}

Status Database::backUp(int version) {
  const QString target = m_options.path + u".backup-v%1"_s.arg(version);
  const QString part = target + u".part"_s;
  QFile::remove(part);
  CC_CHECK(write(u"VACUUM INTO ?"_s, {part}));
  QFile::setPermissions(part, QFile::ReadOwner | QFile::WriteOwner);
  QFile::remove(target);
  if (!flushToDisk(part) || !QFile::rename(part, target)) {
    return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, target}}};
  }
  return done();
}

Error Database::moveAside(Error cause) {
  const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
  QString target = m_options.path + u".corrupt-"_s + time;
  for (int i = 2; QFile::exists(target); ++i) target = m_options.path + u".corrupt-%1-%2"_s.arg(time).arg(i);
  if (!QFile::rename(m_options.path, target)) {
    cause.detail += u"; it could not be moved to "_s + target;
    return cause;
  }
  // Under names that SQLite would look for, so that a repair finds the last commits.
  for (const QString& ending : {u"-wal"_s, u"-shm"_s}) QFile::rename(m_options.path + ending, target + ending);
  return std::move(cause).with(u"moved_to"_s, target);
}

}  // namespace cc::store
