// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QTimer>
#include <vector>

class QPushButton;

namespace cc::ui {

class CellWidget;
class EmptyState;

// The executed notebook of one job as it grows. A virtual list: cells have a height each (measured, or estimated until
// seen), and only those near the visible part have a widget. Follows the running cell until the user scrolls away.
class OutputView : public QAbstractScrollArea {
  Q_OBJECT
public:
  explicit OutputView(QWidget* parent = nullptr);
  void setEngine(engine::Engine* engine);
  // empty: nothing. waits: why it has not started, if there is a reason
  void showJob(const QString& id, engine::JobState state, const QString& waits = {});
  QString job() const { return m_job; }
  int cellCount() const { return int(m_cells.size()); }
  int widgetCount() const { return int(m_widgets.size()); }
  bool isFollowing() const { return m_follow; }
  int runningCell() const;
  int newestCell() const;
  void jumpToRunning();
  void jumpToCell(int index);
  const std::vector<engine::CellView>& cells() const { return m_cells; }

Q_SIGNALS:
  void linkActivated(const QUrl& url);
  void failed(const cc::Error& error);

protected:
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void ask();
  void apply(const engine::NotebookView& view);
  void relayout();
  bool placeVisible();
  void dropFarWidgets(int top, int bottom);
  CellWidget* widgetFor(int index);
  int topOf(int index) const;
  void userScrolled();
  void updateJumpButton();
  void updateEmptyState();
  engine::Engine* m_engine = nullptr;
  QString m_job, m_language, m_waits;
  engine::JobState m_state = engine::JobState::Queued;
  qint64 m_revision = 0;
  bool m_asking = false, m_askAgain = false, m_follow = true, m_placing = false;
  Call m_call;
  std::vector<engine::CellView> m_cells;
  std::vector<int> m_heights;
  QHash<int, CellWidget*> m_widgets;
  QTimer m_layoutTimer;
  QPushButton* m_jump;
  EmptyState* m_empty;
};

}  // namespace cc::ui
