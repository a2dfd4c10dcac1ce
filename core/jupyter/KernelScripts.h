// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QString>
#include <QStringList>
#include <string>

namespace cc::jupyter {

// What the recorder is asked to do; see kernel/recorder.py.
struct RecorderRequest {
  QString attemptId;
  QString folder;                   // absolute, or relative to the kernel's start folder
  QString workingDirectory;         // empty: stays
  qint64 sampleIntervalMs = 1'000;  // 0: no sampler
  QStringList checkpoints;          // globs below the working folder; empty: none are kept
  qint64 checkpointEveryMs = 0;
};
inline constexpr const char* kJournalName = "journal.jsonl";
inline constexpr const char* kSamplesName = "samples.jsonl";
inline constexpr const char* kCheckpointsName = "checkpoints.jsonl";
inline constexpr const char* kCheckpointsFolder = "checkpoints";  // the copies: NUMBER/PATH; see kernel/keeper.py

// Content of the silent execute_request that installs or switches the recorder, for Python kernels. Leaves no names
// behind. May be sent any number of times.
Json recorderContent(const RecorderRequest& request);
// Only changes the working folder; "r", others: null.
Json workingFolderContent(const QString& language, const QString& folder);
// Runs code in a namespace of its own, then gives str() of expression, evaluated in it.
Json evaluationContent(const QString& code, const QString& expression);

// The text of user_expressions.r of an execute_reply, or why there is none.
Result<QString> expressionResult(const Json& replyContent);

// What the recorder answered.
struct RecorderVerdict {
  bool records = false;
  bool samples = false;
  bool keepsCheckpoints = false;
  QString problem;              // why not, or what else failed; empty: all well
  Json facts = Json::object();  // pid, python, packages, language_info, cwd, ...
};
RecorderVerdict parseVerdict(const Json& replyContent);
RecorderVerdict verdictFromFacts(Json facts);

}  // namespace cc::jupyter
