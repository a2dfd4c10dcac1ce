// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jupyter/CellBudgets.h"
#include "jupyter/JournalRecord.h"
#include "jupyter/KernelScripts.h"
#include "jupyter/MessageCounter.h"
#include "jupyter/NotebookRun.h"
#include "jupyter/RemoteTail.h"
#include "jupyter/RunRecord.h"

#include <QHash>
#include <QSet>
#include <functional>

namespace cc::jupyter {

// The insides of NotebookRun, in four files: NotebookRun.cpp (its face, preparing, sending), NotebookRunConnection.cpp
// (opening, losing, regaining the socket), NotebookRunMessages.cpp (live messages, journal, barriers) and
// NotebookRunEnd.cpp (budgets, interrupts, results).
struct NotebookRun::Private {
  enum class State { Idle, Connecting, Preparing, Learning, Ready, Executing, Draining, Finished, Detached };
  enum class Source { Live, Journal };
  static constexpr int kLastTries = 3;  // of a reading when the run ends: nobody may answer any more
  // A reply on the shell channel; null when the connection was lost first.
  using Answer = std::function<void(const KernelMessage*)>;

  NotebookRun* q;
  JupyterClient& client;
  std::unique_ptr<KernelChannel> channel;
  Clock& clock;
  notebook::Notebook original;
  RunOptions options;

  State state = State::Idle;
  Source source = Source::Live;
  bool proceedGiven = false;

  // What is known.
  std::unique_ptr<RunRecord> record;  // what notebook() shows
  std::unique_ptr<RunRecord> shadow;  // being rebuilt from the journal, until it has caught up
  std::unique_ptr<RemoteTail> journal, samples, checkpoints;
  bool hasRecorder = false, hasSampler = false, hasKeeper = false, journalMissing = false;
  int journalRefusals = 0;  // in a row
  qint64 lostRecords = 0;
  Json facts = Json::object();  // of the recorder's verdict
  QString serverVersion, kernelSession;
  QStringList notes;
  MessageCounter counter;

  // Sending. Positions below sent were received or will be; learning: how many were is in doubt.
  int sent = 0;
  bool learning = false, stopSending = false, sendScheduled = false;
  QString barrierId;
  qint64 messagesAtBarrier = -1;

  // Connection.
  bool everOpened = false, isReconnecting = false;
  qint64 lostAt = 0, retryDelay = 0, waitedForRelease = 0;
  int attempts = 0;
  QHash<QString, Answer> pending;  // by our message id

  std::vector<KernelQuestion> questions;  // read from the journal, not yet told
  QSet<QString> answered;

  // Ending.
  CellBudgets budgets;
  std::optional<Error> timedOut;
  bool interruptRequested = false, restartRequested = false, gone = false;
  int interruptedCell = -1, runningNoticed = -1;
  qint64 halfDoneSince = -1;
  int halfDoneCell = -1, ticksWithHoles = 0;
  qint64 completeAtTick = -1, reasonDue = -1;
  std::optional<RunResult> result;
  std::optional<Error> resultError;

  // Coalesced signals.
  QSet<int> changedCells;
  bool announceScheduled = false;

  Private(NotebookRun* owner, JupyterClient& jupyter, std::unique_ptr<KernelChannel> socket, Clock& time,
          notebook::Notebook notebook, RunOptions wishes);
  notebook::AssemblyOptions assemblyOptions() const { return {.allowErrors = options.allowErrors}; }
  bool isOver() const { return state == State::Finished || state == State::Detached; }
  bool isPython() const { return options.language == u"python"; }
  bool mayHaveSent() const { return sent > 0 || options.resume; }
  RunRecord& newest() { return shadow ? *shadow : *record; }
  void after(qint64 ms, std::function<void()> then);  // not when over
  void log(const QString& line);
  void note(const QString& line);  // log, and into environment()

  // NotebookRun.cpp
  void begin();
  std::optional<Error> refusal() const;
  void ask(const std::string& type, Json content, Answer answer, const QString& id = {});
  void prepare();
  void onPrepared(const Json& content);
  void prepareOther();
  void adoptFacts(Json found);
  void becomeReady();
  void execute();
  void sendCells();
  Json cellContent(int cell) const;
  bool isWaitedFor(int cell) const;
  void markChanged(int cell);
  void announce();

  // NotebookRunConnection.cpp
  void open();
  void watchOpening();
  void onOpened();
  void onClosed(const Error& error);
  void loseConnection(const Error& error);
  void tryAgain(const Error& error);
  void lookForKernel();
  void onGone(const Error& reason);
  void failPending();

  // NotebookRunMessages.cpp
  void onArrived(KernelMessage& message);
  bool takeServerNotice(const KernelMessage& message);
  bool isForeignKernel(const KernelMessage& message);
  void takeQuestion(KernelQuestion question);
  void askQuestions();
  void takeLive(KernelMessage& message);
  void learn();
  void followJournal();
  void drainJournal(int tries, std::function<void(const Status&)> then);  // to its end as it is now
  void switchToJournal(const QString& why);
  void onJournalLines(const QList<QByteArray>& lines);
  void takeJournal(JournalRecord journalRecord);
  void onJournalFailed(const Error& error);
  void caughtUp();
  void startBarrier();
  void onBarrier();
  void settleAndGoOn();
  void noticeRunning(bool fresh);

  // NotebookRunEnd.cpp
  void tick();
  void checkHalfDone();
  void checkHoles();
  void checkBudgets();
  void sendInterrupt();
  void checkComplete();
  bool isComplete();
  bool interruptedByOthers() const;
  void finishByRecord();
  void finishAfterDrain(RunResult end, std::optional<Error> error);
  void finishGone(const Error& reason);
  void finish(RunResult end, std::optional<Error> error);
  void conclude();
  Error failureOf(int cell);
  void restart(RunResult end, std::optional<Error> error);
};

}  // namespace cc::jupyter
