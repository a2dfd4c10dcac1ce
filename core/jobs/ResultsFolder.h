// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Json.h"
#include "base/Result.h"
#include "notebook/Notebook.h"

#include <QByteArray>
#include <QString>

namespace cc::jobs {

// <results>/<yyyy-mm-dd>/<job id>-<slug>/ of one job: input.ipynb, executed.ipynb, manifest.json, artifacts/,
// samples.csv, job.log. Every file but the log is replaced atomically. Cheap value; any one thread at a time.
class ResultsFolder {
public:
  explicit ResultsFolder(QString folder) : m_folder(std::move(folder)) {}
  // Where the folder of a new job goes; nothing is made yet.
  static QString pathFor(const QString& results, EpochMs created, const QString& jobId, const QString& name);

  const QString& path() const { return m_folder; }
  QString inputPath() const;
  QString executedPath() const;
  QString artifactPath(const QString& relative) const;

  // FileUnwritable, DiskFull (path, detail).
  Status make() const;
  Status writeInput(const QByteArray& bytes) const;
  Status writeExecuted(const notebook::Notebook& notebook) const;
  Status writeManifest(const Json& manifest) const;
  Status writeFile(const QString& name, const QByteArray& bytes) const;
  // Appends one line with its time; a failure is ignored, the log must never end a job.
  void log(EpochMs at, const QString& line) const;
  QString readLog() const;

private:
  QString m_folder;
};

// True for a relative path that stays below its folder: no "..", no absolute part, no drive, no NUL.
bool staysBelow(const QString& relative);

}  // namespace cc::jobs
