// SPDX-License-Identifier: GPL-3.0-or-later
// Backups at the stand-in and on a real disk.
#include "base/FileHash.h"
#include "providers/backup/BackupStores.h"
#include "support/GoogleFixture.h"

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <QCryptographicHash>
#include <QRandomGenerator>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {

constexpr qint64 kChunk = 256 * 1024;

class BackupStoresTest : public test::GoogleFixture {
protected:
  void SetUp() override {
    GoogleFixture::SetUp();
    if (HasFatalFailure()) return;
    config.endpoints = standin.endpoints();
    drive = std::make_unique<providers::DriveBackup>(context());
    storage = std::make_unique<providers::StorageBackup>(context());
    drive->setChunk(kChunk);
    storage->setChunk(kChunk);
    bytes.resize(3 * kChunk + 77);
    for (char& c : bytes) c = static_cast<char>(random.bounded(256));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes);
  }
  providers::ProviderContext context() {
    return {.paths = paths,
            .config = config,
            .clock = clock,
            .http = http,
            .secrets = *secrets,
            .accounts = *accounts,
            .openBrowser = [](const QUrl&) { return true; }};
  }
  Result<jobs::StoredFile> put(jobs::BackupStore& store, const QString& target, const QString& relative) {
    return get<jobs::StoredFile>([&](QObject* home, Reply<jobs::StoredFile> reply) {
      return store.put(path, *jobs::BackupTarget::parse(target), relative, {}, home, std::move(reply));
    });
  }
  // How many files of this name the store has.
  int count(const QString& what, const std::string& name) {
    int found = 0;
    for (const Json& file : standin.control(what)) found += stringAt(file, "name").toStdString() == name;
    return found;
  }

  Paths paths;
  Config config;
  QRandomGenerator random{7};
  QString path = folder.filePath(u"source.bin"_s);
  QByteArray bytes;
  std::unique_ptr<providers::DriveBackup> drive;
  std::unique_ptr<providers::StorageBackup> storage;
};

