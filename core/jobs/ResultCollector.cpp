// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/ResultCollector.h"

#include "base/FileHash.h"
#include "base/Log.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::jobs {

ResultCollector::ResultCollector(JobServices& services, AttemptRun& run, QString jobId, int attempt, QStringList globs,
                                 ResultsFolder folder, QObject* parent)
    : QObject(parent),
      m_services(services),
      m_run(run),
      m_jobId(std::move(jobId)),
      m_attempt(attempt),
      m_globs(std::move(globs)),
      m_folder(std::move(folder)) {}

void ResultCollector::start() {
  if (m_globs.isEmpty()) {
    onFound(std::vector<RemoteFile>{});
    return;
  }
  m_run.findFiles(m_globs, this, [this](Result<std::vector<RemoteFile>> found) { onFound(std::move(found)); });
}

void ResultCollector::onFound(Result<std::vector<RemoteFile>> found) {
  if (found.ok()) {
    m_files = std::move(found).value();
    Q_EMIT logged(u"%1 artifacts to fetch"_s.arg(m_files.size()));
  } else {
    fail(std::move(found).error());
  }
  next();
}

void ResultCollector::next() {
  if (m_index >= m_files.size()) {
    if (Status written = writeSamples(); !written.ok()) fail(written.error());
    Q_EMIT finished(m_error);
    return;
  }
  const RemoteFile& file = m_files[m_index];
  if (!staysBelow(file.path)) {
    fail(
        Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, file.path}}, .detail = u"leaves its folder"_s});
    ++m_index;
    next();
    return;
  }
  const QString target = m_folder.artifactPath(file.path);
  if (!QDir().mkpath(QFileInfo(target).absolutePath())) {
    onFetched(Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, target}}});
    return;
  }
  m_run.fetchFile(file, target, this, [this](Result<Nothing> result) {
    if (result.ok() && m_files[m_index].sha256.isEmpty()) {
      checkAtHome(m_files[m_index]);
    } else {
      onFetched(result);
    }
  });
}

// Nothing could hash the original: its size is all there is to compare. The hash is that of the copy.
void ResultCollector::checkAtHome(const RemoteFile& file) {
  using Copy = std::pair<qint64, QString>;
  m_services.worker.run<Copy>(
      this,
      [path = m_folder.artifactPath(file.path)]() -> Copy {
        QFile copy(path);
        const QString hash = copy.open(QIODevice::ReadOnly) ? sha256Of(copy) : QString();
        return {hash.isEmpty() ? -1 : copy.size(), hash};
      },
      [this](const Copy& copy) {
        RemoteFile& fetched = m_files[m_index];
        if (copy.first == fetched.size) {
          fetched.sha256 = copy.second;
          onFetched(done(), u"size"_s);
          return;
        }
        onFetched(Error{.code = ErrorCode::TransferCorrupt,
                        .params = {{u"path"_s, fetched.path},
                                   {u"expected"_s, QString::number(fetched.size)},
                                   {u"size"_s, QString::number(copy.first)}}});
      });
}

void ResultCollector::onFetched(const Result<Nothing>& result, const QString& verified) {
  constexpr int kTries = 3;
  const RemoteFile& file = m_files[m_index];
  Status status = result.ok() ? record(file, verified) : Status(result.error());
  if (!status.ok() && ++m_tries < kTries) {
    Q_EMIT logged(u"artifact %1: %2, again"_s.arg(file.path, status.error().toLogLine()));
    m_services.clock.after(500LL << m_tries, this, [this] { next(); });
    return;
  }
  if (status.ok()) {
    Q_EMIT logged(u"artifact %1 (%2 bytes, sha256 %3, verified by %4)"_s.arg(file.path).arg(file.size).arg(file.sha256,
                                                                                                           verified));
  } else {
    fail(status.error());
  }
  m_tries = 0;
  ++m_index;
  next();
}

Status ResultCollector::record(const RemoteFile& file, const QString& verified) {
  return m_services.store.addArtifact({.jobId = m_jobId,
                                       .attempt = m_attempt,
                                       .path = u"artifacts/"_s + file.path,
                                       .size = file.size,
                                       .sha256 = file.sha256,
                                       .verified = verified,
                                       .at = m_services.clock.now()});
}

