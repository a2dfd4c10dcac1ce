// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "colabq/CommandLine.h"
#include "colabq/Terminal.h"
#include "engine/Engine.h"

#include <QObject>
#include <memory>

namespace cc::app {

enum class Needs {
  Nothing,  // no engine at all
  Running,  // an engine that goes on when we leave
  Any,      // the running one, else one of our own for as long as the command takes
  Serving,  // as Any, and others may talk to ours
  Own       // only one of our own
};

// One verb. Made by makeCommand(), started once, finishes once; main thread.
class Command : public QObject {
  Q_OBJECT
public:
  Command(const Options& options, Terminal& terminal) : m_options(options), m_terminal(terminal) {}
  virtual Needs needs() const { return Needs::Any; }
  virtual void start(engine::Engine* engine) = 0;
  // The engine is ours and ends with the command.
  void setHosted(bool hosted) { m_hosted = hosted; }
  // Ctrl-C or SIGTERM. False: nothing to wait for, leave with 130.
  virtual bool interrupt() { return false; }
  // The engine went away under the command.
  virtual void lost(const Error& error) { fail(error); }

Q_SIGNALS:
  void finished(int exitCode);

protected:
  void finish(int exitCode) {
    if (!std::exchange(m_finished, true)) Q_EMIT finished(exitCode);
  }
  void fail(const Error& error) {
    if (m_finished) return;
    m_terminal.error(error);
    finish(exitCodeFor(error));
  }
  // A reply handler that shows the value, or the error.
  template <typename T, typename Show>
  Reply<T> then(Show show) {
    return [this, show = std::move(show)](Result<T> result) {
      if (result.ok())
        show(*result);
      else
        fail(result.error());
    };
  }
  const Options& m_options;
  Terminal& m_terminal;

  bool isHosted() const { return m_hosted; }

private:
  bool m_hosted = false;
  bool m_finished = false;
};

// Null for no verb; the parser allows none.
std::unique_ptr<Command> makeCommand(const Options& options, Terminal& terminal);

}  // namespace cc::app
