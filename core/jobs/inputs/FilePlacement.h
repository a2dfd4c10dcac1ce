// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/AttemptRun.h"
#include "jobs/JobServices.h"

#include <QObject>
#include <QSet>
#include <vector>

namespace cc::jobs {

// A file of this machine and where it goes, relative to the working folder.
struct PlacedFile {
  enum class Present { Keep, Replace, Refuse };
  QString source, path, sha256;
  Present ifPresent = Present::Replace;  // when another file of this name is there already
};

// Puts files into the working folder of a run between its ready() and proceed(): what is there with the same content is
// left alone, what was put there is looked up again and compared. Emits finished() exactly once. Engine's thread.
class FilePlacement : public QObject {
  Q_OBJECT
public:
  FilePlacement(JobServices& services, AttemptRun& run, std::vector<PlacedFile> files, QObject* parent = nullptr);
  ~FilePlacement() override { m_call.cancel(); }
  void start();

Q_SIGNALS:
  void logged(const QString& line);
  // FileExists is FileUnwritable with the path there; else the errors of AttemptRun's file calls.
  void finished(const cc::Status& status);

private:
  void find(void (FilePlacement::*then)(const std::vector<RemoteFile>& found));
  void choose(const std::vector<RemoteFile>& found);
  void next();
  void compare(const std::vector<RemoteFile>& found);

  JobServices& m_services;
  AttemptRun& m_run;
  std::vector<PlacedFile> m_files;
  std::vector<PlacedFile> m_missing;
  size_t m_index = 0;
  int m_tries = 0;
  Call m_call;
};

}  // namespace cc::jobs
