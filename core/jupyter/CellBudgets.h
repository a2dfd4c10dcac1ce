// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <optional>

namespace cc::jupyter {

// The two time limits of a running cell, in milliseconds of the caller's monotonic clock; 0: none.
class CellBudgets {
public:
  enum class Limit { Time, Silence };
  struct Fired {
    Limit limit;
    int cell;
    qint64 ms;
  };

  CellBudgets(qint64 timeMs, qint64 silenceMs) : m_time(timeMs), m_silence(silenceMs) {}
  bool any() const { return m_time > 0 || m_silence > 0; }
  void started(int cell, qint64 at) {
    m_cell = cell;
    m_start = m_heard = at;
  }
  void heard(qint64 at) { m_heard = at; }
  void ended() { m_cell = -1; }
  // The limit that is used up, once.
  std::optional<Fired> check(qint64 now) {
    if (m_cell < 0) return std::nullopt;
    std::optional<Fired> fired;
    if (m_time > 0 && now - m_start >= m_time)
      fired = Fired{Limit::Time, m_cell, m_time};
    else if (m_silence > 0 && now - m_heard >= m_silence)
      fired = Fired{Limit::Silence, m_cell, m_silence};
    if (fired) m_cell = -1;
    return fired;
  }

private:
  qint64 m_time, m_silence;
  int m_cell = -1;
  qint64 m_start = 0, m_heard = 0;
};

}  // namespace cc::jupyter
