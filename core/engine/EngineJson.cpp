// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineJson.h"

#include "engine/JsonFields.h"

namespace cc::engine {

namespace {

template <typename Io, typename Cost>
void costFields(Io& io, Cost& cost) {
  io.number("accelerator_seconds", cost.acceleratorSeconds);
  io.numberOrNull("compute_units", cost.units);
  io.flag("estimated", cost.estimated);
}

template <typename Io, typename Job>
void summaryFields(Io& io, Job& job) {
  io.text("id", job.id);
  io.text("name", job.name);
  io.text("notebook", job.notebook);
  io.name("provider", job.provider);
  io.name("accelerator", job.accelerator);
  io.name("sweep", job.sweep);
  io.text("parameters_text", job.parameters);
  io.number("priority", job.priority);
  io.number("position", job.position);
  io.number("attempt", job.attempt);
  io.object("cells", [&job](auto& cells) {
    cells.number("total", job.cellsTotal);
    cells.number("done", job.cellsDone);
    cells.number("failed", job.cellsFailed);
    cells.number("running", job.runningCell);
    cells.time("running_since", job.runningCellSince);
  });
  io.time("created_at", job.createdAt);
  io.time("started_at", job.startedAt);
  io.time("finished_at", job.finishedAt);
  io.time("not_before", job.notBefore);
  io.error("error", job.error);
  io.name("results_dir", job.resultsDir);
  io.object("cost", [&job](auto& cost) { costFields(cost, job.cost); });
  io.error("warning", job.warning);
}

template <typename Io, typename Attempt>
void attemptFields(Io& io, Attempt& attempt) {
  io.text("id", attempt.id);
  io.number("number", attempt.number);
  io.name("provider", attempt.provider);
  io.name("runtime", attempt.runtime);
  io.name("accelerator", attempt.accelerator);
  io.text("state", attempt.state);
  io.error("error", attempt.error);
  io.time("started_at", attempt.startedAt);
  io.time("finished_at", attempt.finishedAt);
  io.number("cells_total", attempt.cellsTotal);
  io.number("cells_done", attempt.cellsDone);
  io.json("environment", attempt.environment);
  io.object("cost", [&attempt](auto& cost) {
    costFields(cost, attempt.cost);
    cost.number("units_per_hour", attempt.unitsPerHour);
    cost.name("rate_from", attempt.rateFrom);
  });
}

template <typename Io, typename Artifact>
void artifactFields(Io& io, Artifact& artifact) {
  io.text("path", artifact.path);
  io.number("size", artifact.size);
  io.text("sha256", artifact.sha256);
  io.text("verified", artifact.verified);
}

template <typename Io, typename Checkpoint>
void checkpointFields(Io& io, Checkpoint& checkpoint) {
  io.text("path", checkpoint.path);
  io.number("attempt", checkpoint.attempt);
  io.time("taken_at", checkpoint.takenAt);
  io.number("size", checkpoint.size);
}

template <typename Io, typename File>
void backupFileFields(Io& io, File& file) {
  io.text("path", file.path);
  io.number("size", file.size);
  io.text("checksum", file.checksum);
  io.time("verified_at", file.verifiedAt);
}

template <typename Io, typename Backup>
void backupFields(Io& io, Backup& backup) {
  io.text("to", backup.to);
  io.text("state", backup.state);
  io.number("files_total", backup.filesTotal);
  io.error("error", backup.error);
  io.time("next_try", backup.nextTry);
  io.name("sending", backup.sending);
  io.number("sent", backup.sent);
  io.number("size", backup.size);
}

template <typename Io, typename Event>
void eventFields(Io& io, Event& event) {
  io.time("at", event.at);
  io.text("job", event.job);
  io.text("kind", event.kind);
  io.name("from", event.from);
  io.name("to", event.to);
  io.name("reason", event.reason);
  io.json("details", event.details);
}

template <typename Io, typename Set>
void changeFields(Io& io, Set& changes) {
  io.list("jobs", changes.jobs, jobSummaryFromJson);
  io.flag("queue_held", changes.queueHeld);
  io.number("running", changes.running);
  io.number("queued", changes.queued);
  io.error("budget_spent", changes.budgetSpent);
}

Json toJson(const AttemptDetail& attempt) {
  JsonWriter writer;
  attemptFields(writer, attempt);
  return std::move(writer).take();
}

AttemptDetail attemptFromJson(const Json& json) {
  AttemptDetail attempt;
  JsonReader reader(json);
  attemptFields(reader, attempt);
  return attempt;
}

Json toJson(const ArtifactDetail& artifact) {
  JsonWriter writer;
  artifactFields(writer, artifact);
  return std::move(writer).take();
}

ArtifactDetail artifactFromJson(const Json& json) {
  ArtifactDetail artifact;
  JsonReader reader(json);
  artifactFields(reader, artifact);
  return artifact;
}

Json toJson(const CheckpointDetail& checkpoint) {
  JsonWriter writer;
  checkpointFields(writer, checkpoint);
  Json json = std::move(writer).take();
  for (const ArtifactDetail& file : checkpoint.files) json["files"].push_back(toJson(file));
  return json;
}

CheckpointDetail checkpointFromJson(const Json& json) {
  CheckpointDetail checkpoint;
  JsonReader reader(json);
  checkpointFields(reader, checkpoint);
  reader.list("files", checkpoint.files, artifactFromJson);
  return checkpoint;
}

Json toJson(const BackupFile& file) {
  JsonWriter writer;
  backupFileFields(writer, file);
  return std::move(writer).take();
}

BackupFile backupFileFromJson(const Json& json) {
  BackupFile file;
  JsonReader reader(json);
  backupFileFields(reader, file);
  return file;
}

template <typename T>
Json arrayOf(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(toJson(value));
  return out;
}

Json backupJson(const BackupDetail& backup) {
  if (backup.state.isEmpty()) return nullptr;
  JsonWriter writer;
  backupFields(writer, backup);
  Json json = std::move(writer).take();
  json["files"] = arrayOf(backup.files);
  return json;
}

}  // namespace

Json toJson(const JobSummary& job) {
  JsonWriter writer;
  summaryFields(writer, job);
  Json json = std::move(writer).take();
  json["state"] = toStd(toWord(job.state));
  // "result" is the state once it is final: a reader need not know which states are.
  json["result"] = jobs::isFinal(job.state) ? json["state"] : Json();
  return json;
}

JobSummary jobSummaryFromJson(const Json& json) {
  JobSummary job;
  JsonReader reader(json);
  summaryFields(reader, job);
  job.state = jobs::jobStateFromWord(stringAt(json, "state")).value_or(JobState::Queued);
  return job;
}

Json toJson(const JobDetail& job) {
  Json json = toJson(job.summary);
  json["parameters"] = job.spec.parameters;
  json["accelerators"] = Json::array();
  for (const QString& accelerator : job.spec.accelerators) json["accelerators"].push_back(toStd(accelerator));
  json["spec"] = toJson(job.spec);
  json["attempts"] = arrayOf(job.attempts);
  json["artifacts"] = arrayOf(job.artifacts);
  json["checkpoints"] = arrayOf(job.checkpoints);
  json["events"] = arrayOf(job.events);
  json["backup"] = backupJson(job.backup);
  return json;
}

JobDetail jobDetailFromJson(const Json& json) {
  JobDetail job{.summary = jobSummaryFromJson(json)};
  if (auto spec = jobs::jobSpecFromJson(at(json, "spec")); spec.ok()) job.spec = std::move(*spec);
  JsonReader reader(json);
  reader.list("attempts", job.attempts, attemptFromJson);
  reader.list("artifacts", job.artifacts, artifactFromJson);
  reader.list("checkpoints", job.checkpoints, checkpointFromJson);
  reader.list("events", job.events, jobEventFromJson);
  JsonReader backup(at(json, "backup"));
  backupFields(backup, job.backup);
  backup.list("files", job.backup.files, backupFileFromJson);
  return job;
}

Json toJson(const JobPage& page) {
  return {{"jobs", arrayOf(page.rows)}, {"total", page.total}};
}

JobPage jobPageFromJson(const Json& json) {
  JobPage page;
  JsonReader reader(json);
  reader.list("jobs", page.rows, jobSummaryFromJson);
  reader.number("total", page.total);
  return page;
}

Json toJson(const ChangeSet& changes) {
  JsonWriter writer;
  changeFields(writer, changes);
  return std::move(writer).take();
}

ChangeSet changeSetFromJson(const Json& json) {
  ChangeSet changes;
  JsonReader reader(json);
  changeFields(reader, changes);
  return changes;
}

Json toJson(const JobEvent& event) {
  JsonWriter writer;
  eventFields(writer, event);
  return std::move(writer).take();
}

JobEvent jobEventFromJson(const Json& json) {
  JobEvent event;
  JsonReader reader(json);
  eventFields(reader, event);
  return event;
}

}  // namespace cc::engine