void ResultCollector::fail(Error error) {
  Q_EMIT logged(error.toLogLine());
  if (!m_error) m_error = std::move(error);
}

Status ResultCollector::writeSamples() {
  CC_TRY(const auto rows, m_services.samples.since(m_jobId, 0));
  if (rows.empty()) return done();
  const auto field = [](const Json& sample, const char* key) {
    const Json& value = at(sample, key);
    return value.is_number() ? QByteArray::number(value.get<double>(), 'g', 12) : QByteArray();
  };
  QByteArray csv =
      "time,cpu_percent,process_cpu_percent,memory_used,memory_total,process_memory,disk_free,disk_total,"
      "gpu_index,gpu_name,gpu_utilization,gpu_memory_used,gpu_memory_total,gpu_temperature,gpu_power\n";
  for (const auto& row : rows) {
    QByteArray line = toRfc3339(row.time).toUtf8();
    for (const char* key : {"cpu_percent", "process_cpu_percent", "memory_used", "memory_total", "process_memory",
                            "disk_free", "disk_total"}) {
      line += ',' + field(row.data, key);
    }
    const Json& gpus = at(row.data, "gpus");
    if (!gpus.is_array() || gpus.empty()) {
      csv += line + ",,,,,,,\n";
      continue;
    }
    for (const Json& gpu : gpus) {
      QString name = stringAt(gpu, "name");
      csv += line + ',' + field(gpu, "index") + ",\"" + name.replace(u'"', u"\"\""_s).toUtf8() + '"';
      for (const char* key : {"utilization", "memory_used", "memory_total", "temperature", "power"})
        csv += ',' + field(gpu, key);
      csv += '\n';
    }
  }
  return m_folder.writeFile(u"samples.csv"_s, csv);
}

Json manifestJson(const ManifestFacts& facts) {
  const auto time = [](EpochMs at) { return at ? Json(toStd(toRfc3339(at))) : Json(); };
  Json attempts = Json::array();
  for (const store::AttemptRow& attempt : facts.attempts) {
    attempts.push_back({{"number", attempt.number},
                        {"provider", toStd(attempt.provider)},
                        {"runtime", toStd(attempt.runtime)},
                        {"accelerator", toStd(attempt.accelerator)},
                        {"state", toStd(attempt.state)},
                        {"error", attempt.error},
                        {"started_at", time(attempt.startedAt)},
                        {"finished_at", time(attempt.finishedAt)},
                        {"environment", attempt.environment}});
  }
  Json artifacts = Json::array();
  for (const store::ArtifactRow& artifact : facts.artifacts) {
    artifacts.push_back({{"path", toStd(artifact.path)},
                         {"size", artifact.size},
                         {"sha256", toStd(artifact.sha256)},
                         {"verified", toStd(artifact.verified)}});
  }
  Json checkpoints = Json::array();
  for (const store::CheckpointRow& checkpoint : facts.checkpoints) {
    checkpoints.push_back({{"path", toStd(checkpoint.path)},
                           {"attempt", checkpoint.attempt},
                           {"taken_at", time(checkpoint.takenAt)},
                           {"files", checkpoint.files}});
  }
  return {{"id", toStd(facts.job.id)},
          {"name", toStd(facts.job.name)},
          {"state", toStd(facts.job.state)},
          {"error", facts.job.error},
          {"spec", facts.job.spec},
          {"input_sha256", toStd(facts.inputSha256)},
          {"created_at", time(facts.job.createdAt)},
          {"started_at", time(facts.job.startedAt)},
          {"finished_at", time(facts.job.finishedAt)},
          {"program", {{"name", "colab-controller"}, {"version", toStd(QCoreApplication::applicationVersion())}}},
          {"environment", facts.environment},
          {"attempts", attempts},
          {"artifacts", artifacts},
          {"checkpoints", checkpoints}};
}

}  // namespace cc::jobs
