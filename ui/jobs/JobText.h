// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "ui/look/Icons.h"

#include <QString>

// Words, icons and tones for what a job row says.
namespace cc::ui {

QString stateText(engine::JobState state);
// Why a queued job does not start, or waits for another try: one line, in place of a progress. Empty: for nothing but
// its turn, or there is progress to show.
QString waitReason(const engine::JobSummary& job);
// The same with what can be done.
QString waitHelp(const engine::JobSummary& job);
QString stateIconName(engine::JobState state);
Tone stateTone(engine::JobState state);
// "Running" and so on, for states in which a runtime is held or being asked for.
bool isAlive(engine::JobState state);
bool isWaiting(engine::JobState state);
bool hasFailed(engine::JobState state);  // ended, but neither well nor by the user's wish

// "3 s", "12 min 05 s", "4 h 07 min", "2 d 3 h".
QString durationText(qint64 ms);
// Time of day for today, else date and time, in the user's locale; empty for 0.
QString timeText(EpochMs time);
QString sizeText(qint64 bytes);

qint64 elapsedMs(const engine::JobSummary& job, EpochMs now);
// Estimate from the cells done so far; -1: unknown.
qint64 remainingMs(const engine::JobSummary& job, EpochMs now);

}  // namespace cc::ui
