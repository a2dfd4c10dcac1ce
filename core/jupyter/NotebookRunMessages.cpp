// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Ids.h"
#include "base/Log.h"
#include "jupyter/NotebookRunPrivate.h"

#include <QPointer>
#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

using notebook::OutputMessage;

namespace {
constexpr qint64 kJournalPaceMs = 200;
constexpr int kJournalRefusals = 6;
constexpr qint64 kRefusedPauseMs = 1'000;
constexpr int kUntilRead = std::numeric_limits<int>::max();
constexpr qint64 kFlushMs = 300;  // outputs follow a reply on another channel; streams are flushed every 0.2 s

bool isRateNotice(const KernelMessage& message) {
  if (message.channel != "iopub" || message.type() != "stream") return false;
  const Json& text = at(message.content, "text");
  if (!text.is_string()) return false;
  const std::string_view said = text.get_ref<const std::string&>();  // may be huge: not copied
  return said.starts_with("IOPub message rate exceeded") || said.starts_with("IOPub data rate exceeded");
}
bool isRefusal(const Error& error) {
  return error.code == ErrorCode::FileNotFound || error.code == ErrorCode::AccountForbidden;
}
bool isQuestion(const std::string& channel, const std::string& type) {
  return channel == "iopub" && type == "colab_request";
}
}  // namespace

void NotebookRun::Private::onArrived(KernelMessage& message) {
  if (state == State::Detached) return;
  if (source == Source::Live) counter.add(message.id());
  if (message.channel == "shell") {
    if (const auto found = pending.constFind(message.parentId()); found != pending.cend()) {
      const Answer answer = *found;
      pending.erase(found);
      if (kernelSession.isEmpty()) kernelSession = MessageCounter::session(message.id());
      answer(&message);
      return;
    }
  }
  if (isOver() || takeServerNotice(message) || isForeignKernel(message)) return;
  if (isQuestion(message.channel, message.type())) {
    takeQuestion({.id = message.id(), .metadata = message.metadata, .content = std::move(message.content)});
    if (!shadow) askQuestions();
    return;
  }
  if (source == Source::Journal) {
    if (journal) journal->hurry();
    return;
  }
  if (state == State::Executing || options.resume) takeLive(message);
}

// What the server itself says on iopub.
bool NotebookRun::Private::takeServerNotice(const KernelMessage& message) {
  if (message.channel != "iopub") return false;
  const std::string type = message.type();
  if (type == "status") {
    const QString said = stringAt(message.content, "execution_state");
    if (said != u"dead" && said != u"restarting") return false;
    if (restartRequested) return true;
    // What the kernel sent before it died may still be under way to us.
    after(kFlushMs, [this] { onGone(Error{.code = ErrorCode::KernelDied}); });
    return true;
  }
  if (type == "shutdown_reply") {
    if (restartRequested) return true;
    const bool restart = boolAt(message.content, "restart");
    const Error reason{.code = restart ? ErrorCode::KernelRestarted : ErrorCode::KernelDied,
                       .detail = restart ? QString() : u"somebody shut the kernel down"_s};
    after(kFlushMs, [this, reason] { onGone(reason); });
    return true;
  }
  if (!isRateNotice(message) || MessageCounter::session(message.id()) == kernelSession) return false;
  if (source == Source::Journal) return true;
  if (hasRecorder && !journalMissing) {
    switchToJournal(u"the server drops output"_s);
    return true;
  }
  note(u"OutputLost: the server dropped output that came too fast, and nothing recorded it"_s);
  return false;  // it stays in the notebook, where output is missing
}

bool NotebookRun::Private::isForeignKernel(const KernelMessage& message) {
  const std::string type = message.type();
  if (type != "execute_input" && type != "execute_reply" && type != "kernel_info_reply") return false;
  const QString session = MessageCounter::session(message.id());
  if (session.isEmpty()) return false;
  if (kernelSession.isEmpty()) kernelSession = session;
  // facts hold the session alone, ids the process as well; a forked child has the session of its parent.
  const auto sessionOnly = [](const QString& text) { return text.section(u'_', 0, 0); };
  if (sessionOnly(session) == sessionOnly(kernelSession) || restartRequested) return false;
  onGone(Error{.code = ErrorCode::KernelRestarted});
  return true;
}

void NotebookRun::Private::takeQuestion(KernelQuestion question) {
  if (answered.contains(question.id)) return;
  std::erase_if(questions, [&](const KernelQuestion& known) { return known.id == question.id; });
  questions.push_back(std::move(question));
}

void NotebookRun::Private::askQuestions() {
  for (const KernelQuestion& question : std::exchange(questions, {})) Q_EMIT q->asked(question);
}

