// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QWidget>

class QStackedLayout;
class QTreeWidget;

namespace cc::ui {

class EmptyState;

// The parameters a job ran with, and the way to run it again with others.
class ParametersView : public QWidget {
  Q_OBJECT
public:
  explicit ParametersView(QWidget* parent = nullptr);
  void showDetail(const engine::JobDetail* detail);

Q_SIGNALS:
  void runAgainRequested(const cc::engine::JobSpec& spec);

private:
  std::optional<engine::JobSpec> m_spec;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  QWidget* m_page;
  QTreeWidget* m_table;
};

}  // namespace cc::ui
