// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QRandomGenerator>

#include "google/DriveClient.h"
#include "google/StorageClient.h"
#include "support/GoogleFixture.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::google;

namespace {

constexpr qint64 kChunk = 256 * 1024;

// Drive and Cloud Storage: what goes up comes down the same, whatever happens on the way.
class FilesTest : public test::GoogleFixture {
protected:
  void SetUp() override {
    GoogleFixture::SetUp();
    if (HasFatalFailure()) return;
    drive = std::make_unique<DriveClient>(*authorized, clock, endpoints);
    storage = std::make_unique<StorageClient>(*authorized, clock, endpoints);
    drive->setChunk(kChunk);
    storage->setChunk(kChunk);
    bytes = make(5 * kChunk + 1234);
  }
  QByteArray make(qint64 size) {
    QByteArray content(size, Qt::Uninitialized);
    for (char& c : content) c = static_cast<char>(random.bounded(256));
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
    return content;
  }
  Result<DriveFile> upload(const QString& name, const QString& into = u"Runs/17"_s) {
    const auto folderId = ensure(into);
    EXPECT_TRUE(folderId.ok());
    return get<DriveFile>([&](QObject* context, Reply<DriveFile> reply) {
      return drive->upload(path, *folderId, name, {}, context, std::move(reply));
    });
  }
  Result<QString> ensure(const QString& at) {
    return get<QString>(
        [&](QObject* context, Reply<QString> reply) { return drive->ensureFolder(at, context, std::move(reply)); });
  }
  Status download(const DriveFile& file) {
    return get<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return drive->download(file, target, {}, context, std::move(reply));
    });
  }
  Result<StorageObject> put(const QString& name = u"runs/17/é ckpt?.tar"_s) {
    return get<StorageObject>([&](QObject* context, Reply<StorageObject> reply) {
      return storage->upload(path, {u"standin-bucket"_s, name}, {}, context, std::move(reply));
    });
  }
  Status fetch(const StorageObject& object) {
    return get<Nothing>([&](QObject* context, Reply<Nothing> reply) {
      return storage->download(object, target, {}, context, std::move(reply));
    });
  }
  QByteArray downloaded() const {
    QFile file(target);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  QRandomGenerator random{20260101};
  QString path = folder.filePath(u"source.bin"_s), target = folder.filePath(u"back/target.bin"_s);
  QByteArray bytes;
  std::unique_ptr<DriveClient> drive;
  std::unique_ptr<StorageClient> storage;
};

TEST_F(FilesTest, DriveKeepsFoldersFilesAndTheirNewContent) {
  const auto first = ensure(u"Runs/it's \\ 17/deep"_s);
  ASSERT_TRUE(first.ok()) << qPrintable(first.error().toLogLine());
  DriveClient fresh(*authorized, clock, endpoints);  // knows nothing: finds the same
  EXPECT_EQ(*get<QString>([&](QObject* context, Reply<QString> reply) {
    return fresh.ensureFolder(u"/Runs/it's \\ 17/deep/"_s, context, std::move(reply));
  }),
            *first);
  const auto file = upload(u"ckpt.tar"_s, u"Runs/18"_s);
  ASSERT_TRUE(file.ok()) << qPrintable(file.error().toLogLine());
  EXPECT_EQ(file->digests.size, bytes.size());
  EXPECT_EQ(file->digests.md5, QCryptographicHash::hash(bytes, QCryptographicHash::Md5).toHex());
  ASSERT_TRUE(download(*file).ok());
  EXPECT_EQ(downloaded(), bytes);

  bytes = make(1000);
  const auto again = upload(u"ckpt.tar"_s, u"Runs/18"_s);
  ASSERT_TRUE(again.ok()) << qPrintable(again.error().toLogLine());
  EXPECT_EQ(again->id, file->id);
  const auto files = get<std::vector<DriveFile>>([&](QObject* context, Reply<std::vector<DriveFile>> reply) {
    return drive->list(*ensure(u"Runs/18"_s), context, std::move(reply));
  });
  EXPECT_EQ(files->size(), 1u);
  ASSERT_TRUE(download(*again).ok());
  EXPECT_EQ(downloaded(), bytes);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(get<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                  return drive->remove(again->id, context, std::move(reply));
                }).ok());
  }
}

TEST_F(FilesTest, TwoAskersMakeOneFolder) {
  std::vector<QString> ids;
  QObject context;
  for (int i = 0; i < 4; ++i) {
    drive->ensureFolder(u"Shared/%1"_s.arg(i % 2), &context,
                        [&ids](const Result<QString>& id) { ids.push_back(id.ok() ? *id : QString()); });
  }
  ASSERT_TRUE(test::waitFor([&] { return ids.size() == 4; }, std::chrono::seconds(60)));
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_EQ(ids[1], ids[3]);
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_FALSE(ids[0].isEmpty());
}