void NotebookRun::Private::takeLive(KernelMessage& message) {
  if (record->cellOf(message.parentId()) < 0) return;
  const int cell = record->take(OutputMessage{.type = message.type(),
                                              .parentId = message.parentId(),
                                              .date = message.date(),
                                              .content = std::move(message.content),
                                              .buffers = std::move(message.buffers)});
  markChanged(cell);
  noticeRunning(true);
  if (message.type() == "execute_reply" || message.type() == "status") checkComplete();
}

// Budgets run from when a cell was seen to start, or, read later from the journal, from its own date.
void NotebookRun::Private::noticeRunning(bool fresh) {
  RunRecord& known = newest();
  const int cell = known.runningCell();
  const qint64 now = clock.monotonic();
  if (cell < 0) {
    budgets.ended();
    return;
  }
  budgets.heard(now);
  if (cell == runningNoticed) return;
  runningNoticed = cell;
  const qint64 since = fromRfc3339(known.runningSince());
  const qint64 ago = fresh || since == 0 ? 0 : std::max<qint64>(0, clock.now() - since);
  budgets.started(cell, now - ago);
  if (interruptRequested && cell != interruptedCell) sendInterrupt();  // the next one goes on in its place
}

// An earlier process of ours may have sent cells: the journal knows.
void NotebookRun::Private::learn() {
  state = State::Learning;
  learning = true;
  followJournal();
}

void NotebookRun::Private::followJournal() {
  source = Source::Journal;
  shadow = std::make_unique<RunRecord>(original, assemblyOptions(), options.attemptId);
  if (const Json& language = at(facts, "language_info"); language.is_object()) {
    shadow->assembler().setLanguageInfo(language);
  }
  lostRecords = 0;
  journal = std::make_unique<RemoteTail>(client, clock, options.folder + u'/' + QLatin1StringView(kJournalName),
                                         kJournalPaceMs);
  QObject::connect(journal.get(), &RemoteTail::lines, q,
                   [this](const QList<QByteArray>& lines) { onJournalLines(lines); });
  QObject::connect(journal.get(), &RemoteTail::failed, q, [this](const Error& error) { onJournalFailed(error); });
  drainJournal(kUntilRead, [this](const Status& status) {
    if (status.ok() && !isOver()) caughtUp();
  });
}

// A reading that fails is not the end of it: whoever waits for the journal would wait for ever.
void NotebookRun::Private::drainJournal(int tries, std::function<void(const Status&)> then) {
  const QPointer<RemoteTail> tail(journal.get());
  tail->drain([this, tail, tries, then = std::move(then)](const Status& status) {
    const bool final = status.ok() || isRefusal(status.error()) || status.error().code == ErrorCode::RuntimeGone;
    if (final || tries <= 1 || !tail || tail != journal.get() || !tail->isRunning() || isOver()) {
      then(status);
      return;
    }
    after(kRefusedPauseMs, [this, tail, tries, then, status] {
      // One that was stopped meanwhile has been given up, and a drain would start it again.
      const bool goesOn = tail && tail == journal.get() && tail->isRunning() && state != State::Draining;
      if (goesOn) {
        drainJournal(tries - 1, then);
      } else {
        then(status);
      }
    });
  });
}

void NotebookRun::Private::switchToJournal(const QString& why) {
  if (source == Source::Journal || journalMissing) return;
  log(u"reading the outputs from the recorder's journal: "_s + why);
  followJournal();
}

void NotebookRun::Private::onJournalLines(const QList<QByteArray>& lines) {
  journalRefusals = 0;
  for (const QByteArray& line : lines) {
    takeJournal(parseJournalLine(line));
    if (isOver() || source == Source::Live) return;
  }
  noticeRunning(false);
  if (!shadow) {
    markChanged(-1);
    checkComplete();
  }
}

void NotebookRun::Private::takeJournal(JournalRecord journalRecord) {
  switch (journalRecord.kind) {
    case JournalRecord::Kind::Open:
      hasRecorder = true;
      if (facts.empty()) adoptFacts(std::move(journalRecord.facts));
      return;
    case JournalRecord::Kind::Lost:
      lostRecords += journalRecord.lost;
      note(
          u"OutputLost: the recorder could not write %1 messages: %2"_s.arg(journalRecord.lost).arg(journalRecord.why));
      return;
    case JournalRecord::Kind::Broken:
      log(u"a line of the journal is torn"_s);
      return;
    case JournalRecord::Kind::Message:
      break;
  }
  const OutputMessage& message = journalRecord.message;
  if (isQuestion("iopub", message.type)) {
    takeQuestion(
        {.id = journalRecord.messageId, .metadata = std::move(journalRecord.metadata), .content = message.content});
    if (!shadow) askQuestions();
    return;
  }
  if (message.type == "execute_reply") questions.clear();  // its cell is over: nobody waits for the answer
  if (!barrierId.isEmpty() && message.parentId == barrierId && message.type == "status" &&
      stringAt(message.content, "execution_state") == u"idle") {
    onBarrier();
    return;
  }
  newest().take(std::move(journalRecord.message));
}

