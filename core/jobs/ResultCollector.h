// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/AttemptRun.h"
#include "jobs/JobServices.h"
#include "jobs/JobSpec.h"
#include "jobs/ResultsFolder.h"

#include <QObject>
#include <optional>
#include <vector>

namespace cc::jobs {

// Brings an attempt's results home: artifacts by glob, each compared by size and SHA-256 on both ends, and samples.csv.
// Engine's thread. Emits finished() exactly once.
class ResultCollector : public QObject {
  Q_OBJECT
public:
  ResultCollector(JobServices& services, AttemptRun& run, QString jobId, int attempt, QStringList globs,
                  ResultsFolder folder, QObject* parent = nullptr);
  void start();

Q_SIGNALS:
  void logged(const QString& line);
  // The first error that stayed after three tries, if any; what could be fetched is there all the same.
  void finished(const std::optional<cc::Error>& error);

private:
  void onFound(Result<std::vector<RemoteFile>> found);
  void next();
  void onFetched(const Result<Nothing>& result, const QString& verified = QStringLiteral("sha256"));
  void checkAtHome(const RemoteFile& file);
  Status record(const RemoteFile& file, const QString& verified);
  Status writeSamples();
  void fail(Error error);

  JobServices& m_services;
  AttemptRun& m_run;
  QString m_jobId;
  int m_attempt;
  QStringList m_globs;
  ResultsFolder m_folder;
  std::vector<RemoteFile> m_files;
  size_t m_index = 0;
  int m_tries = 0;
  std::optional<Error> m_error;
};

// What manifest.json tells; assembled from the store and the run.
struct ManifestFacts {
  store::JobRow job;
  std::vector<store::AttemptRow> attempts;
  std::vector<store::ArtifactRow> artifacts;
  std::vector<store::CheckpointRow> checkpoints;
  Json environment;
  QString inputSha256;
};
Json manifestJson(const ManifestFacts& facts);

}  // namespace cc::jobs
