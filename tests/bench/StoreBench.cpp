// SPDX-License-Identifier: GPL-3.0-or-later
// The store beside bare SQLite (C interface, same rows, same settings, same library), alternating in one run.
// Counters: ratio (store over bare, bar 0.7), per_second (submit, bar 20,000).
#include "base/Clock.h"
#include "base/Ids.h"
#include "store/Database.h"
#include "store/JobStore.h"
#include "store/SampleStore.h"

#include <benchmark/benchmark.h>

#include <sqlite3.h>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdlib>
#include <memory>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {

void must(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", qPrintable(status.error().toLogLine()));
  std::abort();
}
void must(int code, sqlite3* handle) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "%s\n", sqlite3_errmsg(handle));
  std::abort();
}

struct Store {
  QTemporaryDir folder;
  QString path = folder.filePath(u"jobs.sqlite"_s);
  SystemClock clock;
  store::Database database;
  store::JobStore jobs{database, clock};

  Store() { must(database.open({.path = path, .durability = store::Durability::Full, .schema = store::jobSchema()})); }
  std::vector<store::JobRow> submit(int count) {
    std::vector<store::JobRow> rows;
    rows.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) {
      rows.push_back({.name = u"training run %1"_s.arg(i),
                      .notebook = u"/home/user/notebooks/project/training run.ipynb"_s,
                      .provider = u"local"_s,
                      .spec = {{"name", "training run"},
                               {"notebook", "/home/user/notebooks/project/training run.ipynb"},
                               {"parameters", {{"rate", 0.001 * i}, {"epochs", 20}, {"data", "s3://bucket/x"}}},
                               {"provider", "local"},
                               {"retries", 2},
                               {"artifacts", {"*.bin", "out/*.csv"}}}});
    }
    must(jobs.addJobs(rows));
    return rows;
  }
};

// The same transition by hand.
class BareWriter {
public:
  explicit BareWriter(const QString& path) {
    must(sqlite3_open(path.toUtf8().constData(), &m_handle), m_handle);
    for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON",
                               "PRAGMA cache_size=-16384", "PRAGMA temp_store=MEMORY"}) {
      must(sqlite3_exec(m_handle, pragma, nullptr, nullptr, nullptr), m_handle);
    }
    m_begin = prepare("BEGIN IMMEDIATE");
    m_update = prepare(
        "UPDATE jobs SET state = ?1, schedule = ?2, attempts = ?3, started_at = ?4"
        " WHERE id = ?5 AND state = ?6");
    m_insert = prepare(
        "INSERT INTO events(job, kind, from_state, to_state, reason, details, at)"
        " VALUES(?1, 'state', ?2, ?3, ?4, NULL, ?5)");
    m_commit = prepare("COMMIT");
  }
  ~BareWriter() {
    for (sqlite3_stmt* statement : {m_begin, m_update, m_insert, m_commit}) sqlite3_finalize(statement);
    sqlite3_close(m_handle);
  }
  void transition(const std::string& id, const char* from, const char* to, const char* reason, qint64 now) {
    run(m_begin);
    bind(m_update, 1, to);
    bind(m_update, 2, "alive");
    must(sqlite3_bind_int(m_update, 3, 1), m_handle);
    must(sqlite3_bind_int64(m_update, 4, now), m_handle);
    bind(m_update, 5, id.c_str());
    bind(m_update, 6, from);
    run(m_update);
    if (sqlite3_changes(m_handle) != 1) std::abort();
    bind(m_insert, 1, id.c_str());
    bind(m_insert, 2, from);
    bind(m_insert, 3, to);
    bind(m_insert, 4, reason);
    must(sqlite3_bind_int64(m_insert, 5, now), m_handle);
    run(m_insert);
    run(m_commit);
  }

private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    must(sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr), m_handle);
    return statement;
  }
  void bind(sqlite3_stmt* statement, int index, const char* text) {
    must(sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC), m_handle);
  }
  void run(sqlite3_stmt* statement) {
    must(sqlite3_step(statement), m_handle);
    sqlite3_reset(statement);
  }
  sqlite3* m_handle = nullptr;
  sqlite3_stmt *m_begin = nullptr, *m_update = nullptr, *m_insert = nullptr, *m_commit = nullptr;
};

