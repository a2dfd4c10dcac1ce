// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "ui/look/Icons.h"

#include <QStringList>

namespace cc::ui {

// One finding of the engine's check of this machine, in words.
struct CheckText {
  QString title;      // what was looked at
  QStringList found;  // what is there; or what is wrong, why, and what to do
  bool isProblem = false, isWarning = false;
  QString icon() const { return isProblem || isWarning ? QStringLiteral("warning") : QStringLiteral("succeeded"); }
  Tone tone() const { return isProblem ? Tone::Bad : isWarning ? Tone::Warning : Tone::Good; }
};
CheckText checkText(const engine::DoctorCheck& check);

}  // namespace cc::ui