TEST_F(BackupStoresTest, DriveTakesFilesInFoldersAndReplacesThemByName) {
  for (int i = 0; i < 2; ++i) {
    const auto stored = put(*drive, u"gdrive:/Backups/job-1"_s, u"artifacts/deep/model-a.pt"_s);
    ASSERT_TRUE(stored.ok()) << qPrintable(stored.error().toLogLine());
    EXPECT_EQ(stored->size, bytes.size());
    EXPECT_EQ(stored->checksumKind, u"sha256"_s);
    EXPECT_EQ(stored->checksum.toLatin1(), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
  }
  EXPECT_EQ(count(u"/drive"_s, "model-a.pt"), 1);
  EXPECT_EQ(count(u"/drive"_s, "job-1"), 1);
}

TEST_F(BackupStoresTest, InterruptionsOfAllKindsEndWithOneFile) {
  const Json some{{"bytes", 100'000}}, none = Json::object();
  int number = 0;
  for (const auto& [fault, more] : std::vector<std::pair<const char*, Json>>{{"partial_store", some},
                                                                             {"break_upload", some},
                                                                             {"unavailable", none},
                                                                             {"session_expired", none},
                                                                             {"corrupt", none},
                                                                             {"lost_reply", none},
                                                                             {"user_rate", none}}) {
    standin.clearFaults();
    Json given = more;
    given["route"] = "drive.session.put";
    standin.fault(fault, given);
    const QString name = u"faulty-%1.bin"_s.arg(++number);
    const auto stored = put(*drive, u"gdrive:/Backups/job-2"_s, name);
    ASSERT_TRUE(stored.ok()) << fault << ' ' << qPrintable(stored.error().toLogLine());
    EXPECT_EQ(count(u"/drive"_s, name.toStdString()), 1) << fault;
  }
}

TEST_F(BackupStoresTest, StorageTakesObjectsAndTellsTheirChecksum) {
  standin.fault("partial_store", {{"route", "storage.session.put"}, {"bytes", 100'000}});
  const auto stored = put(*storage, u"gs://standin-bucket/runs/job-1"_s, u"artifacts/m.pt"_s);
  ASSERT_TRUE(stored.ok()) << qPrintable(stored.error().toLogLine());
  EXPECT_EQ(stored->size, bytes.size());
  EXPECT_FALSE(stored->checksum.isEmpty());
  EXPECT_FALSE(stored->id.isEmpty());
  EXPECT_EQ(count(u"/storage"_s, "runs/job-1/artifacts/m.pt"), 1);
}

TEST_F(BackupStoresTest, AMissingBucketIsTheUsersToCure) {
  const auto stored = put(*storage, u"gs://no-such-bucket/x"_s, u"a"_s);
  ASSERT_FALSE(stored.ok());
  EXPECT_EQ(stored.error().code, ErrorCode::UsageBadParameter) << qPrintable(stored.error().toLogLine());
  EXPECT_EQ(stored.error().params.value(u"value"_s), u"gs://no-such-bucket"_s);
}

TEST_F(BackupStoresTest, RefusalsAreToldApart) {
  ASSERT_TRUE(put(*drive, u"gdrive:/Backups/job-3"_s, u"first"_s).ok());
  const auto codeAfter = [this](const char* fault, const char* route) {
    standin.clearFaults();
    standin.fault(fault, {{"route", route}, {"times", 0}});
    const auto stored = put(*drive, u"gdrive:/Backups/job-3"_s, u"refused"_s);
    return stored.ok() ? ErrorCode::Internal : stored.error().code;
  };
  EXPECT_EQ(codeAfter("upload_quota", "drive.*"), ErrorCode::AccountStorageFull);
  EXPECT_EQ(codeAfter("daily_limit", "drive.*"), ErrorCode::AccountQuota);
  EXPECT_EQ(codeAfter("corrupt", "drive.session.put"), ErrorCode::TransferCorrupt);
  standin.clearFaults();
  standin.fault("invalid_grant", {{"times", 0}});
  standin.fault("expire_tokens", {{"kind", "access"}});
  const auto expired = put(*drive, u"gdrive:/Backups/job-3"_s, u"expired"_s);
  ASSERT_FALSE(expired.ok());
  EXPECT_TRUE(errorWord(expired.error().code).startsWith(u"account.sign_in"_s))
      << qPrintable(expired.error().toLogLine());
}

TEST_F(BackupStoresTest, WithoutAnAccountOrAPermissionItSaysWhatToDo) {
  auth::Accounts empty(http, clock, *secrets, auth::OAuthEndpoints::from(standin.endpoints()),
                       folder.filePath(u"none.json"_s), [](const QUrl&) { return true; });
  const providers::ProviderContext signedOut{.paths = paths,
                                             .config = config,
                                             .clock = clock,
                                             .http = http,
                                             .secrets = *secrets,
                                             .accounts = empty,
                                             .openBrowser = {}};
  providers::DriveBackup nobody(signedOut);
  EXPECT_EQ(put(nobody, u"gdrive:/x"_s, u"a"_s).error().code, ErrorCode::AccountSignInNeeded);

  standin.fault("status", {{"route", "drive.*"}, {"status", 403}, {"reason", "insufficientPermissions"}, {"times", 0}});
  const auto refused = put(*drive, u"gdrive:/Backups/job-4"_s, u"a"_s);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::AccountScopeMissing) << qPrintable(refused.error().toLogLine());
  EXPECT_EQ(refused.error().params.value(u"option"_s), u"--drive"_s);
  EXPECT_EQ(refused.error().params.value(u"drive_scope"_s), u"drive.file"_s);
}

// No network from here on.
class FolderBackupTest : public testing::Test {
protected:
  Result<jobs::StoredFile> put(const QString& place, const QString& relative = u"a/model.pt"_s) {
    return test::await<jobs::StoredFile>([&](QObject* context, Reply<jobs::StoredFile> reply) {
      return store.put(source, jobs::BackupTarget{.path = place}, relative, {}, context, std::move(reply));
    });
  }
  void write(const QByteArray& bytes) {
    QFile file(source);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes);
  }
  static QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
  }
  QTemporaryDir dir;
  QString source = dir.filePath(u"source"_s), target = dir.filePath(u"new/folder"_s);
  QObject home;
  Worker worker{&home};
  providers::FolderBackup store{worker};
};

TEST_F(FolderBackupTest, CopiesComparesAndReplaces) {
  for (const QByteArray& bytes : {QByteArray(3'000'000, 'x'), QByteArray("short"), QByteArray()}) {
    write(bytes);
    const auto stored = put(target);
    ASSERT_TRUE(stored.ok()) << qPrintable(stored.error().toLogLine());
    EXPECT_EQ(stored->size, bytes.size());
    EXPECT_EQ(stored->checksum.toLatin1(), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    EXPECT_EQ(read(target + u"/a/model.pt"_s), bytes);
    EXPECT_EQ(QDir(target + u"/a"_s).entryList(QDir::Files), QStringList{u"model.pt"_s});
  }
}

TEST_F(FolderBackupTest, WhatCannotBeReadOrWrittenIsNamed) {
  EXPECT_EQ(put(target).error().code, ErrorCode::FileNotFound);
  write("x");
  QFile inTheWay(dir.filePath(u"file"_s));
  ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
  const auto refused = put(inTheWay.fileName() + u"/below"_s);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::FileUnwritable);
  EXPECT_TRUE(refused.error().params.value(u"path"_s).startsWith(inTheWay.fileName()));
}

// A limit on the size of files breaks a write off in its middle, as a full disk does.
TEST_F(FolderBackupTest, ABrokenWriteLeavesTheOldCopyAndNoPart) {
  write("old");
  ASSERT_TRUE(put(target).ok());
  write(QByteArray(2'000'000, 'n'));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 1'000'000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = put(target);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::FileUnwritable);
  EXPECT_EQ(read(target + u"/a/model.pt"_s), "old");
  EXPECT_EQ(QDir(target + u"/a"_s).entryList(QDir::Files), QStringList{u"model.pt"_s});
  EXPECT_TRUE(put(target).ok());
}

}  // namespace
