// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/UsageWatcher.h"

#include <array>
#include <limits>

namespace cc::ui {

namespace {

constexpr std::array kSteps{0, 10, 30};  // minutes
constexpr qint64 kMinuteMs = 60'000;
constexpr int kPlenty = std::numeric_limits<int>::max();

int stepOf(const engine::UsageInfo& usage, EpochMs now) {
  if (usage.lastsUntil == 0) return kPlenty;  // nothing is spent
  for (const int minutes : kSteps) {
    if (usage.lastsUntil - now <= minutes * kMinuteMs) return minutes;
  }
  return kPlenty;
}

}  // namespace

void UsageWatcher::see(const std::vector<engine::UsageInfo>& usages, EpochMs now) {
  for (const engine::UsageInfo& usage : usages) {
    const int step = stepOf(usage, now);
    const int told = m_told.value(usage.provider, kPlenty);
    m_told.insert(usage.provider, step);
    if (step < told) Q_EMIT low(usage, step);
  }
}

}  // namespace cc::ui
