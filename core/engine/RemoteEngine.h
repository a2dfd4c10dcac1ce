// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Paths.h"
#include "engine/Engine.h"

namespace cc::engine {

// Connects to the running engine of the data folder. Replies EngineNotRunning at once when there is none, and
// ProtocolMismatch (ours, theirs) when it speaks another version.
Call connectEngine(const Paths& paths, QObject* context, Reply<std::shared_ptr<Engine>> reply);

} // namespace cc::engine
