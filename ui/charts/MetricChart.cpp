// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/MetricChart.h"

#include "ui/charts/Decimator.h"
#include "ui/charts/SampleRing.h"
#include "ui/charts/TimeWindow.h"
#include "ui/look/Icons.h"

#include <QChart>
#include <QDateTime>
#include <QDateTimeAxis>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QValueAxis>
#include <cmath>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QRgb kLight[] = {0x1f62d0, 0xc0571a, 0x1a7f45, 0x8c2fb8, 0xc0322b, 0x0d7f8a, 0x8a6100, 0x5b6675};
constexpr QRgb kDark[] = {0x6ea8ff, 0xf0a060, 0x5fcf8a, 0xd2a8ff, 0xff7b72, 0x6fd7e0, 0xe5b95c, 0xa9b3c1};

// The next of 1, 2, 5 times a power of ten above a value, so that the axis does not jump with each sample.
double niceTop(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 4.0, 5.0, 8.0}) {
    if (value <= step * power) return step * power;
  }
  return 10 * power;
}

QString axisFormat(EpochMs span) {
  if (span <= 5 * 60'000) return u"HH:mm:ss"_s;
  if (span <= 24 * 3'600'000LL) return u"HH:mm"_s;
  return u"dd MMM HH:mm"_s;
}

}  // namespace

MetricChart::MetricChart(const QString& title, const QString& unit, const SampleRing& ring, TimeWindow& window,
                         QWidget* parent)
    : QChartView(parent), m_ring(ring), m_window(window), m_title(title), m_unit(unit) {
  setAccessibleName(title);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setMinimumSize(220, 130);
  setFocusPolicy(Qt::StrongFocus);
  chart()->setAnimationOptions(QChart::NoAnimation);
  chart()->setMargins(QMargins(4, fontMetrics().height() + 4, 12, 0));
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->setBackgroundRoundness(0);
  chart()->legend()->hide();  // title and legend share one line, drawn in the foreground
  m_time = new QDateTimeAxis(this);
  m_time->setTickCount(5);
  m_value = new QValueAxis(this);
  m_value->setTickCount(5);
  m_value->setRange(0, 1);
  chart()->addAxis(m_time, Qt::AlignBottom);
  chart()->addAxis(m_value, Qt::AlignLeft);
  m_redraw.setSingleShot(true);
  m_redraw.setInterval(0);
  connect(&m_redraw, &QTimer::timeout, this, &MetricChart::redraw);
  connect(&window, &TimeWindow::changed, this, &MetricChart::refresh);
  applyColors();
}

void MetricChart::setLines(const std::vector<MetricLine>& lines, double fixedTop, const QString& totalMetric) {
  for (QLineSeries* series : m_series) {
    chart()->removeSeries(series);
    series->deleteLater();
  }
  m_series.clear();
  m_lines = lines;
  m_fixedTop = fixedTop;
  m_totalMetric = totalMetric;
  for (const MetricLine& line : lines) {
    auto* series = new QLineSeries(this);
    series->setName(line.label);
    chart()->addSeries(series);
    series->attachAxis(m_time);
    series->attachAxis(m_value);
    m_series.push_back(series);
  }
  applyColors();
  refresh();
}

void MetricChart::setMarkers(const std::vector<std::pair<qint64, QColor>>& markers) {
  m_markers = markers;
  viewport()->update();
}

void MetricChart::refresh() {
  if (isVisible()) m_redraw.start();
}

int MetricChart::pointCount() const {
  int count = 0;
  for (const QLineSeries* series : m_series) count += int(series->count());
  return count;
}