// Small slices alternate, so that both meet the same disk; the median slice counts.
void durableTransitions(benchmark::State& state) {
  constexpr int kJobs = 1'000, kSlice = 100;
  Store store, bareFile;
  const auto jobs = store.submit(kJobs);
  const auto bareJobs = bareFile.submit(kJobs);
  bareFile.database.close();
  BareWriter bare(bareFile.path);
  const store::JobChange change{.schedule = u"alive"_s, .attempts = 1, .startedAt = store.clock.now()};
  std::vector<qint64> storeTimes, bareTimes;
  QElapsedTimer timer;
  int next = 0;
  bool there = false;
  for (auto _ : state) {
    timer.start();
    for (int i = next; i < next + kSlice; ++i) {
      must(store.jobs.transition(jobs[static_cast<size_t>(i)].id, there ? u"running"_s : u"queued"_s,
                                 there ? u"queued"_s : u"running"_s, u"picked"_s, change));
    }
    storeTimes.push_back(timer.nsecsElapsed());
    timer.start();
    for (int i = next; i < next + kSlice; ++i) {
      bare.transition(bareJobs[static_cast<size_t>(i)].id.toStdString(), there ? "running" : "queued",
                      there ? "queued" : "running", "picked", store.clock.now());
    }
    bareTimes.push_back(timer.nsecsElapsed());
    next = (next + kSlice) % kJobs;
    if (next == 0) there = !there;
  }
  const auto perSecond = [](std::vector<qint64> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<qsizetype>(times.size() / 2), times.end());
    return kSlice * 1e9 / static_cast<double>(times[times.size() / 2]);
  };
  state.counters["store_per_second"] = perSecond(storeTimes);
  state.counters["bare_per_second"] = perSecond(bareTimes);
  state.counters["ratio"] = perSecond(storeTimes) / perSecond(bareTimes);
}
BENCHMARK(durableTransitions)->Iterations(60)->Unit(benchmark::kMillisecond);

void submitTenThousand(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    auto store = std::make_unique<Store>();
    std::vector<store::JobRow> rows;
    {
      Store other;
      rows = other.submit(10'000);
    }
    state.ResumeTiming();
    must(store->jobs.addJobs(rows));
    state.PauseTiming();
    store.reset();
    state.ResumeTiming();
  }
  state.counters["per_second"] =
      benchmark::Counter(10'000.0 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(submitTenThousand)->Iterations(5)->Unit(benchmark::kMillisecond)->UseRealTime();

Store& filled() {
  static const auto store = [] {
    auto made = std::make_unique<Store>();
    for (int i = 0; i < 10; ++i) made->submit(10'000);
    return made;
  }();
  return *store;
}

void openWith100000(benchmark::State& state) {
  Store& store = filled();
  for (auto _ : state) {
    store::Database other;
    must(other.open({.path = store.path, .durability = store::Durability::Full, .schema = store::jobSchema()}));
  }
}
BENCHMARK(openWith100000)->Iterations(10)->Unit(benchmark::kMillisecond)->UseRealTime();

void listOf100000(benchmark::State& state) {
  Store& store = filled();
  const store::JobQuery query{.limit = static_cast<int>(state.range(0)), .withSpec = state.range(1) != 0};
  for (auto _ : state) {
    const auto jobs = store.jobs.jobs(query);
    if (!jobs.ok() || jobs->empty()) std::abort();
    benchmark::DoNotOptimize(jobs->front());
  }
}
BENCHMARK(listOf100000)
    ->ArgNames({"limit", "spec"})
    ->Args({0, 0})
    ->Args({0, 1})
    ->Args({200, 0})
    ->Unit(benchmark::kMillisecond);

void listQueuedOf100000(benchmark::State& state) {
  Store& store = filled();
  for (auto _ : state) {
    const auto jobs = store.jobs.jobs({.states = {u"running"_s, u"queued"_s}, .limit = 200, .withSpec = false});
    if (!jobs.ok() || jobs->empty()) std::abort();
  }
}
BENCHMARK(listQueuedOf100000)->Unit(benchmark::kMillisecond);

void searchTextIn100000(benchmark::State& state) {
  Store& store = filled();
  for (auto _ : state) {
    const auto jobs = store.jobs.jobs({.text = u"run 9999"_s, .withSpec = false});
    if (!jobs.ok() || jobs->size() != 10) std::abort();
  }
}
BENCHMARK(searchTextIn100000)->Unit(benchmark::kMillisecond);

void pickFrom100000(benchmark::State& state) {
  Store& store = filled();
  for (auto _ : state) {
    const auto jobs = store.jobs.nextQueued(8);
    if (!jobs.ok() || jobs->size() != 8) std::abort();
  }
}
BENCHMARK(pickFrom100000)->Unit(benchmark::kMicrosecond);

void countByStateIn100000(benchmark::State& state) {
  Store& store = filled();
  for (auto _ : state) {
    if (!store.jobs.countByState().ok()) std::abort();
  }
}
BENCHMARK(countByStateIn100000)->Unit(benchmark::kMillisecond);

void appendSamples(benchmark::State& state) {
  const QTemporaryDir folder;
  store::Database database;
  must(database.open({.path = folder.filePath(u"samples.sqlite"_s),
                      .durability = store::Durability::Normal,
                      .schema = store::sampleSchema()}));
  store::SampleStore samples(database);
  EpochMs time = 0;
  for (auto _ : state) {
    std::vector<store::SampleRow> rows;
    for (int i = 0; i < 10; ++i) {
      rows.push_back({.jobId = u"job"_s, .attempt = 1, .time = ++time, .data = {{"cpu", 12.5}, {"memory", 4'000'000}}});
    }
    must(samples.append(rows));
  }
  state.counters["per_second"] =
      benchmark::Counter(10.0 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(appendSamples)->Unit(benchmark::kMicrosecond);

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
