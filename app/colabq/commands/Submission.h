// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "colabq/Command.h"
#include "colabq/ParameterArguments.h"

namespace cc::app {

// What run and submit share: from arguments to job ids.
class Submission : public Command {
public:
  using Command::Command;
  void start(engine::Engine* engine) final;

protected:
  void tell(const engine::ForecastInfo& forecast, size_t jobs);
  virtual void submitted(engine::Engine& engine, const QStringList& ids) = 0;
};

}  // namespace cc::app
