// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Log.h"

#include "base/LogFile.h"
#include "base/Redactor.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {
QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
}  // namespace

TEST(Log, writesOneRedactedLineAMessageAtOrAboveItsLevel) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"log/engine.log"_s);
  Redactor::remember(u"verysecretword"_s);
  installLog(path, u"info"_s, false);
  qCDebug(lcNet) << "not this";
  qCInfo(lcJobs) << "job verysecretword started";
  qCWarning(lcStore).noquote() << "two\nlines";
  qInstallMessageHandler(nullptr);
  QLoggingCategory::setFilterRules({});
  const QByteArray text = contentOf(path);
  EXPECT_FALSE(text.contains("not this"));
  EXPECT_FALSE(text.contains("verysecretword"));
  EXPECT_TRUE(text.contains(" info cc.jobs ")) << text.constData();
  EXPECT_TRUE(text.contains("[redacted]"));
  EXPECT_TRUE(text.contains("two\n  lines\n"));
}

TEST(LogFile, isRotatedAndKeepsThreeOldOnes) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"engine.log"_s);
  LogFile file(path, 100, 3);
  for (int i = 0; i < 12; ++i) file.write(QByteArray(49, static_cast<char>('a' + i)) + '\n');
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files).size(), 4);
  EXPECT_TRUE(contentOf(path).endsWith("l\n"));
  EXPECT_TRUE(contentOf(path + u".1"_s).startsWith("i"));
  EXPECT_TRUE(contentOf(path + u".3"_s).startsWith("e"));
}

TEST(LogFile, anUnwritableOneSaysWhy) {
  LogFile file(u"/proc/nowhere/engine.log"_s, 100, 3);
  EXPECT_FALSE(file.isOpen());
  EXPECT_FALSE(file.errorText().isEmpty());
  file.write("nothing happens\n");
}
