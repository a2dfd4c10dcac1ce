// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "ui/look/Icons.h"

namespace cc::ui {

// Words for what an account has and spends.
QString usageShort(const engine::UsageInfo& usage);           // one line, for the status bar
QString usageLong(const engine::UsageInfo& usage);            // several lines, for a tool tip
Tone usageTone(const engine::UsageInfo& usage, EpochMs now);  // Bad: nothing left; Warning: less than half an hour
// "about 3.4 units (12.3 units an hour, from 5 earlier runs); 87 left"; empty when nothing is paid or known.
QString forecastText(const engine::ForecastInfo& forecast, qsizetype jobs);
// Whether it costs more than the account has, as far as that is known.
bool exceeds(const engine::ForecastInfo& forecast, qsizetype jobs);

}  // namespace cc::ui
