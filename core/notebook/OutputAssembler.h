// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "notebook/Notebook.h"
#include "notebook/OutputMessage.h"
#include "notebook/WidgetStates.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <set>
#include <string>
#include <vector>

namespace cc::notebook {

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
  bool recordTiming = true;     // metadata.execution, as nbclient
  bool coalesceStreams = true;  // as nbconvert's default preprocessor
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

  // Declares the message id under which a cell was (or will be) sent; clears its outputs and timing. What a cell held
  // before comes back when it turns out that it never ran (aborted, or still waiting at finish()): nbclient leaves such
  // cells untouched.
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

private:
  // What a cell held before expect().
  struct Held {
    Json outputs, executionCount, timing;
    bool hasTiming = false;
  };
  // Where an output with a display id was shown; void once its cell's outputs were cleared since.
  struct Shown {
    int cell = 0;
    std::size_t output = 0;
    int generation = 0;
  };
  struct CellRun {
    CellProgress progress;
    QString messageId;   // empty until expected
    int number = 0;      // running number among the cells that run, from 1
    int generation = 0;  // how often its outputs were cleared
    bool clearPending = false;
    bool restored = false;  // holds again what it held before
    Held held;
  };

  void takeReply(int cell, const OutputMessage& message);
  void takePublished(int cell, OutputMessage& message);
  void takeStatus(int cell, const OutputMessage& message);
  void takeClear(int cell, const OutputMessage& message);
  void takeOutput(int cell, OutputMessage& message, const std::string& displayId);
  void addOutput(int cell, Json output);
  void updateShown(const std::string& displayId, const OutputMessage& message);
  void clearOutputs(int cell);
  void stamp(int cell, const char* key, const QString& date);
  void setNumber(int cell);
  void hold(int cell);
  void restore(int cell);
  bool tracesOf(int cell) const;

  Notebook m_notebook;
  AssemblyOptions m_options;
  std::vector<int> m_cellsToRun;
  std::vector<CellRun> m_runs;                    // one for each cell of the notebook
  QHash<QString, int> m_cellOf;                   // by message id
  QHash<QByteArray, std::vector<Shown>> m_shown;  // by display id
  WidgetStates m_widgets;
  std::set<int> m_changed;
};

}  // namespace cc::notebook
