// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QString>

namespace cc::ui {

class WindowState;

// The last choices made for each notebook; the oldest go when there are too many.
class LaunchMemory {
public:
  static constexpr int kMost = 200;
  explicit LaunchMemory(WindowState& state) : m_state(state) {}
  Json recall(const QString& notebook) const;  // an object; empty when nothing is known
  void remember(const QString& notebook, const Json& choices);
  QStringList recentNotebooks() const;  // newest first; some may be gone from the disk
  void noteUsed(const QString& notebook);

private:
  WindowState& m_state;
};

}  // namespace cc::ui
