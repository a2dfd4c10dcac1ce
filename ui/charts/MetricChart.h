// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QColor>
#include <QPointF>
#include <QString>
#include <QTimer>
#include <vector>

class QDateTimeAxis;
class QLineSeries;
class QValueAxis;

namespace cc::ui {

class SampleRing;
class TimeWindow;

struct MetricLine {
  QString metric, label;
};

// One chart over the shared time window: decimated lines, values under the mouse, wheel to zoom, drag to pan, double
// click to follow the newest sample again. Redraws at most once per change of its data or window, and only when visible.
class MetricChart : public QChartView {
  Q_OBJECT
public:
  MetricChart(const QString& title, const QString& unit, const SampleRing& ring, TimeWindow& window,
              QWidget* parent = nullptr);
  // fixedTop > 0: the y axis ends there (100 for percent); totalMetric: ends at that metric's value when it is measured.
  void setLines(const std::vector<MetricLine>& lines, double fixedTop, const QString& totalMetric = {});
  void setMarkers(const std::vector<std::pair<qint64, QColor>>& markers);
  void refresh();
  int pointCount() const;
  QString hoverText() const { return m_hover; }

protected:
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void redraw();
  void drawCaption(QPainter* painter);
  void applyColors();
  qint64 timeAt(qreal x) const;
  qreal xOf(qint64 time) const;
  QRectF plot() const;
  const SampleRing& m_ring;
  TimeWindow& m_window;
  QString m_title, m_unit, m_totalMetric, m_hover;
  std::vector<MetricLine> m_lines;
  std::vector<QLineSeries*> m_series;
  std::vector<std::pair<qint64, QColor>> m_markers;
  QDateTimeAxis* m_time;
  QValueAxis* m_value;
  double m_fixedTop = 0;
  QTimer m_redraw;
  QPointF m_mouse{-1, -1}, m_dragFrom;
  bool m_dragging = false;
};

}  // namespace cc::ui
