// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ConfigFile.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {
const ProviderConfig kLab{.name = u"lab"_s, .kind = u"jupyter"_s, .parallel = 2, .url = u"https://lab.example/u/"_s};

QByteArray edited(const QByteArray& yaml, const ProviderConfig& provider = kLab) {
  auto after = withProvider(yaml, provider);
  EXPECT_TRUE(after.ok()) << (after.ok() ? "" : after.error().toLogLine().toStdString());
  return after.ok() ? *after : QByteArray();
}
ProviderConfig labIn(const QByteArray& yaml) {
  const auto config = Config::parse(yaml, {});
  EXPECT_TRUE(config.ok());
  const ProviderConfig* lab = config.ok() ? config->provider(u"lab"_s) : nullptr;
  EXPECT_TRUE(lab);
  return lab ? *lab : ProviderConfig{};
}
}  // namespace

TEST(ConfigFile, aNewProviderIsAddedAfterTheLastOneAndNothingElseMoves) {
  const QByteArray before =
      "# mine\nresults: /r   # here\nproviders:\n    # first\n    local: {kind: local}\n\n# after\nlog: {level: "
      "info}\n";
  const QByteArray after = edited(before);
  EXPECT_EQ(after,
            "# mine\nresults: /r   # here\nproviders:\n    # first\n    local: {kind: local}\n"
            "    lab: {kind: jupyter, url: \"https://lab.example/u/\", parallel: 2}\n\n# after\nlog: {level: info}\n");
}

TEST(ConfigFile, aPresentProviderIsReplacedWhereItStands) {
  const QByteArray after =
      edited("providers:\n  lab:\n    kind: jupyter\n    url: http://old/\n  local: {kind: local}\n");
  EXPECT_EQ(
      after,
      "providers:\n  lab: {kind: jupyter, url: \"https://lab.example/u/\", parallel: 2}\n  local: {kind: local}\n");
}

TEST(ConfigFile, aFileWithoutProvidersGetsTheSectionAtItsEnd) {
  EXPECT_EQ(edited("log: {level: info}"),
            "log: {level: info}\nproviders:\n  lab: {kind: jupyter, url: \"https://lab.example/u/\", parallel: 2}\n");
  EXPECT_EQ(labIn(edited({})).url, kLab.url);
  EXPECT_EQ(labIn(edited("providers:\n")).url, kLab.url);
}

TEST(ConfigFile, providersInBracesBecomeABlockAndKeepTheirValues) {
  const QByteArray after = edited("providers: {local: {kind: local, parallel: 3}}\nlog: {level: info}\n");
  const auto config = Config::parse(after, {});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->provider(u"local"_s)->parallel, 3);
  EXPECT_EQ(labIn(after).parallel, 2);
  EXPECT_TRUE(after.endsWith("log: {level: info}\n"));
}

TEST(ConfigFile, anInvalidFileIsLeftAlone) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"c.yaml"_s);
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("nonsense: 1\n");
  file.close();
  const auto saved = saveProvider(path, kLab);
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().code, ErrorCode::ConfigUnknownKey);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), "nonsense: 1\n");
}

TEST(ConfigFile, aBadAddressIsRefused) {
  ProviderConfig bad = kLab;
  bad.url = u"ftp://x/"_s;
  const auto after = withProvider({}, bad);
  ASSERT_FALSE(after.ok());
  EXPECT_EQ(after.error().code, ErrorCode::ConfigBadValue);
}

TEST(ConfigFile, quotesInAnAddressCannotAddKeys) {
  ProviderConfig odd = kLab;
  odd.url = u"http://h/\", parallel: 9, x: \""_s;
  EXPECT_FALSE(withProvider({}, odd).ok());
}

TEST(ConfigFile, aMissingFileIsMade) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"deep/config.yaml"_s);
  ASSERT_TRUE(saveProvider(path, kLab).ok());
  ASSERT_TRUE(saveProvider(path, kLab).ok());
  const auto config = Config::load(path, {});
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->providers.size(), 3u) << "the one that was saved, and those that are always there";
}
