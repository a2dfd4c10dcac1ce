// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QDialog>

class QTreeWidget;
class QLabel;

namespace cc::ui {

// What the engine finds when it checks this machine, and what to do about what is missing.
class DoctorDialog : public QDialog {
  Q_OBJECT
public:
  explicit DoctorDialog(engine::Engine& engine, QWidget* parent = nullptr);

private:
  void check();
  void showChecks(const std::vector<engine::DoctorCheck>& checks);
  engine::Engine& m_engine;
  QLabel* m_summary;
  QTreeWidget* m_list;
};

}  // namespace cc::ui
