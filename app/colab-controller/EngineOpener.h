// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "engine/HostedEngine.h"

#include <QObject>
#include <memory>

namespace cc::app {

// Finds the engine of the data folder: connects to the process that runs it, or runs it here. Answers exactly once.
class EngineOpener : public QObject {
  Q_OBJECT
public:
  explicit EngineOpener(engine::HostOptions options, QObject* parent = nullptr)
      : QObject(parent), m_options(std::move(options)) {}
  void open();
  bool isOpening() const { return m_opening; }

Q_SIGNALS:
  void opened(std::shared_ptr<cc::engine::Engine> engine, bool hosted);
  void failed(const cc::Error& error);

private:
  void connectOrHost();
  void host();
  void answer(const Result<std::shared_ptr<engine::Engine>>& engine, bool hosted);
  engine::HostOptions m_options;
  int m_tries = 0;
  bool m_opening = false;
};

}  // namespace cc::app
