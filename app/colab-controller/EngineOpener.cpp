// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineOpener.h"

#include "engine/RemoteEngine.h"

#include <QTimer>

namespace cc::app {

namespace {

constexpr int kMostTries = 20;
constexpr int kRetryMs = 250;

}  // namespace

void EngineOpener::open() {
  connectOrHost();
}

void EngineOpener::connectOrHost() {
  engine::connectEngine(m_options.paths, this, [this](Result<std::shared_ptr<engine::Engine>> engine) {
    if (engine) {
      Q_EMIT opened(*engine, false);
    } else if (engine.error().code == ErrorCode::EngineNotRunning) {
      host();
    } else {
      Q_EMIT failed(engine.error());
    }
  });
}

void EngineOpener::host() {
  auto engine = engine::hostEngine(m_options);
  if (engine) {
    Q_EMIT opened(std::shared_ptr<engine::Engine>(std::move(engine).value()), true);
    return;
  }
  // Another process took the folder between the two steps, or is about to listen, or to end.
  if (engine.error().code == ErrorCode::EngineElsewhere && ++m_tries < kMostTries) {
    QTimer::singleShot(kRetryMs, this, &EngineOpener::connectOrHost);
    return;
  }
  Q_EMIT failed(engine.error());
}

}  // namespace cc::app
