// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Config.h"
#include "base/Paths.h"
#include "engine/Engine.h"

#include <memory>

namespace cc::engine {

struct HostOptions {
  Paths paths;
  Config config;
  bool runJobs = true;      // false: look and change only; nothing is taken up and nothing starts
  bool serveSocket = true;  // other processes of this user may talk to it
  bool keychain = true;     // false: secrets in memory (tests)
};

// Runs the engine in this process, in its own thread. create() takes the lock of the data folder:
// EngineElsewhere (pid) when another process holds it; StoreCorrupt (path, moved_to), StoreTooNew, StoreUnusable.
Result<std::unique_ptr<Engine>> hostEngine(HostOptions options, QObject* parent = nullptr);

}  // namespace cc::engine
