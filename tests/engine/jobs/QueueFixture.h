// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/JobQueue.h"
#include "jobs/commands/Submit.h"
#include "store/Database.h"
#include "support/EventLoop.h"
#include "support/FakeClock.h"
#include "support/FakeProvider.h"

#include <gtest/gtest.h>
#include <QFile>
#include <QTemporaryDir>

namespace cc::test {

// A queue over real stores in a temporary folder, a fake provider and a clock that only the test moves. restart()
// throws everything in memory away, as a killed process does.
class QueueFixture : public testing::Test {
protected:
  void SetUp() override {
    config.results = dir.filePath(QStringLiteral("results"));
    config.defaultProvider = QStringLiteral("fake");
    config.providers = {{.name = QStringLiteral("fake"), .kind = QStringLiteral("fake"), .parallel = 2}};
    writeNotebook(QStringLiteral("one.ipynb"), "x = 1");
    start();
  }
  void TearDown() override { parts.reset(); }

  struct Parts {
    explicit Parts(QueueFixture& f)
        : worker(&home),
          store(jobsDatabase, f.clock),
          samples(samplesDatabase),
          ledger(jobsDatabase),
          services{.store = store,
                   .samples = samples,
                   .ledger = ledger,
                   .clock = f.clock,
                   .config = f.config,
                   .worker = worker,
                   .inputs = jobs::InputStore(f.dir.filePath(QStringLiteral("notebooks"))),
                   .provider = [&f](const QString& name) { return name == f.provider.name() ? &f.provider : nullptr; },
                   .random = [] { return 0.0; }} {}
    QObject home;
    store::Database jobsDatabase, samplesDatabase;
    Worker worker;
    store::JobStore store;
    store::SampleStore samples;
    store::LedgerStore ledger;
    jobs::JobServices services;
    std::unique_ptr<jobs::JobQueue> queue;
  };

  void start() {
    parts = std::make_unique<Parts>(*this);
    ASSERT_TRUE(parts->jobsDatabase
                    .open({dir.filePath(QStringLiteral("jobs.sqlite")), store::Durability::Full, store::jobSchema()})
                    .ok());
    ASSERT_TRUE(
        parts->samplesDatabase
            .open({dir.filePath(QStringLiteral("samples.sqlite")), store::Durability::Normal, store::sampleSchema()})
            .ok());
    parts->queue = std::make_unique<jobs::JobQueue>(parts->services);
    ASSERT_TRUE(parts->queue->recover().ok());
  }
  void restart() {
    parts.reset();
    start();
  }
  QString writeNotebook(const QString& name, const QByteArray& source) {
    QFile file(dir.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(
        R"({"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":"python3","language":"python","display_name":"p"}},"cells":[{"id":"a","cell_type":"code","metadata":{},"execution_count":null,"outputs":[],"source":")" +
        source + "\"}]}");
    return file.fileName();
  }
  jobs::JobSpec spec() {
    jobs::JobSpec spec;
    spec.notebook = dir.filePath(QStringLiteral("one.ipynb"));
    return spec;
  }
  QString submit(jobs::JobSpec spec) {
    auto prepared = jobs::prepareSubmission({spec}, config, parts->services.inputs);
    EXPECT_TRUE(prepared.ok()) << prepared.error().toLogLine().toStdString();
    auto ids = jobs::submitJobs(*parts->queue, *prepared);
    EXPECT_TRUE(ids.ok());
    return ids->front();
  }
  std::string state(const QString& id) {
    auto row = parts->store.job(id);
    return row.ok() && *row ? (*row)->state.toStdString() : "?";
  }
  store::JobRow row(const QString& id) { return **parts->store.job(id); }
  bool reaches(const QString& id, const char* wanted) {
    return waitFor([&] { return state(id) == wanted; });
  }
  FakeRun* lastRun() { return provider.runs.empty() ? nullptr : provider.runs.back().data(); }
  bool executing() {
    return waitFor([&] { return lastRun() && lastRun()->executing; });
  }

  QTemporaryDir dir;
  Config config;
  FakeClock clock;
  FakeProvider provider;
  std::unique_ptr<Parts> parts;
};

}  // namespace cc::test
