// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/common/LocalFiles.h"

#include <gtest/gtest.h>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cc::providers {
namespace {

class LocalFiles : public testing::Test {
protected:
  void SetUp() override { QDir(dir.path()).mkpath(u"work/out/deep"_s); }
  void write(const QString& name, const QByteArray& bytes) {
    QFile file(dir.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
  }
  QStringList found(const QStringList& globs) {
    const auto files = findLocalFiles(work(), globs);
    EXPECT_TRUE(files.ok());
    QStringList names;
    for (const jobs::RemoteFile& file : files.valueOr({})) names << file.path;
    return names;
  }
  QString work() const { return dir.filePath(u"work"_s); }

  QTemporaryDir dir;
};

TEST_F(LocalFiles, AreFoundOnceInOrderWithSizeAndHash) {
  write(u"work/out/b.txt"_s, "bb");
  write(u"work/out/a.txt"_s, "a");
  write(u"work/out/deep/c.txt"_s, "ccc");
  write(u"work/other"_s, "x");
  const auto files = findLocalFiles(work(), {u"out/**"_s, u"out/*.txt"_s});
  ASSERT_TRUE(files.ok());
  ASSERT_EQ(files->size(), 3U);
  EXPECT_EQ(files->at(0).path, u"out/a.txt"_s);
  EXPECT_EQ(files->at(2).path, u"out/deep/c.txt"_s);
  EXPECT_EQ(files->at(2).size, 3);
  EXPECT_EQ(files->at(2).sha256.toLatin1(), QCryptographicHash::hash("ccc", QCryptographicHash::Sha256).toHex());
}

TEST_F(LocalFiles, OutsideTheFolderAreLeftOutAlsoBehindLinks) {
  write(u"secret"_s, "s");
  write(u"work/out/a.txt"_s, "a");
  QFile::link(dir.filePath(u"secret"_s), dir.filePath(u"work/out/link.txt"_s));
  QFile::link(dir.path(), dir.filePath(u"work/out/up"_s));
  QFile::link(work(), dir.filePath(u"work/out/around"_s));
  QFile::link(dir.filePath(u"work/out/a.txt"_s), dir.filePath(u"work/inside.txt"_s));
  QFile::link(u"/nonexistent"_s, dir.filePath(u"work/out/broken"_s));
  EXPECT_EQ(found({u"**"_s}), (QStringList{u"inside.txt"_s, u"out/a.txt"_s}));
}

TEST_F(LocalFiles, OfAFolderThatIsNotThereAreNone) {
  EXPECT_TRUE(findLocalFiles(dir.filePath(u"gone"_s), {u"**"_s})->empty());
}

TEST_F(LocalFiles, AreCopiedWholeAndNotWhenTheyHaveChanged) {
  write(u"work/out/a.bin"_s, QByteArray(3'000'000, 'a'));
  const auto files = findLocalFiles(work(), {u"out/*"_s});
  ASSERT_EQ(files->size(), 1U);
  const QString target = dir.filePath(u"copy"_s);
  write(u"copy"_s, "an older one");
  ASSERT_TRUE(copyLocalFile(work(), files->front(), target).ok());
  QFile copy(target);
  ASSERT_TRUE(copy.open(QIODevice::ReadOnly));
  EXPECT_EQ(copy.readAll(), QByteArray(3'000'000, 'a'));
  write(u"work/out/a.bin"_s, QByteArray(3'000'000, 'b'));
  const Status changed = copyLocalFile(work(), files->front(), target);
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code, ErrorCode::TransferSourceChanged);
  EXPECT_FALSE(QFile::exists(target + u".part"_s));
  QFile::remove(dir.filePath(u"work/out/a.bin"_s));
  EXPECT_EQ(copyLocalFile(work(), files->front(), target).error().code, ErrorCode::FileUnreadable);
}

}  // namespace
}  // namespace cc::providers
