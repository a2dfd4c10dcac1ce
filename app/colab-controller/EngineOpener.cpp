// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineOpener.h"

#include "engine/RemoteEngine.h"

#include <QFileInfo>
#include <QTimer>

namespace cc::app {

namespace {

constexpr int kMostTries = 20;
constexpr int kRetryMs = 250;

}  // namespace

void EngineOpener::open() {
  m_opening = true;
  // Nobody listens there: not to wait for the event loop to be told so.
  QFileInfo::exists(m_options.paths.engineSocket()) ? connectOrHost() : host();
}

void EngineOpener::connectOrHost() {
  engine::connectEngine(m_options.paths, this, [this](Result<std::shared_ptr<engine::Engine>> engine) {
    if (!engine && engine.error().code == ErrorCode::EngineNotRunning) {
      host();
    } else {
      answer(engine, false);
    }
  });
}

void EngineOpener::host() {
  engine::hostEngine(m_options, this, [this](Result<std::shared_ptr<engine::Engine>> engine) {
    // Another process took the folder between the two steps, or is about to listen, or to end.
    if (!engine && engine.error().code == ErrorCode::EngineElsewhere && ++m_tries < kMostTries) {
      QTimer::singleShot(kRetryMs, this, &EngineOpener::connectOrHost);
    } else {
      answer(engine, true);
    }
  });
}

void EngineOpener::answer(const Result<std::shared_ptr<engine::Engine>>& engine, bool hosted) {
  m_opening = false;
  if (engine) {
    Q_EMIT opened(*engine, hosted);
  } else {
    Q_EMIT failed(engine.error());
  }
}

}  // namespace cc::app
