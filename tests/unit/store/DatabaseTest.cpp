// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Database.h"

#include "store/Transaction.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <array>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

const std::array kFirst{Migration{1, {u"CREATE TABLE t(a INTEGER NOT NULL CHECK(a < 100)) STRICT"_s}}};
const std::array kSecond{kFirst[0], Migration{2, {u"ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT 'x'"_s}}};
const std::array kBroken{kFirst[0], Migration{2, {u"CREATE TABLE u(a INTEGER) STRICT"_s, u"CREATE NONSENSE"_s}}};

class DatabaseTest : public testing::Test {
protected:
  QTemporaryDir m_folder;
  QString m_path = m_folder.filePath(u"sub/test.sqlite"_s);
  Database m_database;

  DatabaseOptions with(Schema schema) const { return {.path = m_path, .schema = schema}; }
  Status insert(int value) {
    CC_CHECK(m_database.write(u"INSERT INTO t(a) VALUES(?)"_s, {value}));
    return done();
  }
  qint64 ask(const QString& sql) {
    qint64 answer = -1;
    auto asked = m_database.read(sql, {}, [&](const Row& row) { answer = row.integer(0); });
    EXPECT_TRUE(asked.ok());
    return answer;
  }
  qint64 rows() { return ask(u"SELECT count(*) FROM t"_s); }
  QStringList files() const { return QFileInfo(m_path).dir().entryList(QDir::Files); }
  void overwrite(qint64 offset, const QByteArray& bytes) const {
    QFile file(m_path);
    ASSERT_TRUE(file.open(QIODevice::ReadWrite));
    ASSERT_TRUE(file.seek(offset));
    ASSERT_EQ(file.write(bytes), bytes.size());
  }
};

TEST_F(DatabaseTest, OpeningMakesFolderAndFileForThisUserOnly) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
  EXPECT_EQ(QFile::permissions(m_path) & others, QFile::Permissions());
  EXPECT_EQ(ask(u"PRAGMA user_version"_s), 1);
  EXPECT_EQ(ask(u"PRAGMA synchronous"_s), 2);
  EXPECT_EQ(ask(u"PRAGMA foreign_keys"_s), 1);
  EXPECT_EQ(ask(u"PRAGMA busy_timeout"_s), 5'000);
  QString mode;
  ASSERT_TRUE(m_database.read(u"PRAGMA journal_mode"_s, {}, [&](const Row& row) { mode = row.text(0); }).ok());
  EXPECT_EQ(mode, u"wal"_s);
}

TEST_F(DatabaseTest, NormalDurabilityIsForSamples) {
  ASSERT_TRUE(m_database.open({.path = m_path, .durability = Durability::Normal, .schema = kFirst}).ok());
  EXPECT_EQ(ask(u"PRAGMA synchronous"_s), 1);
}

TEST_F(DatabaseTest, NullTextIsEmptyAndAbsentValueIsNull) {
  ASSERT_TRUE(m_database.open(with({})).ok());
  ASSERT_TRUE(m_database.write(u"CREATE TABLE v(a TEXT NOT NULL, b TEXT) STRICT"_s).ok());
  EXPECT_TRUE(m_database.write(u"INSERT INTO v VALUES(?, ?)"_s, {QString(), jsonValue(nullptr)}).ok());
  EXPECT_EQ(ask(u"SELECT count(*) FROM v WHERE a = '' AND b IS NULL"_s), 1);
}

TEST_F(DatabaseTest, TextThatIsNoJsonReadsAsNull) {
  ASSERT_TRUE(m_database.open(with({})).ok());
  Json json = 1;
  ASSERT_TRUE(m_database.read(u"SELECT '{broken'"_s, {}, [&](const Row& row) { json = row.json(0); }).ok());
  EXPECT_TRUE(json.is_null());
}

TEST_F(DatabaseTest, ATransactionNotCommittedIsRolledBack) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  {
    Transaction transaction(m_database);
    ASSERT_TRUE(transaction.begun().ok());
    ASSERT_TRUE(insert(1).ok());
  }
  EXPECT_FALSE(m_database.inTransaction());
  EXPECT_EQ(rows(), 0);
}

