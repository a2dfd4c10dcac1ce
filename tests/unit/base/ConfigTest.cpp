// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Config.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {

const QByteArray kFull = R"(# all keys
results: ~/ColabController
queue: {parallel: 3}
default_provider: lab
providers:
  local: {kind: local, parallel: 2, python: "/opt/py/bin/python", kernel: "python3", keep_warm: false, working_directory: job}
  lab: {kind: jupyter, url: "http://127.0.0.1:8888/", parallel: 1}
  work: {kind: colab, account: me@example.com, generation: tunnel, on_mismatch: take, keep: 30m}
jobs: {wait_for_runtime: 1h, timeout: 20h, cell_timeout: 30m, silence_timeout: 0s, retries: 2, retry_delay: 10s, retry_delay_max: 10m}
sampling: {interval: 500ms}
log: {level: debug}
endpoints: {drive: "http://127.0.0.1:1/drive"}
accelerators: {fallbacks: {V100: [A100, L4]}}
)";

Error errorOf(const QByteArray& yaml) {
  auto config = Config::parse(yaml, u"/r"_s);
  EXPECT_FALSE(config.ok()) << yaml.constData();
  return config.ok() ? Error{} : config.error();
}

}  // namespace

TEST(Config, readsEveryKey) {
  const auto read = Config::parse(kFull, u"/r"_s);
  ASSERT_TRUE(read.ok()) << read.error().toLogLine().toStdString();
  const Config& config = *read;
  EXPECT_EQ(config.results, QDir::homePath() + u"/ColabController"_s);
  EXPECT_EQ(config.parallel, 3);
  EXPECT_EQ(config.defaultProvider, u"lab"_s);
  ASSERT_EQ(config.providers.size(), 3u);
  const ProviderConfig& local = config.providers[0];
  EXPECT_EQ(local.kind, u"local"_s);
  EXPECT_EQ(local.parallel, 2);
  EXPECT_EQ(local.python, u"/opt/py/bin/python"_s);
  EXPECT_EQ(local.kernel, u"python3"_s);
  EXPECT_FALSE(local.keepWarm);
  EXPECT_EQ(local.workingDirectory, u"job"_s);
  ASSERT_TRUE(config.provider(u"lab"_s));
  EXPECT_EQ(config.provider(u"lab"_s)->url, u"http://127.0.0.1:8888/"_s);
  const ProviderConfig& work = config.providers[2];
  EXPECT_EQ(work.kind, u"colab"_s);
  EXPECT_EQ(work.account, u"me@example.com"_s);
  EXPECT_EQ(work.generation, u"tunnel"_s);
  EXPECT_EQ(work.onMismatch, u"take"_s);
  EXPECT_EQ(work.keepMs, 30 * 60'000);
  EXPECT_EQ(config.waitMs, 3'600'000);
  EXPECT_EQ(config.timeoutMs, 20 * 3'600'000);
  EXPECT_EQ(config.cellTimeoutMs, 30 * 60'000);
  EXPECT_EQ(config.silenceTimeoutMs, 0);
  EXPECT_EQ(config.retries, 2);
  EXPECT_EQ(config.retryDelayMs, 10'000);
  EXPECT_EQ(config.retryDelayMaxMs, 600'000);
  EXPECT_EQ(config.sampleIntervalMs, 500);
  EXPECT_EQ(config.logLevel, u"debug"_s);
  EXPECT_EQ(config.endpoints.value(u"drive"_s), u"http://127.0.0.1:1/drive"_s);
  EXPECT_EQ(config.endpoints.size(), 1);
  EXPECT_EQ(config.acceleratorFallbacks.value(u"V100"_s), (QStringList{u"A100"_s, u"L4"_s}));
}

TEST(Config, emptyFileMeansDefaultsWithThisMachineAndColab) {
  const auto config = Config::parse({}, u"/r"_s);
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->results, u"/r"_s);
  ASSERT_EQ(config->providers.size(), 2u);
  EXPECT_EQ(config->providers[0].kind, u"local"_s);
  EXPECT_EQ(config->providers[1].kind, u"colab"_s);
  EXPECT_EQ(config->providers[1].generation, u"auto"_s);
  EXPECT_EQ(config->defaultProvider, u"local"_s);
}

TEST(Config, sectionsWithoutValueKeepTheirDefaults) {
  const auto config = Config::parse("jobs:\nresults:\nproviders:\nlog: {level: }\n", u"/r"_s);
  ASSERT_TRUE(config.ok()) << config.error().toLogLine().toStdString();
  EXPECT_EQ(config->results, u"/r"_s);
  EXPECT_EQ(config->logLevel, u"info"_s);
}

TEST(Config, unknownKeyNamesLineAndNearestKey) {
  const Error error = errorOf("results: /r\njobs:\n  retries: 1\n  cell_timeuot: 30m\n");
  EXPECT_EQ(error.code, ErrorCode::ConfigUnknownKey);
  EXPECT_EQ(error.params.value(u"key"_s), u"jobs.cell_timeuot"_s);
  EXPECT_EQ(error.params.value(u"line"_s), u"4"_s);
  EXPECT_EQ(error.params.value(u"nearest"_s), u"cell_timeout"_s);
}

TEST(Config, unknownKeyThatResemblesNothingHasNoNearest) {
  EXPECT_FALSE(errorOf("xyzzy: 1\n").params.contains(u"nearest"_s));
}

TEST(Config, wrongValueNamesKeyLineValueAndWhatWasExpected) {
  const Error error = errorOf("queue:\n  parallel: many\n");
  EXPECT_EQ(error.code, ErrorCode::ConfigBadValue);
  EXPECT_EQ(error.params.value(u"key"_s), u"queue.parallel"_s);
  EXPECT_EQ(error.params.value(u"line"_s), u"2"_s);
  EXPECT_EQ(error.params.value(u"value"_s), u"many"_s);
  EXPECT_FALSE(error.params.value(u"expected"_s).isEmpty());
}

TEST(Config, wrongValuesAreRefused) {
  for (const char* yaml :
       {"queue: {parallel: 0}", "queue: 3", "jobs: {timeout: soon}", "jobs: {retries: -1}", "log: {level: loud}",
        "sampling: {interval: 1ms}", "results: relative/path", "providers: {lab: {kind: jupyter}}",
        "providers: {lab: {url: 'http://h/'}}", "providers: {local: {kind: jupyter, url: 'http://h/'}}",
        "providers: {'a b': {kind: local}}", "providers: {lab: {kind: jupyter, url: 'ftp://h/'}}",
        "providers: {lab: {kind: jupyter, url: 'http://h/?token=abc'}}", "default_provider: nowhere",
        "results: /a\nresults: /b", "[1, 2]", "just text", "accelerators: {fallbacks: {V100: {a: 1}}}"}) {
    EXPECT_EQ(errorOf(yaml).code, ErrorCode::ConfigBadValue) << yaml;
  }
}

TEST(Config, aTokenInAnAddressIsNotRepeatedInTheError) {
  const Error error = errorOf("providers: {lab: {kind: jupyter, url: 'http://u:hunter22@h/?token=s3cr3t'}}");
  EXPECT_FALSE(error.toLogLine().contains(u"s3cr3t"_s));
  EXPECT_FALSE(error.toLogLine().contains(u"hunter22"_s));
}

TEST(Config, brokenYamlNamesTheLine) {
  const Error error = errorOf("results: /r\nqueue: {parallel: 2\nlog: x\n");
  EXPECT_EQ(error.code, ErrorCode::ConfigNotYaml);
  EXPECT_FALSE(error.params.value(u"line"_s).isEmpty());
}

TEST(Config, hostileYamlIsAnErrorAndNoCrash) {
  EXPECT_FALSE(Config::parse(QByteArray(200'000, '['), {}).ok());
  EXPECT_FALSE(Config::parse(QByteArray("\xff\xfe\x7b\x00", 4), {}).ok());
  EXPECT_FALSE(Config::parse("a: *nowhere", {}).ok());
  EXPECT_FALSE(Config::parse("a: &x [*x]", {}).ok());
  EXPECT_FALSE(Config::parse("? [1]\n: 2\n", {}).ok());
}

TEST(Config, missingFileIsTheDefaultAndAnUnreadableOneAnErrorWithItsPath) {
  QTemporaryDir folder;
  EXPECT_TRUE(Config::load(folder.filePath(u"none.yaml"_s), u"/r"_s).ok());
  const auto asFile = Config::load(folder.path(), u"/r"_s);
  ASSERT_FALSE(asFile.ok());
  EXPECT_EQ(asFile.error().code, ErrorCode::ConfigUnreadable);
  EXPECT_EQ(asFile.error().params.value(u"path"_s), folder.path());
}

TEST(Config, errorsOfAFileNameIt) {
  QTemporaryDir folder;
  QFile file(folder.filePath(u"c.yaml"_s));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("nonsense: 1\n");
  file.close();
  const auto config = Config::load(file.fileName(), u"/r"_s);
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().params.value(u"path"_s), file.fileName());
}
