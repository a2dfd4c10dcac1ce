// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/FileGlob.h"

#include <gtest/gtest.h>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cc {
namespace {

const QStringList& files() {
  static const QStringList list{u"a.txt"_s,        u"b.bin"_s,          u"A.TXT"_s,       u".hidden"_s,
                                u"out/a.txt"_s,    u"out/deep/x.txt"_s, u"out/.dot/y"_s,  u"out/deep/deeper/z.txt"_s,
                                u"out/[1].txt"_s,  u"ä b.txt"_s,        u"run1/m.ckpt"_s, u"run2/m.ckpt"_s,
                                u"run10/m.ckpt"_s, u"out/.d.txt"_s};
  return list;
}

QStringList matching(const QString& pattern) {
  const FileGlob glob(pattern);
  QStringList found;
  for (const QString& file : files()) {
    if (!glob.matches(file)) continue;
    found.append(file);
    // What matches is also found by whoever only enters folders that may hold a match.
    for (qsizetype slash = file.indexOf(u'/'); slash > 0; slash = file.indexOf(u'/', slash + 1)) {
      EXPECT_TRUE(glob.mayMatchBelow(file.left(slash))) << pattern.toStdString() << ' ' << file.toStdString();
    }
  }
  found.sort();
  return found;
}

TEST(FileGlob, FindsWhatPythonsGlobFinds) {
  QTemporaryDir folder;
  for (const QString& name : files()) {
    QDir(folder.path()).mkpath(QFileInfo(name).path());
    QFile file(folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  }
  for (const QString& pattern : {u"*.txt"_s,        u"*"_s,
                                 u"**"_s,           u"**/*.txt"_s,
                                 u"out/*"_s,        u"out/**"_s,
                                 u"out/**/z.txt"_s, u"**/deep/**"_s,
                                 u".*"_s,           u"out/.*/*"_s,
                                 u"run?/*.ckpt"_s,  u"run[12]/*"_s,
                                 u"run[!1]/*"_s,    u"out/[[]1].txt"_s,
                                 u"ä*"_s,           u"nothing/*"_s,
                                 u"out"_s,          u"./out/a.txt"_s,
                                 u"out//a.txt"_s,   u"*/*/*"_s,
                                 u"**/**/x.txt"_s,  u"o*t/d**/x.txt"_s}) {
    QProcess python;
    python.start(u"/usr/bin/python3"_s,
                 {u"-c"_s,
                  u"import glob, os, sys\nos.chdir(sys.argv[1])\n"
                  "print('\\n'.join(sorted({os.path.normpath(n) for n in glob.iglob(sys.argv[2], recursive=True)"
                  " if os.path.isfile(n)})))"_s,
                  folder.path(), pattern});
    ASSERT_TRUE(python.waitForFinished());
    QStringList theirs = QString::fromUtf8(python.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    theirs.sort();
    EXPECT_EQ(matching(pattern), theirs) << pattern.toStdString();
  }
}

TEST(FileGlob, AnEscapedPathMatchesItselfAlone) {
  for (const QString& path : {u"a.csv"_s, u"in/[1] a*b?.csv"_s, u".hidden/x"_s, u"[!a]"_s}) {
    EXPECT_TRUE(FileGlob(FileGlob::escape(path)).matches(path)) << qPrintable(path);
  }
  EXPECT_FALSE(FileGlob(FileGlob::escape(u"a*"_s)).matches(u"ab"_s));
  EXPECT_FALSE(FileGlob(FileGlob::escape(u"[ab]"_s)).matches(u"a"_s));
}

TEST(FileGlob, EntersOnlyFoldersThatMayHoldAMatch) {
  EXPECT_FALSE(FileGlob(u"out/*.txt"_s).mayMatchBelow(u"data"_s));
  EXPECT_FALSE(FileGlob(u"out/*.txt"_s).mayMatchBelow(u"out/deep"_s));
  EXPECT_FALSE(FileGlob(u"**/*.txt"_s).mayMatchBelow(u"a/.git"_s));
  EXPECT_FALSE(FileGlob(u"*.txt"_s).mayMatchBelow(u"a"_s));
  EXPECT_TRUE(FileGlob(u"**/*.txt"_s).mayMatchBelow(u"a/b/c"_s));
}

}  // namespace
}  // namespace cc
