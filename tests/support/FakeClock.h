// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"

#include <QPointer>
#include <algorithm>
#include <vector>

namespace cc::test {

// Time moves only by advance(); due callbacks run in order, each at its own time.
class FakeClock : public Clock {
public:
  EpochMs now() const override { return kStart + m_elapsed + m_wallShift; }
  qint64 monotonic() const override { return m_elapsed; }
  void after(qint64 ms, QObject* context, std::function<void()> callback) override {
    m_timers.push_back({m_elapsed + ms, m_next++, context, std::move(callback)});
  }
  void advance(qint64 ms) {
    const qint64 target = m_elapsed + ms;
    for (;;) {
      auto due = std::min_element(m_timers.begin(), m_timers.end(), [](const Timer& a, const Timer& b) {
        return std::pair(a.at, a.order) < std::pair(b.at, b.order);
      });
      if (due == m_timers.end() || due->at > target) break;
      Timer timer = std::move(*due);
      m_timers.erase(due);
      m_elapsed = std::max(m_elapsed, timer.at);
      if (timer.context) timer.callback();
    }
    m_elapsed = target;
  }
  // The wall clock jumps (sleep, NTP); the monotonic one does not.
  void jumpWall(qint64 ms) { m_wallShift += ms; }
  int pending() const { return static_cast<int>(m_timers.size()); }

private:
  struct Timer {
    qint64 at;
    int order;
    QPointer<QObject> context;
    std::function<void()> callback;
  };
  static constexpr EpochMs kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z
  qint64 m_elapsed = 0, m_wallShift = 0;
  int m_next = 0;
  std::vector<Timer> m_timers;
};

}  // namespace cc::test
