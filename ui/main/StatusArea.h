// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

class QLabel;

namespace cc::ui {

enum class EngineState { Starting, Hosted, Remote, Failed, Stopping };

// Status bar: the engine, what runs, what waits.
class StatusArea : public QStatusBar {
  Q_OBJECT
public:
  explicit StatusArea(QWidget* parent = nullptr);
  void setEngineState(EngineState state);
  EngineState engineState() const { return m_state; }
  void setCounts(int running, int queued, bool held);
  void setLoading(int loaded, int total);  // equal: done

protected:
  void changeEvent(QEvent* event) override;

private:
  void refresh();
  EngineState m_state = EngineState::Starting;
  int m_running = 0, m_queued = 0;
  bool m_held = false;
  QLabel* m_engineIcon;
  QLabel* m_engine;
  QLabel* m_loading;
  QLabel* m_counts;
};

}  // namespace cc::ui
