// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/NotebookRunPrivate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

namespace {
constexpr qint64 kFirstRetryMs = 200, kLastRetryMs = 5'000;
constexpr qint64 kGiveUpMs = 600'000, kGiveUpFreshMs = 60'000;
constexpr int kGiveUpAttempts = 10;
constexpr qint64 kReleaseMs = 5'000, kReleasePollMs = 200;
constexpr qint64 kWatchOpeningMs = 3'000;
}  // namespace

void NotebookRun::Private::open() {
  channel->setEndpoint(client.endpoint());
  channel->open();
  after(kWatchOpeningMs, [this] { watchOpening(); });
}

// A kernel that can't start keeps the handshake waiting for a minute, while REST knows after seconds.
void NotebookRun::Private::watchOpening() {
  if (everOpened || isReconnecting || state != State::Connecting || channel->isOpen()) return;
  client.kernel(channel->kernelId(), q, [this](Result<KernelModel> kernel) {
    if (isOver() || channel->isOpen() || everOpened) return;
    if (!kernel.ok() && kernel.error().code == ErrorCode::RuntimeGone) {
      channel->close();
      onGone(kernel.error());
      return;
    }
    after(kWatchOpeningMs, [this] { watchOpening(); });
  });
}

void NotebookRun::Private::onOpened() {
  if (isOver() || state == State::Draining) return;
  everOpened = true;
  if (isReconnecting) {
    isReconnecting = false;
    attempts = 0;
    waitedForRelease = 0;
    log(u"connected again"_s);
    Q_EMIT q->reconnecting(false);
  }
  counter.reset();
  switch (state) {
    case State::Connecting:
      if (!options.resume)
        prepare();
      else if (isPython())
        learn();
      else
        becomeReady();  // its answer would come after what still runs
      break;
    case State::Preparing:
      prepare();
      break;
    case State::Executing:
      learning = true;
      if (hasRecorder) switchToJournal(u"the connection was lost"_s);
      startBarrier();
      break;
    default:
      break;
  }
}

void NotebookRun::Private::failPending() {
  for (const Answer& answer : std::exchange(pending, {})) answer(nullptr);
}

void NotebookRun::Private::onClosed(const Error& error) {
  if (state == State::Detached) return;
  failPending();
  if (state == State::Finished || state == State::Draining) return;
  // Behind a proxy the next question by REST finds out whose word a refused handshake is.
  const bool isServersWord = !client.isRenewable();
  if (isServersWord && error.code == ErrorCode::RuntimeGone) {
    onGone(error);
  } else if (isServersWord && error.code == ErrorCode::AccountForbidden && !everOpened && !options.resume) {
    finish(RunResult::Refused, error);
  } else {
    loseConnection(error);
  }
}

void NotebookRun::Private::loseConnection(const Error& error) {
  if (state == State::Executing) learning = true;
  barrierId.clear();
  if (!isReconnecting) {
    isReconnecting = true;
    lostAt = clock.monotonic();
    attempts = 0;
    retryDelay = kFirstRetryMs;
    waitedForRelease = 0;
    log(u"connection lost: "_s + error.toLogLine());
    Q_EMIT q->reconnecting(true);
    if (isOver()) return;
  }
  tryAgain(error);
}

void NotebookRun::Private::tryAgain(const Error& error) {
  ++attempts;
  const qint64 limit = mayHaveSent() ? kGiveUpMs : kGiveUpFreshMs;
  if (attempts >= kGiveUpAttempts && clock.monotonic() - lostAt >= limit) {
    const ErrorCode code =
        error.code == ErrorCode::AccountForbidden ? ErrorCode::AccountForbidden : ErrorCode::RuntimeUnreachable;
    Error lost{.code = code, .params = error.params, .detail = error.detail, .retryable = true};
    finish(RunResult::RuntimeLost, std::move(lost).because(error));
    return;
  }
  const qint64 delay = retryDelay;
  retryDelay = std::min(retryDelay * 2, kLastRetryMs);
  after(delay, [this] { lookForKernel(); });
}

// The server lets go of the old socket only when it has read all of it: before that, what was sent through it may
// still be on its way, and a second socket would overtake it.
void NotebookRun::Private::lookForKernel() {
  client.kernel(channel->kernelId(), q, [this](Result<KernelModel> kernel) {
    if (isOver() || state == State::Draining || channel->isOpen()) return;
    if (!kernel.ok()) {
      if (kernel.error().code == ErrorCode::RuntimeGone)
        onGone(kernel.error());
      else
        loseConnection(kernel.error());
      return;
    }
    if (kernel->connections > 0 && waitedForRelease < kReleaseMs) {
      waitedForRelease += kReleasePollMs;
      after(kReleasePollMs, [this] { lookForKernel(); });
      return;
    }
    open();
  });
}

// The kernel does not exist any more. What it wrote before may still complete the run.
void NotebookRun::Private::onGone(const Error& reason) {
  if (isOver() || state == State::Draining || gone) return;
  gone = true;
  if (isReconnecting) {
    isReconnecting = false;
    Q_EMIT q->reconnecting(false);
    if (isOver()) return;
  }
  const bool mayHaveJournal = isPython() && (hasRecorder || (options.resume && state != State::Executing));
  if (!mayHaveJournal || journalMissing) {
    finishGone(reason);
    return;
  }
  if (source == Source::Live) switchToJournal(u"the kernel is gone"_s);
  drainJournal(kLastTries, [this, reason](const Status&) {
    if (isOver() || state == State::Draining) return;
    if (shadow) caughtUp();
    finishGone(reason);
  });
}

}  // namespace cc::jupyter
