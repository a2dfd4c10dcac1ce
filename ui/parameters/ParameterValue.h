// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QString>
#include <variant>
#include <vector>

namespace cc::ui {

// What was typed into a parameter's field, read by its type; or why it cannot be, for the user.
struct ReadValue {
  std::vector<Json> values;  // one, or those of a sweep
  QString problem;           // empty: fine
  bool ok() const { return problem.isEmpty(); }
};
ReadValue readValue(const notebook::Parameter& parameter, const QString& text);
// "1, 2, 5", "1..10", "0.1..0.5 step 0.1"; for lists and dicts a JSON list of them.
ReadValue readSweep(const notebook::Parameter& parameter, const QString& text);
// A value as its field shows it.
QString writeValue(const notebook::Parameter& parameter, const Json& value);
// Also for the hint at a field: "whole number", "text", ...
QString typeText(const notebook::Parameter& parameter);

}  // namespace cc::ui