TEST_F(DatabaseTest, InnerTransactionsJoinTheOuterOne) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  {
    Transaction outer(m_database);
    {
      Transaction inner(m_database);
      ASSERT_TRUE(insert(1).ok());
      ASSERT_TRUE(inner.commit().ok());
    }
    EXPECT_TRUE(m_database.inTransaction());
  }
  EXPECT_EQ(rows(), 0);
}

TEST_F(DatabaseTest, AnInnerRollbackSpoilsTheOuterCommit) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  Transaction outer(m_database);
  ASSERT_TRUE(insert(1).ok());
  { Transaction inner(m_database); }
  EXPECT_FALSE(insert(2).ok());
  EXPECT_FALSE(outer.commit().ok());
  EXPECT_EQ(rows(), 0);
}

TEST_F(DatabaseTest, AFailedStatementSpoilsItsTransactionAndTheFirstErrorIsReported) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  Transaction transaction(m_database);
  ASSERT_TRUE(insert(1).ok());
  const Status failed = insert(1'000);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::StoreConflict);
  EXPECT_FALSE(insert(2).ok());
  const Status committed = transaction.commit();
  ASSERT_FALSE(committed.ok());
  EXPECT_EQ(committed.error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(rows(), 0);
  EXPECT_TRUE(insert(3).ok());
}

TEST_F(DatabaseTest, WhatFollowsAFailedBeginIsNotCommittedPieceByPiece) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  ASSERT_TRUE(m_database.read(u"PRAGMA busy_timeout=20"_s, {}, [](const Row&) {}).ok());
  Database other;
  ASSERT_TRUE(other.open(with(kFirst)).ok());
  ASSERT_TRUE(other.begin().ok());
  {
    Transaction transaction(m_database);
    ASSERT_FALSE(transaction.begun().ok());
    EXPECT_EQ(transaction.begun().error().code, ErrorCode::StoreBusy);
    EXPECT_TRUE(transaction.begun().error().retryable);
    ASSERT_TRUE(other.commit().ok());
    EXPECT_FALSE(insert(1).ok());
    EXPECT_FALSE(transaction.commit().ok());
  }
  EXPECT_EQ(rows(), 0);
  EXPECT_TRUE(insert(2).ok());
}

TEST_F(DatabaseTest, AFullDiskIsToldApartAndTheStoreGoesOnAfterwards) {
  ASSERT_TRUE(m_database.open(with({})).ok());
  ASSERT_TRUE(m_database.write(u"CREATE TABLE big(b BLOB) STRICT"_s).ok());
  ASSERT_TRUE(m_database.read(u"PRAGMA max_page_count=10"_s, {}, [](const Row&) {}).ok());
  const auto full = m_database.write(u"INSERT INTO big VALUES(zeroblob(1000000))"_s);
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().code, ErrorCode::DiskFull);
  EXPECT_EQ(full.error().params.value(u"path"_s), m_path);
  {
    Transaction transaction(m_database);
    EXPECT_TRUE(m_database.write(u"INSERT INTO big VALUES(zeroblob(10))"_s).ok());
    EXPECT_FALSE(m_database.write(u"INSERT INTO big VALUES(zeroblob(1000000))"_s).ok());
    EXPECT_FALSE(transaction.commit().ok());
  }
  EXPECT_EQ(ask(u"SELECT count(*) FROM big"_s), 0);
  EXPECT_TRUE(m_database.write(u"INSERT INTO big VALUES(zeroblob(10))"_s).ok());
}

TEST_F(DatabaseTest, MigrationsGoForwardAndKeepACopyOfTheOldFile) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  ASSERT_TRUE(insert(7).ok());
  ASSERT_TRUE(m_database.open(with(kSecond)).ok());
  EXPECT_EQ(ask(u"PRAGMA user_version"_s), 2);
  EXPECT_EQ(ask(u"SELECT count(*) FROM t WHERE a = 7 AND b = 'x'"_s), 1);
  const QString backup = m_path + u".backup-v1"_s;
  ASSERT_TRUE(QFile::exists(backup));
  EXPECT_FALSE(QFile::exists(backup + u".part"_s));
  ASSERT_TRUE(m_database.open({.path = backup, .schema = kFirst}).ok());
  EXPECT_EQ(ask(u"PRAGMA user_version"_s), 1);
  EXPECT_EQ(rows(), 1);
}

