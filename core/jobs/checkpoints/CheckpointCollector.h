// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/AttemptRun.h"
#include "jobs/JobServices.h"
#include "jobs/ResultsFolder.h"

#include <QHash>
#include <QObject>
#include <functional>
#include <optional>

namespace cc::jobs {

// Brings an attempt's checkpoints home, into checkpoints/1 and checkpoints/2 of the results by turns: the newest one as a
// whole or not at all, each file compared by SHA-256, and the one before stays. A file that is at home already is not
// fetched again. Failures are logged and end nothing: the next checkpoint is another chance. Engine's thread.
class CheckpointCollector : public QObject {
  Q_OBJECT
public:
  CheckpointCollector(JobServices& services, AttemptRun& run, QString jobId, int attempt, ResultsFolder folder,
                      QObject* parent = nullptr);
  ~CheckpointCollector() override { m_call.cancel(); }
  // One that the runtime keeps. While another comes home, only the newest waits.
  void take(const RemoteCheckpoint& checkpoint);
  // What lies in the working folder now that no cell runs; then() in any case, with nothing on its way any more.
  void takeLast(const QStringList& globs, std::function<void()> then);

Q_SIGNALS:
  void logged(const QString& line);
  void kept(const cc::store::CheckpointRow& checkpoint);

private:
  void start();
  void begin(RemoteCheckpoint checkpoint);
  void next();
  void fetch(const RemoteFile& file);
  void onFetched(const Result<Nothing>& result);
  void settle();
  void abandon(const Error& error);
  void over();
  QString partFolder() const;

  JobServices& m_services;
  AttemptRun& m_run;
  QString m_jobId;
  int m_attempt;
  ResultsFolder m_folder;
  int m_newest = 0;  // number of the newest one seen
  std::optional<RemoteCheckpoint> m_waiting, m_current;
  QString m_path;  // where it goes, below the results folder
  size_t m_index = 0;
  int m_tries = 0;
  QHash<QString, QString> m_atHome;  // SHA-256: a file that has it
  std::function<void()> m_then;
  Call m_call;
};

}  // namespace cc::jobs