void MetricChart::redraw() {
  const EpochMs from = m_window.from(), to = m_window.to();
  if (to <= 0) return;
  const int columns = qMax(50, int(plot().width()));
  const EpochMs gap = 5'000;
  double highest = 0;
  for (std::size_t i = 0; i < m_series.size(); ++i) {
    const auto* column = m_ring.values(m_lines[i].metric);
    const QList<QPointF> points = column ? decimate(m_ring.times(), *column, from, to, columns, gap) : QList<QPointF>();
    for (const QPointF& point : points) {
      if (!std::isnan(point.y())) highest = qMax(highest, point.y());
    }
    m_series[i]->replace(points);
  }
  double top = m_fixedTop > 0 ? qMax(m_fixedTop, niceTop(highest)) : niceTop(highest * 1.1);
  if (m_fixedTop > 0 && highest <= m_fixedTop) top = m_fixedTop;
  if (const float total = m_totalMetric.isEmpty() ? 0 : m_ring.valueAt(m_totalMetric, to, m_window.span()); total > 0) {
    top = qMax(double(total), highest);
  }
  m_value->setLabelFormat(top < 1 ? u"%.2f"_s : top < 10 ? u"%.1f"_s : u"%.0f"_s);
  if (m_value->max() != top) m_value->setRange(0, top);
  if (const QString format = axisFormat(m_window.span()); m_time->format() != format) m_time->setFormat(format);
  const int ticks = m_window.span() == 600'000 ? 6 : plot().width() > 420 ? 7 : 4;
  if (m_time->tickCount() != ticks) m_time->setTickCount(ticks);
  m_time->setRange(QDateTime::fromMSecsSinceEpoch(from), QDateTime::fromMSecsSinceEpoch(to));
}

QRectF MetricChart::plot() const {
  return chart()->plotArea();
}

qint64 MetricChart::timeAt(qreal x) const {
  const QRectF area = plot();
  return m_window.from() + qint64((x - area.left()) / qMax(1.0, area.width()) * double(m_window.span()));
}

qreal MetricChart::xOf(qint64 time) const {
  const QRectF area = plot();
  return area.left() + double(time - m_window.from()) / double(m_window.span()) * area.width();
}

void MetricChart::drawForeground(QPainter* painter, const QRectF& rect) {
  QChartView::drawForeground(painter, rect);
  const QRectF area = plot();
  for (const auto& [time, color] : m_markers) {
    const qreal x = xOf(time);
    if (x < area.left() || x > area.right()) continue;
    painter->setPen(QPen(color, 1, Qt::DashLine));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  }
  drawCaption(painter);
  m_hover.clear();
  if (!area.contains(m_mouse)) return;
  const qint64 time = timeAt(m_mouse.x());
  QStringList lines{QDateTime::fromMSecsSinceEpoch(time).toString(u"HH:mm:ss"_s)};
  for (const MetricLine& line : m_lines) {
    const float value = m_ring.valueAt(line.metric, time, qMax<EpochMs>(5'000, m_window.span() / 200));
    if (!std::isnan(value)) {
      lines << line.label + u": "_s + QLocale().toString(double(value), 'f', value < 10 ? 2 : 1) + u' ' + m_unit;
    }
  }
  m_hover = lines.join(u'\n');
  painter->setPen(QPen(toneColor(Tone::Faint, palette()), 1));
  painter->drawLine(QPointF(m_mouse.x(), area.top()), QPointF(m_mouse.x(), area.bottom()));
  const QSizeF size = painter->fontMetrics().size(0, m_hover) + QSize(16, 10);
  QRectF box(QPointF(m_mouse.x() + 12, area.top() + 4), size);
  if (box.right() > area.right()) box.moveRight(m_mouse.x() - 12);
  QColor back = palette().color(QPalette::ToolTipBase);
  back.setAlpha(235);
  painter->setBrush(back);
  painter->setPen(palette().color(QPalette::Mid));
  painter->drawRoundedRect(box, 4, 4);
  painter->setPen(palette().color(QPalette::ToolTipText));
  painter->drawText(box.adjusted(8, 5, -8, -5), m_hover);
}

void MetricChart::drawCaption(QPainter* painter) {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  QFont bold = font();
  bold.setBold(true);
  painter->setFont(bold);
  painter->setPen(palette().color(QPalette::Text));
  const QString caption = m_unit.isEmpty() ? m_title : m_title + u" ("_s + m_unit + u")"_s;
  qreal x = 12;
  const qreal base = painter->fontMetrics().ascent() + 4;
  painter->drawText(QPointF(x, base), caption);
  x += painter->fontMetrics().horizontalAdvance(caption) + 16;
  painter->setFont(font());
  for (std::size_t i = 0; m_series.size() > 1 && i < m_series.size(); ++i) {
    const QString label =
        painter->fontMetrics().elidedText(m_lines[i].label, Qt::ElideRight, int(viewport()->width() - x - 17));
    if (label.size() < 2) break;  // no room: the box at the mouse names it
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_series[i]->color());
    painter->drawEllipse(QPointF(x + 4, base - painter->fontMetrics().xHeight() / 2.0), 3.5, 3.5);
    painter->setPen(toneColor(Tone::Faint, palette()));
    painter->drawText(QPointF(x + 13, base), label);
    x += painter->fontMetrics().horizontalAdvance(label) + 30;
  }
  painter->restore();
}

void MetricChart::wheelEvent(QWheelEvent* event) {
  const double steps = event->angleDelta().y() / 120.0;
  if (event->angleDelta().x() != 0 && steps == 0) {
    m_window.pan(-qint64(event->angleDelta().x() / 120.0 * double(m_window.span()) / 10));
  } else {
    m_window.zoom(std::pow(0.8, steps), timeAt(event->position().x()));
  }
  event->accept();
}

void MetricChart::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_dragging = true;
  m_dragFrom = event->position();
  setCursor(Qt::ClosedHandCursor);
}

