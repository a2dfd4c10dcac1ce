// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"

namespace cc::test {

// The real time, some times as fast: a back-off of minutes takes seconds.
class HurriedClock : public Clock {
public:
  explicit HurriedClock(int times) : m_times(times), m_start(m_real.now()), m_monotonic(m_real.monotonic()) {}
  EpochMs now() const override { return m_start + monotonic(); }
  qint64 monotonic() const override { return (m_real.monotonic() - m_monotonic) * m_times; }
  void after(qint64 ms, QObject* context, std::function<void()> callback) override {
    m_real.after((ms + m_times - 1) / m_times, context, std::move(callback));
  }

private:
  SystemClock m_real;
  int m_times;
  EpochMs m_start;
  qint64 m_monotonic;
};

}  // namespace cc::test
