// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

namespace cc::engine {

// Calls the engine's method of a protocol name with parameters from another process. UsageUnsupported (method),
// UsageBadParameter (name, expected), or what the method itself answers.
Call callMethod(Engine& engine, const QString& method, const Json& params, QObject* context, Reply<Json> reply);

}  // namespace cc::engine