void MetricChart::mouseMoveEvent(QMouseEvent* event) {
  m_mouse = event->position();
  if (m_dragging) {
    m_window.pan(-qint64((m_mouse.x() - m_dragFrom.x()) / qMax(1.0, plot().width()) * double(m_window.span())));
    m_dragFrom = m_mouse;
  }
  viewport()->update();
}

void MetricChart::mouseReleaseEvent(QMouseEvent*) {
  m_dragging = false;
  unsetCursor();
}

void MetricChart::mouseDoubleClickEvent(QMouseEvent*) {
  m_window.follow(true);
}

void MetricChart::leaveEvent(QEvent* event) {
  m_mouse = {-1, -1};
  viewport()->update();
  QChartView::leaveEvent(event);
}

void MetricChart::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  refresh();
}

void MetricChart::showEvent(QShowEvent* event) {
  QChartView::showEvent(event);
  refresh();
}

void MetricChart::changeEvent(QEvent* event) {
  QChartView::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) applyColors();
}

// QtCharts does not follow the palette, and its default pens are black and two pixels wide.
void MetricChart::applyColors() {
  const QPalette p = palette();
  const QColor faint = toneColor(Tone::Faint, p), grid = p.color(QPalette::Mid);
  setBackgroundBrush(p.color(QPalette::Base));
  chart()->setBackgroundBrush(p.color(QPalette::Base));
  chart()->setBackgroundPen(Qt::NoPen);
  chart()->setPlotAreaBackgroundVisible(false);
  QFont small = font();
  small.setPointSizeF(small.pointSizeF() * 0.88);
  for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(m_time), static_cast<QAbstractAxis*>(m_value)}) {
    axis->setLabelsColor(faint);
    axis->setLabelsFont(small);
    axis->setLinePen(QPen(grid, 1));
    QColor light = grid;
    light.setAlpha(110);
    axis->setGridLinePen(QPen(light, 1));
  }
  for (std::size_t i = 0; i < m_series.size(); ++i) {
    m_series[i]->setPen(QPen(QColor((isDark(p) ? kDark : kLight)[i % std::size(kLight)]), 1.2));
  }
}

}  // namespace cc::ui
