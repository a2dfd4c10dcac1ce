// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "colabq/Command.h"

// One maker per verb; each in the file of its name.
namespace cc::app {

std::unique_ptr<Command> makeRun(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeSubmit(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeJobs(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeShow(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeWait(const Options& options, Terminal& terminal);    // wait and watch
std::unique_ptr<Command> makeChange(const Options& options, Terminal& terminal);  // cancel, retry, hold, release
std::unique_ptr<Command> makeResults(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeHistory(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeRuntimes(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeProviders(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeSecrets(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeSignIn(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeSignOut(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeAccount(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeServe(const Options& options, Terminal& terminal);
std::unique_ptr<Command> makeDoctor(const Options& options, Terminal& terminal);

}  // namespace cc::app