void NotebookRun::Private::onJournalFailed(const Error& error) {
  if (!isRefusal(error)) return;  // it tries again
  if (!shadow) return;
  // A proxy says the same of a token that it forgot and a network of a log-in that it wants. Believed at once, all cells
  // would be sent a second time.
  if (state == State::Learning && ++journalRefusals < kJournalRefusals) {
    journal->stop();
    after(kRefusedPauseMs, [this] {
      if (state == State::Learning && !gone) followJournal();
    });
    return;
  }
  // Not readable from here: hidden from the server, on another machine, or never written.
  journal->stop();
  shadow.reset();
  source = Source::Live;
  journalMissing = true;
  if (state == State::Learning) {
    journalMissing = false;
    after(0, [this] {
      if (state == State::Learning) prepare();
    });
    return;
  }
  note(u"OutputLost: the recorder's journal can't be read: "_s + error.toLogLine());
  checkComplete();
}

void NotebookRun::Private::caughtUp() {
  if (!shadow) return;
  record = std::move(shadow);
  askQuestions();
  for (int position = 0; position <= record->lastTraced(); ++position) changedCells.insert(record->cellAt(position));
  markChanged(-1);
  if (state == State::Learning) {
    hasSampler = true;
    becomeReady();
    return;
  }
  checkComplete();
}

// A request behind everything that reached the kernel before it. Only what leaves no trace until it is answered did
// not arrive there.
void NotebookRun::Private::startBarrier() {
  if (!channel->isOpen() || state != State::Executing) return;
  barrierId = options.attemptId + u"_barrier_"_s + newId();
  ask(
      "kernel_info_request", Json::object(),
      [this, id = barrierId](const KernelMessage* reply) {
        if (!reply || id != barrierId) return;
        if (!facts.contains("language_info")) {
          adoptFacts(Json{{"language_info", at(reply->content, "language_info")},
                          {"kernel", toStd(stringAt(reply->content, "implementation"))}});
        }
        // The journal normally tells by itself; live outputs may still follow.
        after(kFlushMs, [this, id] {
          if (id != barrierId) return;
          if (source == Source::Live) {
            onBarrier();
            return;
          }
          drainJournal(kUntilRead, [this, id](const Status& status) {
            // Refused meanwhile, the journal is given up and the socket is all there is.
            if ((status.ok() || source == Source::Live) && id == barrierId && !isOver()) onBarrier();
          });
        });
      },
      barrierId);
}

// One barrier is not enough: what came through an older connection waits in a queue of its own in the kernel, and the
// queues take turns. Two in a row with nothing between them show that all are empty.
void NotebookRun::Private::onBarrier() {
  barrierId.clear();
  const qint64 messages = newest().messages();
  const bool quiet = messages == messagesAtBarrier;
  messagesAtBarrier = messages;
  after(0, [this, quiet] {
    if (state != State::Executing) return;
    if (quiet || !learning)
      settleAndGoOn();
    else
      startBarrier();
  });
}

void NotebookRun::Private::settleAndGoOn() {
  if (shadow) {
    after(kJournalPaceMs, [this] { settleAndGoOn(); });
    return;
  }
  messagesAtBarrier = -1;
  const int before = record->doneCount();
  const std::vector<int> unknown = record->settle(record->lastTraced() + 1);
  if (record->doneCount() != before) note(u"OutputLost: the end of a cell was not seen; its outcome is inferred"_s);
  const int untraced = record->lastTraced() + 1;
  const bool mayGoOn = learning && source == Source::Journal;
  const bool wouldGoOn = untraced < record->total() && record->stoppedBy() < 0 && !stopSending;
  const bool nothingOut = !learning && untraced >= sent;  // all that was sent has left its trace
  if (!unknown.empty() || (wouldGoOn && !mayGoOn && !nothingOut)) {
    // Without a journal a cell that left no trace may have run all the same: never send it twice.
    const int cell = unknown.empty() ? record->cellAt(untraced) : unknown.front();
    finishAfterDrain(RunResult::RuntimeLost,
                     Error{.code = ErrorCode::OutputLost,
                           .params = {{u"cell"_s, QString::number(cell)}},
                           .detail = u"what became of the cell did not reach us and was not recorded"_s});
    return;
  }
  if (learning) {
    learning = false;
    sent = untraced;
    if (wouldGoOn) log(u"sending %1 cells that never reached the kernel"_s.arg(record->total() - sent));
    sendCells();
  }
  checkComplete();  // goes on where it waits for a cell
}

}  // namespace cc::jupyter
