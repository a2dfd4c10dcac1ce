// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

// Words for costs, for windows and the command line alike.
namespace cc::ui {

// "2.4", "0.08", "1,250": as exact as somebody who pays wants to know, in the user's locale.
QString unitsNumber(double units);
// "2.4 units", "< 0.01 units", with "~" before an estimate; empty for nothing.
QString costText(const std::optional<double>& units, bool estimated);
// "Pro+"; empty when not told.
QString tierText(const QString& tier);
// "12.3 units an hour".
QString rateText(double unitsPerHour);
// How a price was found: "observed while it was the only machine"; empty when nobody said.
QString rateFromText(const QString& rateFrom);

}  // namespace cc::ui
