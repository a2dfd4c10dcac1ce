// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/commands/Commands.h"

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

// No provider of this version has accounts.
class Account : public Command {
public:
  using Command::Command;
  Needs needs() const override { return Needs::Nothing; }
  void start(engine::Engine*) override {
    m_terminal.error(
        Error{.code = ErrorCode::UsageUnsupported,
              .params = {{u"what"_s, m_options.verb + u", not available yet for the configured providers"_s}}});
    finish(3);
  }
};

}  // namespace

std::unique_ptr<Command> makeAccount(const Options& options, Terminal& terminal) {
  return std::make_unique<Account>(options, terminal);
}

}  // namespace cc::app
