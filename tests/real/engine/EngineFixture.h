// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/HostedEngine.h"
#include "support/EventLoop.h"

#include <gtest/gtest.h>
#include <QFile>
#include <QTemporaryDir>

namespace cc::test {

// A hosted engine over a home of its own, with the local provider: real server, real kernels.
class EngineFixture : public testing::Test {
protected:
  void SetUp() override {
    paths.config = dir.filePath(QStringLiteral("config"));
    paths.configFile = paths.config + QStringLiteral("/execution_config.yaml");
    paths.data = dir.filePath(QStringLiteral("data"));
    paths.state = dir.filePath(QStringLiteral("state"));
    paths.cache = dir.filePath(QStringLiteral("cache"));
    QDir(dir.path()).mkpath(QStringLiteral("work"));
  }
  void TearDown() override { stopEngine(); }

  void startEngine() {
    auto config = Config::parse(configText, dir.filePath(QStringLiteral("results")));
    ASSERT_TRUE(config.ok());
    auto hosted = await<std::shared_ptr<engine::Engine>>([&](QObject* c, Reply<std::shared_ptr<engine::Engine>> r) {
      return engine::hostEngine({.paths = paths, .config = *config, .serveSocket = false, .keychain = false}, c, r);
    });
    ASSERT_TRUE(hosted.ok()) << hosted.error().toLogLine().toStdString();
    engine = std::move(hosted).value();
    QObject::connect(engine.get(), &engine::Engine::changed, engine.get(), [this](const engine::ChangeSet& changes) {
      for (const engine::JobSummary& job : changes.jobs) last[job.id] = job;
    });
  }
  void stopEngine() {
    if (!engine) return;
    bool stopped = false;
    QObject::connect(engine.get(), &engine::Engine::stopped, engine.get(), [&] { stopped = true; });
    engine->stop();
    EXPECT_TRUE(waitFor([&] { return stopped; }));
    engine.reset();
  }
  // One code cell a source.
  QString writeNotebook(const QString& name, const QStringList& sources, const char* kernel = "python3",
                        const char* language = "python") {
    Json cells = Json::array();
    int id = 0;
    for (const QString& source : sources) {
      cells.push_back({{"id", "c" + std::to_string(id++)},
                       {"cell_type", "code"},
                       {"metadata", Json::object()},
                       {"execution_count", nullptr},
                       {"outputs", Json::array()},
                       {"source", source.toStdString()}});
    }
    const Json notebook{
        {"nbformat", 4},
        {"nbformat_minor", 5},
        {"cells", cells},
        {"metadata", {{"kernelspec", {{"name", kernel}, {"language", language}, {"display_name", kernel}}}}}};
    QFile file(dir.filePath(QStringLiteral("work/") + name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(dumpJson(notebook));
    return file.fileName();
  }
  QString submit(engine::JobSpec spec) {
    auto ids = await<QStringList>(
        [&](QObject* context, Reply<QStringList> reply) { return engine->submit({spec}, context, std::move(reply)); });
    EXPECT_TRUE(ids.ok()) << (ids.ok() ? "" : ids.error().toLogLine().toStdString());
    return ids.ok() ? ids->front() : QString();
  }
  QString logOf(const QString& id) {
    return await<QString>([&](QObject* c, Reply<QString> r) { return engine->log(id, c, std::move(r)); }).valueOr({});
  }
  engine::JobDetail detailOf(const QString& id) {
    return await<engine::JobDetail>(
               [&](QObject* c, Reply<engine::JobDetail> r) { return engine->job(id, c, std::move(r)); })
        .valueOr({});
  }
  std::vector<engine::RuntimeInfo> runtimes() {
    return await<std::vector<engine::RuntimeInfo>>(
               [&](QObject* c, Reply<std::vector<engine::RuntimeInfo>> r) { return engine->runtimes(c, std::move(r)); })
        .valueOr({});
  }
  bool ends(const QString& id, std::chrono::seconds limit = std::chrono::seconds(60)) {
    return waitFor([&] { return last.count(id) && jobs::isFinal(last[id].state); }, limit);
  }
  std::string stateOf(const QString& id) { return jobs::toWord(last[id].state).toStdString(); }
  Json executed(const QString& id) {
    QFile file(last[id].resultsDir + QStringLiteral("/executed.ipynb"));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << file.fileName().toStdString();
    return parseJson(file.readAll()).valueOr(Json());
  }
  std::string textOf(const Json& notebook, size_t cell) {
    std::string text;
    for (const Json& output : notebook["cells"][cell]["outputs"]) {
      const Json& member = output.contains("text") ? output["text"] : Json::array();
      for (const Json& line : member) text += line.get<std::string>();
    }
    return text;
  }

  QTemporaryDir dir;
  Paths paths;
  QByteArray configText;  // of startEngine()
  std::shared_ptr<engine::Engine> engine;
  std::map<QString, engine::JobSummary> last;
};

}  // namespace cc::test
