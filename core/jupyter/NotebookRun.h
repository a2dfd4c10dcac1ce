// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "jupyter/JupyterClient.h"
#include "jupyter/KernelChannel.h"
#include "notebook/Notebook.h"
#include "notebook/OutputAssembler.h"

#include <QObject>
#include <optional>
#include <vector>

namespace cc::jupyter {

struct RunOptions {
  QString attemptId;         // message id of a cell: "<attemptId>_<cell index>"
  QString folder;            // below the server's root: journal.jsonl and samples.jsonl of this attempt
  QString folderOnRuntime;   // the same folder as the kernel sees it (absolute), or empty: relative to the kernel's
                             // start folder, given by folderFromCwd
  QString folderFromCwd;     // used when folderOnRuntime is empty, e.g. "."
  QString workingDirectory;  // absolute on the runtime; the kernel changes to it (Python, R); empty: stays
  QString language;          // lower case; recorder and sampler are placed in "python" kernels
  bool allowErrors = false;
  qint64 cellTimeoutMs = 0;
  qint64 silenceTimeoutMs = 0;
  qint64 sampleIntervalMs = 1'000;
  QStringList checkpoints;       // globs below the working folder, kept while cells run; Python only
  qint64 checkpointEveryMs = 0;  // the first one is taken as soon as there is one
  bool resume = false;
};

struct RunSnapshot {
  int cellsTotal = 0, cellsDone = 0, cellsFailed = 0, runningCell = -1;
  qint64 runningSince = 0;  // epoch ms
};

// What a kernel asks of its front end beyond Jupyter's protocol: Colab's "colab_request" messages.
struct KernelQuestion {
  QString id;  // of the message
  Json metadata, content;
};

enum class RunResult { Succeeded, CellFailed, TimedOut, Interrupted, RuntimeLost, Refused };

// Executes one notebook on one kernel, exactly once even across disconnects and restarts of this program.
//
// States: Connecting -> Preparing (recorder, sampler, working folder: one silent request) -> [resume: Learning (journal
// read, shell kernel_info barrier)] -> Ready (waits for proceed()) -> Executing -> Draining -> Finished; Reconnecting
// from any of the middle ones.
//
// All cells are sent at once with stop_on_error, so the notebook goes on without us. Messages come from one of two
// sources, never merged: *live* (the WebSocket) while nothing is in doubt; *journal* (the recorder's file, tailed by
// ranged reads) after any reconnect, resume, gap in the kernel's message counter, rate-limit notice or lost idle. On the
// switch the assembler is rebuilt from the journal's start, so each output is there exactly once. Cells of which neither
// journal nor barrier shows a trace were never received and are sent then; all others are never sent again.
class NotebookRun : public QObject {
  Q_OBJECT
public:
  NotebookRun(JupyterClient& client, std::unique_ptr<KernelChannel> channel, Clock& clock, notebook::Notebook notebook,
              RunOptions options, QObject* parent = nullptr);
  ~NotebookRun() override;
  void start();
  void proceed();
  void interrupt();  // KeyboardInterrupt in the running cell, the rest aborted
  void restartKernel();
  void detach();

  const notebook::Notebook& notebook() const;
  RunSnapshot snapshot() const;
  Json environment() const;
  // The attempt's folder as the kernel sees it; empty where there is no recorder.
  QString folderInKernel() const;
  // Answers a question of the running cell: value of an input_reply. Lost when the connection is: the question then comes
  // again.
  void answer(const KernelQuestion& question, const Json& value);
  // The channel, for a next run on the same (warm) kernel; null while running.
  std::unique_ptr<KernelChannel> takeChannel();

  // Runs an expression silently after the cells, for hashing files: user_expressions of one silent request. Python only.
  Call evaluate(const QString& code, const QString& expression, QObject* context, Reply<QString> reply);

Q_SIGNALS:
  void ready();
  void progressed();
  void cellsChanged(const std::vector<int>& cells);
  void samplesArrived(const QList<QByteArray>& jsonLines);      // as the sampler wrote them
  void checkpointsArrived(const QList<QByteArray>& jsonLines);  // as the keeper wrote them, all of them after resume
  void reconnecting(bool now);
  void logged(const QString& line);
  // Maybe more than once, until it is answered; from the journal too, when it was asked while nobody listened.
  void asked(const cc::jupyter::KernelQuestion& question);
  void finished(cc::jupyter::RunResult result, const std::optional<cc::Error>& error);

private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace cc::jupyter
