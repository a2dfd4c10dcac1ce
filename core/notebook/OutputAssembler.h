// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "notebook/Notebook.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <string>
#include <vector>

namespace cc::notebook {

// One kernel message as far as assembly needs it.
struct OutputMessage {
  std::string type;      // header.msg_type: "stream", "display_data", "status", "execute_reply", ...
  QString parentId;      // parent_header.msg_id
  QString date;          // header.date as sent
  Json content;
  std::vector<QByteArray> buffers = {};
};

enum class CellOutcome { Skipped, Waiting, Running, Succeeded, Failed, AllowedFailure, Aborted };

struct CellProgress {
  CellOutcome outcome = CellOutcome::Waiting;
  bool replied = false;   // execute_reply seen
  bool idle = false;      // status idle seen; finished when both
  bool sawInput = false;  // execute_input seen: the kernel really ran it
  QString ename, evalue;  // of a failure
  std::vector<std::string> traceback;
};

struct AssemblyOptions {
  bool allowErrors = false;
  bool recordTiming = true;      // metadata.execution, as nbclient
  bool coalesceStreams = true;   // as nbconvert's default preprocessor
};

// Builds a notebook's outputs from kernel messages exactly as nbclient 0.7 followed by nbconvert's coalesce_streams
// does (reference behaviour: nbclient/client.py, nbconvert/preprocessors/coalescestreams.py). Feeding the same
// messages in the same order gives the same notebook, so a rebuild from the recorder's journal is exact.
// Not thread-safe; engine's thread.
class OutputAssembler {
public:
  OutputAssembler(Notebook notebook, AssemblyOptions options);

  // Which code cells run, in order: not blank, not tagged skip-execution. Skipped ones keep what they hold.
  const std::vector<int>& cellsToRun() const;
  // stop_on_error for the cell's request.
  bool stopsOnError(int cell) const;

  // Declares the message id under which a cell was (or will be) sent; clears its outputs and timing.
  void expect(int cell, const QString& messageId);
  // Takes one message; those of unknown parents are ignored. Returns the cell, or -1.
  int take(OutputMessage message);

  const CellProgress& progress(int cell) const;
  // Cells whose content changed since the last call, ascending.
  std::vector<int> takeChanged();
  // kernel_info_reply.language_info -> metadata.language_info.
  void setLanguageInfo(const Json& languageInfo);
  // Final form: execution counts, widget state. Call once when no more messages come.
  void finish();

  const Notebook& notebook() const;
};

} // namespace cc::notebook
