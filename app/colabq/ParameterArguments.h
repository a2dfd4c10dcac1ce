// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "colabq/CommandLine.h"

#include <vector>

namespace cc::app {

// A value as typed: JSON scalars and lists, else text.
Json parameterValue(const QString& text);
// The members of a .json or .yaml file. UsageBadParameter (name, expected), FileUnreadable, FileNotFound.
Result<Json> parametersFromFile(const QString& path);
// One spec, or one for each point of the grid of --sweep; -p wins over --params. UsageBadParameter.
Result<std::vector<jobs::JobSpec>> specsOf(const Options& options);

}  // namespace cc::app
