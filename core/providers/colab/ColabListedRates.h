// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/RuntimeProvider.h"

namespace cc::providers {

// Units an hour as users reported them in public, with the year. Google publishes no table; these serve until a rate was
// observed, or the user's configuration names one (accelerators.prices). Nothing for machines nobody reported.
std::optional<jobs::ListedRate> colabListedRate(const jobs::MachineKind& machine);

}  // namespace cc::providers
