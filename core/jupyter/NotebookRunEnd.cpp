// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Redactor.h"
#include "jupyter/NotebookRunPrivate.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {
constexpr qint64 kTickMs = 250;
constexpr qint64 kLostIdleMs = 2'000;
constexpr int kTicksWithHoles = 8;
constexpr qint64 kInterruptPatienceMs = 10'000;
constexpr qint64 kReasonMs = 1'500;
constexpr qint64 kAfterRestartMs = 300;
constexpr qint64 kLastSamplesMs = 2'000;
constexpr qsizetype kTracebackLimit = 20'000, kMessageLimit = 2'000;

QString plainTraceback(const std::vector<std::string>& lines) {
  static const QRegularExpression ansi(u"\\x1b\\[[0-9;?]*[A-Za-z]"_s);
  QString text;
  for (const std::string& line : lines) text += fromStd(line) + u'\n';
  text.remove(ansi);
  return Redactor::redact(text.trimmed().right(kTracebackLimit));
}
}  // namespace

void NotebookRun::Private::tick() {
  after(kTickMs, [this] { tick(); });
  if (state != State::Executing) return;
  if (source == Source::Live && channel->isOpen()) {
    checkHalfDone();
    checkHoles();
  }
  if (state == State::Executing) checkBudgets();
}

// A reply without idle, or the other way round, for two seconds: one of them is lost.
void NotebookRun::Private::checkHalfDone() {
  const int cell = record->halfDone();
  if (cell < 0 || cell != halfDoneCell) {
    halfDoneCell = cell;
    halfDoneSince = clock.monotonic();
    return;
  }
  if (clock.monotonic() - halfDoneSince < kLostIdleMs || !barrierId.isEmpty()) return;
  halfDoneSince = clock.monotonic();
  if (hasRecorder && !journalMissing)
    switchToJournal(u"the end of a cell did not arrive"_s);
  else
    startBarrier();
}

void NotebookRun::Private::checkHoles() {
  const bool stuck = counter.hasHoles() && counter.complete() == completeAtTick;
  completeAtTick = counter.complete();
  ticksWithHoles = stuck ? ticksWithHoles + 1 : 0;
  if (ticksWithHoles >= kTicksWithHoles && hasRecorder) switchToJournal(u"messages are missing"_s);
}

void NotebookRun::Private::checkBudgets() {
  if (!budgets.any() || timedOut || shadow) return;
  const auto fired = budgets.check(clock.monotonic());
  if (!fired) return;
  const bool silence = fired->limit == CellBudgets::Limit::Silence;
  timedOut = Error{.code = silence ? ErrorCode::CellSilent : ErrorCode::CellTimedOut,
                   .params = {{u"cell"_s, QString::number(fired->cell)}, {u"limit"_s, QString::number(fired->ms)}}};
  log(timedOut->toLogLine());
  interruptRequested = stopSending = true;
  interruptedCell = fired->cell;
  sendInterrupt();
  after(kInterruptPatienceMs, [this] {
    if (state == State::Executing) restart(RunResult::TimedOut, timedOut);
  });
}

void NotebookRun::Private::sendInterrupt() {
  interruptedCell = newest().runningCell();
  client.interruptKernel(channel->kernelId(), q, [this](Result<Nothing> answer) {
    if (!answer.ok() && !isOver()) log(u"the interrupt failed: "_s + answer.error().toLogLine());
  });
}

bool NotebookRun::Private::isComplete() {
  if (state != State::Executing || shadow) return false;
  if (record->doneCount() == record->total()) return true;
  const bool stopped = stopSending || record->stoppedBy() >= 0;
  return stopped && !learning && record->doneCount() >= sent;
}

void NotebookRun::Private::checkComplete() {
  if (!sendScheduled && sent > 0 && sent < record->total() && record->isDone(sent - 1)) sendCells();
  if (!isComplete()) return;
  if (source == Source::Live && counter.hasHoles() && hasRecorder && !journalMissing) {
    switchToJournal(u"messages are missing"_s);
    return;
  }
  finishByRecord();
}

Error NotebookRun::Private::failureOf(int cell) {
  const notebook::CellProgress& progress = record->assembler().progress(cell);
  const Json& count = at(record->assembler().notebook().cell(cell), "execution_count");
  const bool input = progress.ename == u"StdinNotImplementedError";
  return Error{
      .code = input ? ErrorCode::CellWantsInput : ErrorCode::CellFailed,
      .params = {{u"cell"_s, QString::number(cell)},
                 {u"execution_count"_s, count.is_number_integer() ? QString::number(count.get<qint64>()) : QString()},
                 {u"ename"_s, Redactor::redact(progress.ename.left(kMessageLimit))},
                 {u"evalue"_s, Redactor::redact(progress.evalue.left(kMessageLimit))}},
      .detail = plainTraceback(progress.traceback)};
}

bool NotebookRun::Private::interruptedByOthers() const {
  const int cell = record->stoppedBy();
  return cell >= 0 && !interruptRequested && record->assembler().progress(cell).ename == u"KeyboardInterrupt";
}

