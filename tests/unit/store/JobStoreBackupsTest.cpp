// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/JobStore.h"
#include "support/TempStore.h"

#include <gtest/gtest.h>

#include <QFile>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

class JobStoreBackupsTest : public testing::Test {
protected:
  test::TempStore m_temp;
  JobStore& m_store = m_temp.jobs;
  QString m_job = m_temp.add(u"a"_s);
  BackupRow row() { return **m_store.backup(m_job); }
};

TEST_F(JobStoreBackupsTest, AnOpenedBackupIsPendingAndDueNow) {
  EXPECT_FALSE(m_store.backup(m_job)->has_value());
  ASSERT_TRUE(m_store.openBackup(m_job, u"/b"_s).ok());
  EXPECT_EQ(row().state, u"pending"_s);
  EXPECT_EQ(row().notBefore, 0);
  EXPECT_TRUE(row().error.is_null());
  EXPECT_FALSE(m_store.openBackup(u"nobody"_s, u"/b"_s).ok());
}

TEST_F(JobStoreBackupsTest, ANewRoundForgetsFilesAndRefusesWhatBelongsToTheOldOne) {
  ASSERT_TRUE(m_store.openBackup(m_job, u"/b"_s).ok());
  const BackupRow old = row();
  ASSERT_TRUE(m_store.addBackupFile({.jobId = m_job, .path = u"x"_s, .checksum = u"md5:1"_s}, old.round).ok());
  ASSERT_TRUE(m_store.openBackup(m_job, u"/c"_s).ok());
  EXPECT_TRUE(m_store.backupFiles(m_job)->empty());
  EXPECT_EQ(row().target, u"/c"_s);
  EXPECT_EQ(m_store.changeBackup(old).error().code, ErrorCode::StoreConflict);
  EXPECT_EQ(m_store.addBackupFile({.jobId = m_job, .path = u"x"_s}, old.round).error().code, ErrorCode::StoreConflict);
  EXPECT_TRUE(m_store.backupFiles(m_job)->empty());
}

TEST_F(JobStoreBackupsTest, AFileIsRecordedOnceByItsPath) {
  ASSERT_TRUE(m_store.openBackup(m_job, u"/b"_s).ok());
  for (const auto& sum : {u"md5:1"_s, u"md5:2"_s}) {
    ASSERT_TRUE(m_store.addBackupFile({.jobId = m_job, .path = u"x"_s, .size = 3, .checksum = sum}, 1).ok());
  }
  const auto files = m_store.backupFiles(m_job);
  ASSERT_EQ(files->size(), 1u);
  EXPECT_EQ(files->front().checksum, u"md5:2"_s);
  EXPECT_EQ(files->front().at, m_temp.clock.now());
}

TEST_F(JobStoreBackupsTest, WakingMakesDueAndPendsOnlyWhenAsked) {
  ASSERT_TRUE(m_store.openBackup(m_job, u"/b"_s).ok());
  BackupRow waiting = row();
  waiting.state = u"waiting"_s;
  waiting.notBefore = 5;
  ASSERT_TRUE(m_store.changeBackup(waiting).ok());
  EXPECT_EQ(*m_store.wakeBackups({u"failed"_s}), 0);
  EXPECT_EQ(*m_store.wakeBackups({u"waiting"_s}), 1);
  EXPECT_EQ(row().notBefore, 0);
  EXPECT_EQ(row().state, u"waiting"_s);
  EXPECT_EQ(*m_store.wakeBackups({u"waiting"_s}, u"other"_s, true), 0);
  EXPECT_EQ(*m_store.wakeBackups({u"waiting"_s}, m_job, true), 1);
  EXPECT_EQ(row().state, u"pending"_s);
}

TEST_F(JobStoreBackupsTest, AJobIsNotForgottenBeforeItsBackupIsOver) {
  ASSERT_TRUE(m_store.transition(m_job, u"queued"_s, u"succeeded"_s, u"x"_s, {.finishedAt = 1}).ok());
  ASSERT_TRUE(m_store.openBackup(m_job, u"/b"_s).ok());
  EXPECT_TRUE(m_store.prune({u"succeeded"_s}, 10)->isEmpty());
  BackupRow over = row();
  over.state = u"done"_s;
  ASSERT_TRUE(m_store.changeBackup(over).ok());
  EXPECT_EQ(m_store.prune({u"succeeded"_s}, 10)->size(), 1);
  EXPECT_FALSE(m_store.backup(m_job)->has_value());
}

TEST(JobStoreBackupsMigration, AFileOfSchema2LoadsForEver) {
  QFile dump(QStringLiteral(CC_FIXTURES "/store/jobs-schema-2.sql"));
  ASSERT_TRUE(dump.open(QIODevice::ReadOnly));
  test::TempStore temp;
  temp.database.close();
  ASSERT_TRUE(QFile::remove(temp.path()));
  ASSERT_TRUE(temp.database.open({.path = temp.path()}).ok());
  for (const QString& statement : QString::fromUtf8(dump.readAll()).split(u";\n"_s, Qt::SkipEmptyParts)) {
    const auto run = temp.database.write(statement);
    ASSERT_TRUE(run.ok()) << qPrintable(run.error().toLogLine());
  }
  ASSERT_TRUE(temp.database.open(temp.options()).ok());
  const auto jobs = temp.jobs.jobs({});
  ASSERT_EQ(jobs->size(), 2u);
  const QString id = jobs->at(1).id;
  EXPECT_EQ(temp.jobs.artifacts(id)->front().verified, u"size"_s);
  EXPECT_FALSE(temp.jobs.backup(id)->has_value());
  ASSERT_TRUE(temp.jobs.openBackup(id, u"gdrive:/Runs"_s).ok());
  EXPECT_EQ(temp.jobs.backups({u"pending"_s})->size(), 1u);
}

}  // namespace
}  // namespace cc::store
