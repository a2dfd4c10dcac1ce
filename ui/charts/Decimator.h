// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"

#include <QList>
#include <QPointF>
#include <vector>

namespace cc::ui {

// The part of a column between two times as at most two points (lowest, highest) per pixel column, in time order. x is
// the time. A hole in time longer than gapMs, or NaN values, become one NaN point: the line is broken there.
QList<QPointF> decimate(const std::vector<EpochMs>& times, const std::vector<float>& values, EpochMs from, EpochMs to,
                        int columns, EpochMs gapMs);

}  // namespace cc::ui
