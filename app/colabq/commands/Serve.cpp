// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

class Serve : public Command {
public:
  using Command::Command;
  Needs needs() const override { return Needs::Own; }
  void start(engine::Engine*) override {
    if (m_terminal.isJson())
      m_terminal.line({{"event", "serving"}});
    else
      m_terminal.note(u"The engine is running; Ctrl-C stops it."_s);
  }
  bool interrupt() override {
    m_terminal.note(u"Stopping."_s);
    finish(0);
    return true;
  }
};

}  // namespace

std::unique_ptr<Command> makeServe(const Options& options, Terminal& terminal) {
  return std::make_unique<Serve>(options, terminal);
}

}  // namespace cc::app