TEST_F(DatabaseTest, AFailedMigrationLeavesVersionAndTablesAsTheyWere) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  ASSERT_TRUE(insert(7).ok());
  const Status failed = m_database.open(with(kBroken));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::StoreUnusable);
  EXPECT_FALSE(m_database.isOpen());
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(ask(u"SELECT count(*) FROM sqlite_master WHERE name = 'u'"_s), 0);
}

TEST_F(DatabaseTest, ANewerFileIsRefusedAndLeftAlone) {
  ASSERT_TRUE(m_database.open(with(kSecond)).ok());
  m_database.close();
  const Status refused = m_database.open(with(kFirst));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::StoreTooNew);
  EXPECT_EQ(refused.error().params.value(u"found"_s), u"2"_s);
  EXPECT_EQ(refused.error().params.value(u"known"_s), u"1"_s);
  EXPECT_TRUE(m_database.open(with(kSecond)).ok());
}

TEST_F(DatabaseTest, AFileThatIsNoDatabaseIsMovedAsideNotDeleted) {
  QDir().mkpath(QFileInfo(m_path).path());
  QFile file(m_path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  const QByteArray content = "these are not the bytes of a database " + QByteArray(5'000, 'x');
  file.write(content);
  file.close();
  const Status refused = m_database.open(with(kFirst));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::StoreCorrupt);
  const QString moved = refused.error().params.value(u"moved_to"_s);
  EXPECT_TRUE(moved.startsWith(m_path + u".corrupt-"_s));
  QFile kept(moved);
  ASSERT_TRUE(kept.open(QIODevice::ReadOnly));
  EXPECT_EQ(kept.readAll(), content);
  EXPECT_FALSE(QFile::exists(m_path));
  EXPECT_TRUE(m_database.open(with(kFirst)).ok());
}

TEST_F(DatabaseTest, DamageInsideAFileIsFoundWhenOpening) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  ASSERT_TRUE(m_database.begin().ok());
  for (int i = 0; i < 5'000; ++i) ASSERT_TRUE(insert(i % 100).ok());
  ASSERT_TRUE(m_database.commit().ok());
  m_database.close();
  overwrite(3 * 4'096, QByteArray(4'096, '\xa5'));
  const Status refused = m_database.open(with(kFirst));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::StoreCorrupt);
  EXPECT_FALSE(refused.error().detail.isEmpty());
  EXPECT_TRUE(QFile::exists(refused.error().params.value(u"moved_to"_s)));
}

TEST_F(DatabaseTest, TwoDamagedFilesInOneSecondAreBothKept) {
  for (int i = 0; i < 2; ++i) {
    QDir().mkpath(QFileInfo(m_path).path());
    QFile file(m_path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4'096, 'z'));
    file.close();
    EXPECT_FALSE(m_database.open(with(kFirst)).ok());
  }
  EXPECT_EQ(files().filter(u"corrupt"_s).size(), 2);
}

TEST_F(DatabaseTest, AFolderThatCannotBeMadeIsReportedByName) {
  QFile file(m_folder.filePath(u"sub"_s));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  const Status refused = m_database.open(with(kFirst));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::FileUnwritable);
  EXPECT_FALSE(refused.error().params.value(u"path"_s).isEmpty());
}

TEST_F(DatabaseTest, StatementsBeforeOpenAndAfterCloseAreErrors) {
  EXPECT_FALSE(m_database.write(u"SELECT 1"_s).ok());
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  m_database.close();
  EXPECT_EQ(insert(1).error().code, ErrorCode::StoreUnusable);
}

TEST_F(DatabaseTest, AReadLeavesNoCursorThatKeepsTheWalFromShrinking) {
  ASSERT_TRUE(m_database.open(with(kFirst)).ok());
  ASSERT_TRUE(insert(1).ok());
  EXPECT_EQ(rows(), 1);
  qint64 busy = -1;
  ASSERT_TRUE(
      m_database.read(u"PRAGMA wal_checkpoint(TRUNCATE)"_s, {}, [&](const Row& row) { busy = row.integer(0); }).ok());
  EXPECT_EQ(busy, 0);
}

}  // namespace
}  // namespace cc::store
