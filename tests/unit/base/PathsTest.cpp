// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Paths.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {
class PathsTest : public testing::Test {
protected:
  void SetUp() override { m_home = qgetenv("COLAB_CONTROLLER_HOME"); }
  void TearDown() override {
    if (m_home.isNull())
      qunsetenv("COLAB_CONTROLLER_HOME");
    else
      qputenv("COLAB_CONTROLLER_HOME", m_home);
  }
  QByteArray m_home;
};
}  // namespace

TEST_F(PathsTest, oneFolderHoldsEverythingWhenAskedFor) {
  qputenv("COLAB_CONTROLLER_HOME", "/portable/cc/");
  const Paths paths = Paths::fromEnvironment();
  EXPECT_EQ(paths.configFile, u"/portable/cc/config/execution_config.yaml"_s);
  EXPECT_EQ(paths.jobsDatabase(), u"/portable/cc/data/jobs.sqlite"_s);
  EXPECT_EQ(paths.historyFile(), u"/portable/cc/data/logs/execution_history.jsonl"_s);
  EXPECT_EQ(paths.logFile(), u"/portable/cc/state/log/engine.log"_s);
  EXPECT_EQ(paths.cache, u"/portable/cc/cache"_s);
  EXPECT_EQ(paths.defaultResults(), u"/portable/cc/data/results"_s);
}

TEST_F(PathsTest, otherwiseTheFoldersOfTheUser) {
  qunsetenv("COLAB_CONTROLLER_HOME");
  const Paths paths = Paths::fromEnvironment();
  for (const QString& folder : {paths.config, paths.data, paths.state, paths.cache}) {
    EXPECT_TRUE(folder.startsWith(u'/')) << folder.toStdString();
    EXPECT_TRUE(folder.contains(u"colab-controller"_s)) << folder.toStdString();
  }
  EXPECT_TRUE(paths.defaultResults().endsWith(u"/ColabController"_s));
}

TEST_F(PathsTest, theSocketNameFitsAlsoForDeepFoldersAndTellsThemApart) {
  Paths a, b;
  a.data = u"/"_s + QString(150, u'x');
  b.data = a.data + u"y"_s;
  EXPECT_LE(QFile::encodeName(a.engineSocket()).size(), 88);
  EXPECT_NE(a.engineSocket(), b.engineSocket());
  EXPECT_EQ(a.engineSocket(), a.engineSocket());
}

TEST_F(PathsTest, aLinkToADeepDataFolderLeadsToTheSameSocket) {
  QTemporaryDir root;
  const QString deep = root.filePath(QString(100, u'd'));
  ASSERT_TRUE(QDir().mkpath(deep));
  const QString link = root.filePath(QString(100, u'l'));
  ASSERT_TRUE(QFile::link(deep, link));
  Paths a, b;
  a.data = deep;
  b.data = link;
  EXPECT_EQ(a.engineSocket(), b.engineSocket());
}
