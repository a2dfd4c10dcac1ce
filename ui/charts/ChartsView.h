// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "ui/charts/SampleRing.h"
#include "ui/charts/TimeWindow.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QStackedLayout;
class QToolButton;

namespace cc::ui {

class Dialogs;
class EmptyState;
class MetricChart;

// The charts of one job: CPU, RAM, disk, and per graphics card its load and memory, on one time axis, live.
class ChartsView : public QWidget {
  Q_OBJECT
public:
  explicit ChartsView(Dialogs& dialogs, QWidget* parent = nullptr);
  void setEngine(engine::Engine* engine);
  void showJob(const engine::JobSummary* job);  // null: nothing
  void setMarkers(const engine::JobDetail& detail);
  const SampleRing& ring() const { return m_ring; }
  TimeWindow& window() { return m_window; }
  // "time,cpu,..." with one line per sample; times RFC 3339.
  QByteArray toCsv() const;

Q_SIGNALS:
  void failed(const cc::Error& error);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  MetricChart* makeChart(const QString& name, const QString& title, const QString& unit);
  void arrange();
  void buildToolBar(QWidget* bar);
  void add(const std::vector<engine::Sample>& samples);
  void updateLines();
  void updateEmptyState();
  void exportPng();
  void exportCsv();
  Dialogs& m_dialogs;
  engine::Engine* m_engine = nullptr;
  QString m_job;
  engine::JobState m_state = engine::JobState::Queued;
  Call m_call;
  SampleRing m_ring;
  TimeWindow m_window;
  QStringList m_shownMetrics;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  QWidget* m_page;
  QWidget* m_canvas;
  QGridLayout* m_grid;
  QComboBox* m_span;
  QToolButton* m_follow;
  MetricChart* m_cpu;
  MetricChart* m_ram;
  MetricChart* m_gpu;
  MetricChart* m_vram;
  MetricChart* m_disk;
  std::vector<MetricChart*> m_charts;  // all of them, in the order shown
};

}  // namespace cc::ui
