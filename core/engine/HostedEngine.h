// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
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

// Runs the engine in this process, in its own thread, behind a face that belongs to the calling thread. Replies when
// the stores are open. EngineElsewhere (pid) when another process holds the lock of the data folder; StoreCorrupt
// (path, moved_to), StoreTooNew, StoreUnusable. The call can't be cancelled once the stores are being opened.
Call hostEngine(HostOptions options, QObject* context, Reply<std::shared_ptr<Engine>> reply);

}  // namespace cc::engine