TEST_F(FilesTest, EmptyFilesAreFilesToo) {
  bytes = make(0);
  const auto file = upload(u"empty"_s);
  ASSERT_TRUE(file.ok()) << qPrintable(file.error().toLogLine());
  EXPECT_TRUE(download(*file).ok());
  EXPECT_TRUE(QFile::exists(target));
  const auto object = put(u"empty"_s);
  ASSERT_TRUE(object.ok()) << qPrintable(object.error().toLogLine());
}

TEST_F(FilesTest, InterruptedUploadsGoOnWhereTheStoreIs) {
  const Json some{{"bytes", 100'000}}, none = Json::object();
  const std::vector<std::pair<const char*, Json>> faults{
      {"break_upload", some}, {"partial_store", some},   {"no_range", none},     {"lost_reply", none},
      {"unavailable", none},  {"session_expired", none}, {"unauthorized", none}, {"user_rate", none}};
  for (const auto& [fault, more] : faults) {
    standin.clearFaults();
    Json given = more;
    given["route"] = "drive.session.put";
    standin.fault(fault, given);
    const auto file = upload(QString::fromLatin1(fault));
    ASSERT_TRUE(file.ok()) << fault << ' ' << qPrintable(file.error().toLogLine());
    ASSERT_TRUE(download(*file).ok()) << fault;
    EXPECT_EQ(downloaded(), bytes) << fault;
  }
}

TEST_F(FilesTest, StorageKeepsObjectsByAnyName) {
  standin.fault("break_upload", {{"route", "storage.session.put"}, {"bytes", 100'000}});
  const auto object = put();
  ASSERT_TRUE(object.ok()) << qPrintable(object.error().toLogLine());
  EXPECT_FALSE(object->digests.crc32c.isEmpty());
  const auto listed = get<std::vector<StorageObject>>([&](QObject* context, Reply<std::vector<StorageObject>> reply) {
    return storage->list(u"standin-bucket"_s, u"runs/17/"_s, context, std::move(reply));
  });
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().name, u"runs/17/é ckpt?.tar"_s);
  ASSERT_TRUE(fetch(listed->front()).ok());
  EXPECT_EQ(downloaded(), bytes);
  const StoragePath place{u"standin-bucket"_s, object->name};
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(get<Nothing>([&](QObject* context, Reply<Nothing> reply) {
                  return storage->remove(place, context, std::move(reply));
                }).ok());
  }
  const auto gone = get<std::optional<StorageObject>>([&](QObject* context, Reply<std::optional<StorageObject>> reply) {
    return storage->stat(place, context, std::move(reply));
  });
  EXPECT_TRUE(gone.ok() && !gone->has_value());
}

TEST_F(FilesTest, WhatArrivesWrongIsSentAgainThenRefused) {
  standin.fault("corrupt", {{"route", "storage.session.put"}});
  EXPECT_TRUE(put(u"once"_s).ok());
  standin.fault("corrupt", {{"route", "storage.session.put"}, {"times", 0}});
  EXPECT_EQ(put(u"always"_s).error().code, ErrorCode::TransferCorrupt);
}

TEST_F(FilesTest, InterruptedDownloadsGoOn) {
  const auto file = upload(u"down"_s);
  ASSERT_TRUE(file.ok());
  for (const char* fault : {"cut_download", "corrupt_download", "ignore_range"}) {
    standin.clearFaults();
    QFile::remove(target);
    standin.fault("cut_download", {{"bytes", 300'000}});
    if (QByteArray(fault) != "cut_download") standin.fault(fault, {{"after", 1}});
    ASSERT_TRUE(download(*file).ok()) << fault;
    EXPECT_EQ(downloaded(), bytes) << fault;
  }
}

TEST_F(FilesTest, RefusalsAreToldApart) {
  const auto codeAfter = [this](const char* fault) {
    standin.clearFaults();
    standin.fault(fault, {{"route", "drive.*"}, {"times", 0}});
    const auto file = upload(u"refused"_s);
    return file.ok() ? ErrorCode::Internal : file.error().code;
  };
  ASSERT_TRUE(ensure(u"Runs/17"_s).ok());
  EXPECT_EQ(codeAfter("upload_quota"), ErrorCode::AccountStorageFull);
  EXPECT_EQ(codeAfter("daily_limit"), ErrorCode::AccountQuota);
  EXPECT_EQ(codeAfter("drive_disabled"), ErrorCode::AccountApiDisabled);
  standin.clearFaults();
  standin.fault("billing");
  EXPECT_EQ(put(u"billing"_s).error().code, ErrorCode::AccountForbidden);
  QFile::remove(path);
  EXPECT_EQ(put(u"nothing"_s).error().code, ErrorCode::FileNotFound);
}

}  // namespace
