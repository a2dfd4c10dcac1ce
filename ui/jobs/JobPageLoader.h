// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QObject>

namespace cc::ui {

// Brings all job rows home: a small first page for the first frame, then big pages in the background.
class JobPageLoader : public QObject {
  Q_OBJECT
public:
  static constexpr int kFirstPage = 200;
  static constexpr int kPage = 5000;

  JobPageLoader(engine::Engine& engine, QObject* parent = nullptr) : QObject(parent), m_engine(engine) {}
  void start() { ask(0, kFirstPage); }

Q_SIGNALS:
  void arrived(const std::vector<cc::engine::JobSummary>& rows, int offset, int total);
  void finished();
  void failed(const cc::Error& error);

private:
  void ask(int offset, int limit);
  engine::Engine& m_engine;
};

}  // namespace cc::ui
