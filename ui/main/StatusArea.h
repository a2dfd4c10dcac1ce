// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QStatusBar>

class QLabel;
class QToolButton;

namespace cc::ui {

enum class EngineState { Starting, Hosted, Remote, Failed, Stopping };

// Status bar: the engine, what the account has and spends, what runs, what waits.
class StatusArea : public QStatusBar {
  Q_OBJECT
public:
  explicit StatusArea(QWidget* parent = nullptr);
  void setEngineState(EngineState state);
  EngineState engineState() const { return m_state; }
  void setCounts(int running, int queued, bool held);
  void setUsage(const std::vector<engine::UsageInfo>& usage);
  void setBudgetSpent(bool spent);
  void setLoading(int loaded, int total);  // equal: done

Q_SIGNALS:
  void usageClicked();

protected:
  void changeEvent(QEvent* event) override;

private:
  void refresh();
  void refreshUsage();
  EngineState m_state = EngineState::Starting;
  int m_running = 0, m_queued = 0;
  bool m_held = false;
  QLabel* m_engineIcon;
  QLabel* m_engine;
  QLabel* m_loading;
  QLabel* m_counts;
  QToolButton* m_usage;
  std::vector<engine::UsageInfo> m_usages;
  bool m_budgetSpent = false;
};

}  // namespace cc::ui