void NotebookRun::Private::finishByRecord() {
  if (interruptedByOthers() && !gone) {
    // A restart begins with an interrupt; whether it was one shows in a moment.
    if (reasonDue < 0) {
      reasonDue = clock.monotonic() + kReasonMs;
      after(kReasonMs, [this] { checkComplete(); });
    }
    if (clock.monotonic() < reasonDue) return;
  }
  const bool all = record->doneCount() == record->total() && record->stoppedBy() < 0;
  if (timedOut) {
    finish(RunResult::TimedOut, timedOut);
  } else if (interruptRequested && !all) {
    finish(RunResult::Interrupted, Error{.code = ErrorCode::JobCancelled});
  } else if (record->stoppedBy() >= 0) {
    const int cell = record->stoppedBy();
    finish(RunResult::CellFailed, std::nullopt);
    resultError = failureOf(cell);  // with the final execution count
  } else {
    finish(RunResult::Succeeded, std::nullopt);
  }
}

// Everything the journal holds is kept, whatever the result.
void NotebookRun::Private::finishAfterDrain(RunResult end, std::optional<Error> error) {
  if (source != Source::Journal || !journal) {
    finish(end, std::move(error));
    return;
  }
  drainJournal(kLastTries, [this, end, error](const Status&) {
    if (isOver() || state == State::Draining) return;
    if (shadow) caughtUp();
    finish(end, error);
  });
}

void NotebookRun::Private::finishGone(const Error& reason) {
  if (isOver() || state == State::Draining) return;
  // All sent and answered, or stopped by a failure: the kernel's death came after the end of the notebook.
  const bool all = record->total() > 0 && record->doneCount() == record->total();
  const bool interrupted = interruptedByOthers();  // the first thing that a shutdown does
  if ((!interrupted && (all || record->stoppedBy() >= 0)) || timedOut || interruptRequested) {
    finishByRecord();
    return;
  }
  // The server says that it has no such kernel, or whoever lent the server that there is none any more.
  const bool noKernel = reason.code == ErrorCode::RuntimeGone && !reason.params.contains(u"runtime"_s);
  Error error{.code = noKernel ? ErrorCode::KernelDied : reason.code, .detail = reason.detail, .retryable = true};
  if (const int cell = record->runningCell(); cell >= 0) error.params.insert(u"cell"_s, QString::number(cell));
  finish(RunResult::RuntimeLost, std::move(error).because(reason));
}

void NotebookRun::Private::finish(RunResult end, std::optional<Error> error) {
  if (isOver() || state == State::Draining) return;
  state = State::Draining;
  result = end;
  resultError = std::move(error);
  if (journal) journal->stop();
  shadow.reset();
  record->assembler().finish();
  announceScheduled = true;  // the last word is announced below
  const bool reachable = channel->isOpen() || gone;
  if (!samples || !reachable) {
    clock.after(0, q, [this] { conclude(); });
    return;
  }
  samples->drain([this](const Status&) { conclude(); });
  clock.after(kLastSamplesMs, q, [this] { conclude(); });
}

void NotebookRun::Private::conclude() {
  if (state != State::Draining) return;
  if (samples) samples->stop();
  if (checkpoints) checkpoints->stop();
  state = State::Finished;
  if (isReconnecting) {
    isReconnecting = false;
    Q_EMIT q->reconnecting(false);
  }
  announce();
  Q_EMIT q->finished(*result, resultError);
}

void NotebookRun::Private::restart(RunResult end, std::optional<Error> error) {
  restartRequested = stopSending = true;
  client.restartKernel(channel->kernelId(), q, [this, end, error](Result<Nothing> answer) {
    if (isOver() || state == State::Draining) return;
    if (!answer.ok()) {
      log(u"the restart failed: "_s + answer.error().toLogLine());
      if (end != RunResult::TimedOut && answer.error().code != ErrorCode::RuntimeGone) {
        restartRequested = false;  // whoever asked goes on to release the runtime
        return;
      }
    }
    after(kAfterRestartMs, [this, end, error] { finishAfterDrain(end, error); });
  });
}

void NotebookRun::interrupt() {
  using State = Private::State;
  if (d->isOver() || d->state == State::Draining || d->state == State::Idle) return;
  d->interruptRequested = d->stopSending = true;
  if (!d->mayHaveSent()) {
    d->finish(RunResult::Interrupted, Error{.code = ErrorCode::JobCancelled});
    return;
  }
  d->log(QStringLiteral("interrupting"));
  d->sendInterrupt();
  d->proceedGiven = true;  // nothing more is sent; what runs is watched to its end
  if (d->state == State::Ready) d->execute();
}

void NotebookRun::restartKernel() {
  using State = Private::State;
  if (d->isOver() || d->state == State::Draining || d->state == State::Idle) return;
  d->interruptRequested = true;
  if (d->timedOut)
    d->restart(RunResult::TimedOut, d->timedOut);
  else
    d->restart(RunResult::Interrupted, Error{.code = ErrorCode::JobCancelled});
}

}  // namespace cc::jupyter
