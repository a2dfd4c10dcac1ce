// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/Decimator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cc::ui {

namespace {

struct Column {
  qint64 number = -1;
  QPointF low, high;
  void writeTo(QList<QPointF>& points) const {
    if (number < 0) return;
    if (low.x() == high.x()) {
      points << low;
    } else if (low.x() < high.x()) {
      points << low << high;
    } else {
      points << high << low;
    }
  }
};

}  // namespace

QList<QPointF> decimate(const std::vector<EpochMs>& times, const std::vector<float>& values, EpochMs from, EpochMs to,
                        int columns, EpochMs gapMs) {
  QList<QPointF> points;
  if (times.empty() || times.size() != values.size() || to <= from || columns <= 0) return points;
  auto begin = std::lower_bound(times.begin(), times.end(), from);
  if (begin != times.begin()) --begin;  // one outside on each side, so that lines reach the border
  auto end = std::upper_bound(times.begin(), times.end(), to);
  if (end != times.end()) ++end;
  Column column;
  EpochMs last = 0;
  bool broken = true;
  const double width = double(to - from) / columns;
  for (auto it = begin; it != end; ++it) {
    const float value = values[std::size_t(it - times.begin())];
    if (std::isnan(value)) continue;
    const QPointF point{double(*it), double(value)};
    if (!broken && *it - last > gapMs) {
      column.writeTo(points);
      column = Column{};
      points << QPointF(double(last + 1), std::numeric_limits<double>::quiet_NaN());
    }
    const qint64 number = qMax<qint64>(0, qint64(double(*it - from) / width) + 1);
    if (number != column.number) {
      column.writeTo(points);
      column = Column{number, point, point};
    } else {
      if (point.y() < column.low.y()) column.low = point;
      if (point.y() > column.high.y()) column.high = point;
    }
    last = *it;
    broken = false;
  }
  column.writeTo(points);
  return points;
}

}  // namespace cc::ui
