// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/BackupTarget.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace cc::jobs {
namespace {

const BackupDefaults kDefaults{.driveRoot = u"Panini"_s, .bucket = u"gs://panini-backup/all"_s};

QString canonical(const QString& text, const BackupDefaults& defaults = {}) {
  const auto target = BackupTarget::parse(text, defaults);
  return target.ok() ? target->text() : u"error: "_s + target.error().params.value(u"expected"_s);
}

TEST(BackupTarget, SaysTheSameInOneForm) {
  EXPECT_EQ(canonical(u"gdrive:Runs//2026/"_s), u"gdrive:/Runs/2026"_s);
  EXPECT_EQ(canonical(u"gdrive:"_s), u"gdrive:/"_s);
  EXPECT_EQ(canonical(u"gs://my-bucket"_s), u"gs://my-bucket"_s);
  EXPECT_EQ(canonical(u"gs://my-bucket/a/b/"_s), u"gs://my-bucket/a/b"_s);
  EXPECT_EQ(canonical(u"/mnt/backup//x/"_s), u"/mnt/backup/x"_s);
  for (const auto& text : {u"gdrive:/Runs"_s, u"gs://my-bucket/a"_s, u"/mnt/x"_s}) {
    EXPECT_EQ(canonical(text, kDefaults), text);
  }
}

TEST(BackupTarget, TakesWhatIsLeftOutFromTheEnvironment) {
  EXPECT_EQ(canonical(u"gdrive:models"_s, kDefaults), u"gdrive:/Panini/models"_s);
  EXPECT_EQ(canonical(u"gdrive:Panini/models/embeddings/"_s, kDefaults), u"gdrive:/Panini/models/embeddings"_s);
  EXPECT_EQ(canonical(u"gdrive:"_s, kDefaults), u"gdrive:/Panini"_s);
  EXPECT_EQ(canonical(u"gdrive:/models"_s, kDefaults), u"gdrive:/models"_s);
  EXPECT_EQ(canonical(u"gs:///runs"_s, kDefaults), u"gs://panini-backup/all/runs"_s);
  EXPECT_EQ(canonical(u"gs://"_s, kDefaults), u"gs://panini-backup/all"_s);
  qputenv("GOOGLE_DRIVE_ROOT", "/content/drive/MyDrive/Panini/");
  EXPECT_EQ(BackupDefaults::fromEnvironment().driveRoot, u"Panini"_s);
  qunsetenv("GOOGLE_DRIVE_ROOT");
}

TEST(BackupTarget, RefusesWhatIsProbablyATypingError) {
  for (const auto& text : {u""_s, u"gs:bucket/x"_s, u"gs:///x"_s, u"gs://Bucket/x"_s, u"gs://ab"_s,
                           u"gs://bucket/../x"_s, u"gdrive:../x"_s, u"gdrive:a/./b"_s, u"gdrive://x"_s,
                           u"gdrive:a\\b"_s, u"backup"_s, u"./backup"_s, u"/mnt/../etc"_s, u"s3://bucket/x"_s,
                           u"gdrive:a\nb"_s, u"C:\\backup"_s, QString(2000, u'x').prepend(u"gdrive:"_s)}) {
    const auto target = BackupTarget::parse(text);
    ASSERT_FALSE(target.ok()) << qPrintable(text);
    EXPECT_EQ(target.error().code, ErrorCode::UsageBadParameter);
    EXPECT_FALSE(target.error().params.value(u"expected"_s).isEmpty());
  }
}

TEST(BackupTarget, FilesGoBelowIt) {
  EXPECT_EQ(BackupTarget::parse(u"gdrive:/"_s)->below(u"a/b"_s).text(), u"gdrive:/a/b"_s);
  EXPECT_EQ(BackupTarget::parse(u"gs://bucket/p"_s)->below(u"a"_s).text(), u"gs://bucket/p/a"_s);
  EXPECT_EQ(BackupTarget::parse(u"/"_s)->below(u"a"_s).text(), u"/a"_s);
}

}  // namespace
}  // namespace cc::jobs
