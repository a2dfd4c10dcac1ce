// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace cc::ui {

class MessageBar;

// The runtimes that exist now, ours and the user's own: which job is on them, since when, and the buttons to release one
// or to give it to the queue.
class MachinesDialog : public QDialog {
  Q_OBJECT
public:
  explicit MachinesDialog(engine::Engine& engine, QWidget* parent = nullptr);

private:
  void look();
  void fill(const std::vector<engine::RuntimeInfo>& runtimes);
  static QString stateText(const QString& state);
  void updateButtons();
  const engine::RuntimeInfo* selected() const;
  void release();
  void attach();
  engine::Engine& m_engine;
  std::vector<engine::RuntimeInfo> m_runtimes;
  MessageBar* m_message;
  QLabel* m_summary;
  QTreeWidget* m_list;
  QPushButton *m_release, *m_attach;
};

}  // namespace cc::ui
