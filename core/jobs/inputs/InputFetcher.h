// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/JobServices.h"
#include "jobs/JobSpec.h"

#include <QObject>
#include <vector>

namespace cc::jobs {

// Makes sure that a job's inputs are on this machine, before a machine is rented for them: files here are hashed where
// they are, those of Drive and Cloud Storage come into the cache, verified, and are fetched once for all jobs. Emits
// finished() exactly once. Engine's thread.
class InputFetcher : public QObject {
  Q_OBJECT
public:
  struct Local {
    QString path, sha256, to;
    qint64 size = 0;
  };
  InputFetcher(JobServices& services, std::vector<JobInput> inputs, QObject* parent = nullptr);
  ~InputFetcher() override { m_call.cancel(); }
  void start();

Q_SIGNALS:
  void logged(const QString& line);
  // FileNotFound, FileUnreadable (path); those of BackupStore::fetch().
  void finished(const cc::Result<std::vector<cc::jobs::InputFetcher::Local>>& inputs);

private:
  void next();
  void measure(const QString& path);

  JobServices& m_services;
  std::vector<JobInput> m_inputs;
  std::vector<Local> m_found;
  size_t m_index = 0;
  Call m_call;
};

// Removes from the cache what no job has used for a week. Blocking: for a worker.
void tidyInputCache(const QString& folder, EpochMs now);

}  // namespace cc::jobs
