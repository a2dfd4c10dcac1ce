// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/Summaries.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {
std::optional<Error> errorOf(const Json& json) {
  return json.is_object() ? std::optional(errorFromJson(json)) : std::nullopt;
}
}  // namespace

QString shortParameters(const Json& parameters) {
  constexpr qsizetype kLimit = 120;
  QString text;
  if (!parameters.is_object()) return text;
  for (const auto& [name, value] : parameters.items()) {
    if (!text.isEmpty()) text += u' ';
    const QString shown =
        value.is_string() ? fromStd(value.get_ref<const std::string&>()) : QString::fromUtf8(dumpJson(value));
    text += fromStd(name) + u'=' + shown;
    if (text.size() > kLimit) return text.left(kLimit) + u'…';
  }
  return text;
}

JobSummary summaryOf(const store::JobRow& row, const jobs::JobRunner* runner) {
  JobSummary job;
  job.id = row.id;
  job.name = row.name;
  job.notebook = row.notebook;
  job.provider = row.provider;
  job.sweep = row.sweep;
  job.parameters = shortParameters(at(row.spec, "parameters"));
  job.state = jobs::jobStateFromWord(row.state).value_or(JobState::Lost);
  job.priority = row.priority;
  job.position = row.position;
  job.attempt = row.attempts;
  job.cellsTotal = static_cast<int>(intAt(row.progress, "total"));
  job.cellsDone = static_cast<int>(intAt(row.progress, "done"));
  job.cellsFailed = static_cast<int>(intAt(row.progress, "failed"));
  job.accelerator = stringAt(row.progress, "accelerator");
  job.createdAt = row.createdAt;
  job.startedAt = row.startedAt;
  job.finishedAt = row.finishedAt;
  job.notBefore = row.notBefore;
  job.error = errorOf(row.error);
  job.resultsDir = row.resultsDir;
  if (runner) {
    const jobs::RunProgress progress = runner->progress();
    job.cellsTotal = progress.cellsTotal;
    job.cellsDone = progress.cellsDone;
    job.cellsFailed = progress.cellsFailed;
    job.runningCell = progress.runningCell;
    job.runningCellSince = progress.runningSince;
    job.accelerator = runner->attempt().accelerator;
  }
  return job;
}

AttemptDetail attemptOf(const store::AttemptRow& row) {
  return {.id = row.id,
          .number = row.number,
          .provider = row.provider,
          .runtime = row.runtime,
          .accelerator = row.accelerator,
          .state = row.state,
          .error = errorOf(row.error),
          .startedAt = row.startedAt,
          .finishedAt = row.finishedAt,
          .cellsTotal = static_cast<int>(intAt(row.progress, "total")),
          .cellsDone = static_cast<int>(intAt(row.progress, "done")),
          .environment = row.environment};
}

BackupDetail backupOf(const store::JobRow& job, const store::BackupRow& row,
                      const std::vector<store::BackupFileRow>& files, const jobs::BackupKeeper& keeper) {
  BackupDetail backup{.to = row.target,
                      .state = row.state,
                      .filesTotal = row.filesTotal,
                      .error = errorOf(row.error),
                      .nextTry = row.finishedAt > 0 ? 0 : row.notBefore};
  if (const auto target = jobs::BackupTarget::parse(row.target); target.ok()) {
    backup.to = target->below(QFileInfo(job.resultsDir).fileName()).text();
  }
  for (const store::BackupFileRow& file : files) {
    backup.files.push_back({.path = file.path, .size = file.size, .checksum = file.checksum, .verifiedAt = file.at});
  }
  if (const auto& sending = keeper.sending(); sending && sending->job == row.jobId) {
    backup.sending = sending->path;
    backup.sent = sending->done;
    backup.size = sending->total;
  }
  return backup;
}

CheckpointDetail checkpointOf(const store::CheckpointRow& row) {
  CheckpointDetail checkpoint{.path = row.path, .attempt = row.attempt, .takenAt = row.takenAt, .size = row.size};
  for (const Json& file : row.files) {
    checkpoint.files.push_back({.path = stringAt(file, "path"),
                                .size = intAt(file, "size"),
                                .sha256 = stringAt(file, "sha256"),
                                .verified = u"sha256"_s});
  }
  return checkpoint;
}

JobEvent eventOf(const store::EventRow& row) {
  return {.at = row.at,
          .job = row.jobId,
          .kind = row.kind,
          .from = row.from,
          .to = row.to,
          .reason = row.reason,
          .details = row.details};
}

}  // namespace cc::engine
