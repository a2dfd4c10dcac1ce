// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineJson.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::engine;

namespace {

constexpr EpochMs kTime = 1'767'225'600'123;

Error someError() {
  return Error{.code = ErrorCode::CellFailed,
               .params = {{u"cell"_s, u"3"_s}, {u"ename"_s, u"ValueError"_s}},
               .detail = u"Traceback"_s,
               .causes = {Error{.code = ErrorCode::KernelDied}}};
}

JobDetail fullJob() {
  JobDetail job;
  job.summary = {.id = u"01abc"_s,
                 .name = u"Übung"_s,
                 .notebook = u"/n/a.ipynb"_s,
                 .provider = u"local"_s,
                 .accelerator = u"T4"_s,
                 .sweep = u"s1"_s,
                 .parameters = u"lr=0.1"_s,
                 .state = JobState::Failed,
                 .priority = 3,
                 .position = 7,
                 .attempt = 2,
                 .cellsTotal = 5,
                 .cellsDone = 4,
                 .cellsFailed = 1,
                 .runningCell = 2,
                 .runningCellSince = kTime,
                 .createdAt = kTime,
                 .startedAt = kTime + 1,
                 .finishedAt = kTime + 2,
                 .notBefore = kTime + 3,
                 .error = someError(),
                 .resultsDir = u"/r/1"_s,
                 .cost = {.acceleratorSeconds = 1.5, .units = 2.5, .estimated = true},
                 .warning = Error{.code = ErrorCode::RuntimeIdle}};
  job.spec.name = u"Übung"_s;
  job.spec.notebook = u"/n/a.ipynb"_s;
  job.spec.parameters = {{"lr", 0.1}, {"tags", {"a", "b"}}};
  job.spec.accelerators = {u"A100"_s, u"T4"_s};
  job.attempts.push_back({.id = u"a1"_s,
                          .number = 1,
                          .provider = u"local"_s,
                          .runtime = u"k"_s,
                          .state = u"lost"_s,
                          .error = someError(),
                          .startedAt = kTime,
                          .cellsTotal = 5,
                          .cellsDone = 2,
                          .environment = {{"kernel", "python3"}}});
  job.artifacts.push_back({.path = u"artifacts/m.bin"_s, .size = 5'000'000'000, .sha256 = u"ab"_s});
  job.events.push_back({.at = kTime,
                        .job = u"01abc"_s,
                        .kind = u"state"_s,
                        .from = u"running"_s,
                        .to = u"failed"_s,
                        .reason = u"run_ended"_s,
                        .details = {{"x", 1}}});
  job.backup = {.to = u"gdrive:/runs/x"_s,
                .state = u"waiting"_s,
                .files = {{.path = u"manifest.json"_s, .size = 7, .checksum = u"md5:ab"_s, .verifiedAt = kTime}},
                .filesTotal = 3,
                .error = Error{.code = ErrorCode::AccountStorageFull},
                .nextTry = kTime + 9,
                .sending = u"job.log"_s,
                .sent = 5,
                .size = 10};
  return job;
}

}  // namespace

TEST(EngineJson, aJobSurvivesTheRoundTrip) {
  const JobDetail job = fullJob();
  const Json json = toJson(job);
  const JobDetail back = jobDetailFromJson(json);
  EXPECT_EQ(toJson(back), json);
  EXPECT_EQ(back.summary.name, job.summary.name);
  EXPECT_EQ(back.summary.state, JobState::Failed);
  EXPECT_EQ(back.summary.runningCellSince, kTime);
  EXPECT_EQ(back.summary.finishedAt, kTime + 2);
  EXPECT_EQ(back.summary.error->causes.at(0).code, ErrorCode::KernelDied);
  EXPECT_EQ(back.spec.parameters, job.spec.parameters);
  EXPECT_EQ(back.attempts.at(0).environment, job.attempts.at(0).environment);
  EXPECT_EQ(back.artifacts.at(0).size, 5'000'000'000);
  EXPECT_EQ(back.events.at(0).reason, u"run_ended"_s);
  EXPECT_EQ(back.backup.files.at(0).verifiedAt, kTime);
  EXPECT_EQ(back.backup.error->code, ErrorCode::AccountStorageFull);
  EXPECT_EQ(back.backup.nextTry, kTime + 9);
  EXPECT_TRUE(toJson(JobDetail{})["backup"].is_null());
}

TEST(EngineJson, aJobHasTheKeysOfTheContract) {
  const Json json = toJson(fullJob());
  for (const char* key :
       {"id", "name", "notebook", "parameters", "provider", "accelerators", "state", "result", "created_at",
        "started_at", "finished_at", "attempts", "cells", "results_dir", "artifacts", "cost", "error"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  for (const char* key : {"number", "provider", "runtime", "accelerator", "state", "error", "started_at", "finished_at",
                          "cells_total", "cells_done"}) {
    EXPECT_TRUE(json["attempts"][0].contains(key)) << key;
  }
  for (const char* key : {"total", "done", "failed"}) EXPECT_TRUE(json["cells"].contains(key)) << key;
  for (const char* key : {"path", "size", "sha256"}) EXPECT_TRUE(json["artifacts"][0].contains(key)) << key;
  for (const char* key : {"accelerator_seconds", "compute_units", "estimated"})
    EXPECT_TRUE(json["cost"].contains(key)) << key;
  EXPECT_EQ(json["created_at"], "2026-01-01T00:00:00.123Z");
  EXPECT_EQ(json["result"], "failed");
  EXPECT_EQ(json["error"]["code"], "notebook.cell_failed");
}

TEST(EngineJson, whatHasNotHappenedYetIsNull) {
  const Json json = toJson(JobDetail{});
  for (const char* key : {"result", "started_at", "finished_at", "error", "results_dir", "sweep"}) {
    EXPECT_TRUE(json.at(key).is_null()) << key;
  }
  const JobDetail back = jobDetailFromJson(json);
  EXPECT_EQ(back.summary.startedAt, 0);
  EXPECT_EQ(back.summary.runningCell, -1);
  EXPECT_FALSE(back.summary.error);
}

TEST(EngineJson, pagesAndChangeSetsSurviveTheRoundTrip) {
  const JobPage page{.rows = {fullJob().summary, JobSummary{.id = u"2"_s}}, .total = 9};
  EXPECT_EQ(toJson(jobPageFromJson(toJson(page))), toJson(page));
  const ChangeSet changes{.jobs = {fullJob().summary}, .queueHeld = true, .running = 1, .queued = 4};
  const ChangeSet back = changeSetFromJson(toJson(changes));
  EXPECT_EQ(toJson(back), toJson(changes));
  EXPECT_TRUE(back.queueHeld);
  EXPECT_EQ(back.queued, 4);
}

TEST(EngineJson, viewsAndOutputsSurviveTheRoundTrip) {
  const NotebookView view{.job = u"1"_s,
                          .revision = 12,
                          .cellCount = 3,
                          .language = u"python"_s,
                          .cells = {{.index = 1,
                                     .cell = {{"cell_type", "markdown"}, {"source", "# Ü"}},
                                     .type = notebook::CellType::Markdown,
                                     .running = true,
                                     .truncated = true}}};
  const NotebookView back = notebookViewFromJson(toJson(view));
  EXPECT_EQ(toJson(back), toJson(view));
  EXPECT_EQ(back.cells.at(0).type, notebook::CellType::Markdown);
  EXPECT_EQ(back.revision, 12);
  const OutputChunk chunk{.job = u"1"_s, .cell = 2, .kind = u"stdout"_s, .text = "\x1b[31mred\n"};
  EXPECT_EQ(outputChunkFromJson(toJson(chunk)).text, chunk.text);
}

TEST(EngineJson, inspectionsSurviveTheRoundTrip) {
  NotebookInspection inspection{.path = u"/a"_s,
                                .title = u"T"_s,
                                .language = u"python"_s,
                                .kernel = u"python3"_s,
                                .cells = 4,
                                .codeCells = 3,
                                .upgraded = true};
  inspection.parameters.push_back({.name = u"lr"_s,
                                   .type = notebook::ParameterType::Float,
                                   .value = 0.1,
                                   .sourceText = u"0.1"_s,
                                   .annotation = u"float"_s,
                                   .optional = true,
                                   .help = u"rate"_s,
                                   .choices = {0.1, 0.2},
                                   .line = 3});
  const NotebookInspection back = notebookInspectionFromJson(toJson(inspection));
  EXPECT_EQ(toJson(back), toJson(inspection));
  EXPECT_EQ(back.parameters.at(0).type, notebook::ParameterType::Float);
  EXPECT_EQ(back.parameters.at(0).choices.size(), 2u);
}

TEST(EngineJson, runtimesProvidersChecksAndEventsSurviveTheRoundTrip) {
  const RuntimeInfo runtime{.id = u"r"_s,
                            .provider = u"local"_s,
                            .description = u"kernel"_s,
                            .state = u"active"_s,
                            .job = u"1"_s,
                            .since = kTime,
                            .ours = false};
  EXPECT_EQ(toJson(runtimeInfoFromJson(toJson(runtime))), toJson(runtime));
  EXPECT_FALSE(runtimeInfoFromJson(toJson(runtime)).ours);
  const ProviderInfo provider{.name = u"lab"_s,
                              .kind = u"jupyter"_s,
                              .description = u"http://h"_s,
                              .ok = false,
                              .error = someError(),
                              .running = 1,
                              .parallel = 2,
                              .accelerators = {u"T4"_s}};
  EXPECT_EQ(toJson(providerInfoFromJson(toJson(provider))), toJson(provider));
  const DoctorCheck check{
      .id = u"jupyter"_s, .ok = false, .warning = true, .params = {{u"path"_s, u"/p"_s}}, .error = someError()};
  EXPECT_EQ(toJson(doctorCheckFromJson(toJson(check))), toJson(check));
}

TEST(EngineJson, samplesKeepWhatWasMeasuredAndNothingElse) {
  Sample sample{.time = kTime, .cpuPercent = 12.5, .memoryUsed = 1e9};
  sample.gpus.push_back({.index = 1, .uuid = u"GPU-1"_s, .name = u"T4"_s, .utilization = 99.0});
  const Sample back = sampleFromJson(toJson(sample));
  EXPECT_EQ(toJson(back), toJson(sample));
  EXPECT_FALSE(back.diskFree);
  EXPECT_FALSE(back.gpus.at(0).power);
}

TEST(EngineJson, foreignTypesNeverCrash) {
  for (const Json& odd :
       {Json(), Json(5), Json("x"), Json::array({1, 2}), Json{{"jobs", 5}, {"cells", "x"}, {"error", 3}},
        Json{{"id", 5}, {"state", "nonsense"}, {"attempts", {1, "a", nullptr}}, {"spec", 4}},
        Json{{"jobs", {1, nullptr}}, {"total", 1e300}, {"running", 9'999'999'999'999}}}) {
    (void)jobDetailFromJson(odd);
    (void)jobPageFromJson(odd);
    (void)changeSetFromJson(odd);
    (void)notebookViewFromJson(odd);
    (void)outputChunkFromJson(odd);
    (void)notebookInspectionFromJson(odd);
    (void)runtimeInfoFromJson(odd);
    (void)providerInfoFromJson(odd);
    (void)doctorCheckFromJson(odd);
    (void)jobEventFromJson(odd);
    (void)sampleFromJson(odd);
  }
}
