// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace cc::jobs {

// A file that is put into the working folder before the first cell runs.
struct JobInput {
  QString from;  // absolute path here, "gdrive:PATH" or "gs://BUCKET/PATH"
  QString to;    // relative to the working folder
};

// "FROM" or "FROM=NAME", unless a file here is called so.
JobInput inputFromText(const QString& text);
QString toText(const JobInput& input);

// What the user asked for. Immutable once submitted; stored as JSON with the job.
struct JobSpec {
  QString name;      // default: the notebook's file name without ending
  QString notebook;  // absolute path at submission
  Json parameters = Json::object();
  QString provider;          // configured name; empty: the default one
  QStringList accelerators;  // in order of preference; empty: none needed
  bool highRam = false;
  QString kernel;        // empty: what the notebook says
  qint64 timeoutMs = 0;  // wall clock of one attempt; 0: none
  qint64 cellTimeoutMs = 0;
  qint64 silenceTimeoutMs = 0;   // no message from the running cell for so long
  int retries = 0;               // further attempts after a failure that a retry can cure
  int priority = 0;              // higher first
  double maxUnits = 0;           // of all attempts together; 0: the configured limit, if any
  QStringList checkpoints;       // globs relative to the kernel's working folder; empty: none are kept
  qint64 checkpointEveryMs = 0;  // how often they come home
  std::vector<JobInput> inputs;
  QStringList artifacts;  // globs relative to the kernel's working folder
  QString backupTo;
  QString results;  // results folder; empty: the configured one
  bool allowErrors = false;
  bool keepRuntime = false;
  bool held = false;    // submit on hold
  QString inputSha256;  // of the notebook as submitted, set by submit(): names the copy in data/notebooks
  QString language;     // of the notebook, lower case, set by submit()
  QString sweep;        // id shared by the jobs of one sweep, or empty
};

Json toJson(const JobSpec& spec);
// UsageBadSpec (member, expected) for wrong types and unknown members.
Result<JobSpec> jobSpecFromJson(const Json& json);

}  // namespace cc::jobs
