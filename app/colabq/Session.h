// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Paths.h"
#include "colabq/Command.h"

#include <memory>

namespace cc::app {

// Finds or hosts the engine that a command needs, runs the command, ends both in order.
class Session : public QObject {
  Q_OBJECT
public:
  Session(const Options& options, Paths paths, Terminal& terminal);
  void start();
  void interrupt();

Q_SIGNALS:
  void ended(int exitCode);

private:
  void connectOrHost();
  void host(bool serve);
  void notHosted(const Error& error, bool serve);
  void leave();
  void begin(engine::Engine* engine);
  void end(int exitCode);

  const Options& m_options;
  Paths m_paths;
  Terminal& m_terminal;
  std::unique_ptr<Command> m_command;
  std::shared_ptr<engine::Engine> m_remote;
  std::shared_ptr<engine::Engine> m_hosted;
  bool m_hosting = false;
  int m_exitCode = 0;
  int m_triesLeft;
  bool m_ending = false;
};

}  // namespace cc::app
