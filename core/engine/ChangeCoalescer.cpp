// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ChangeCoalescer.h"

#include <algorithm>

namespace cc::engine {

namespace {
constexpr size_t kPerSecond = 10;
constexpr qint64 kProgressMs = 250;
}  // namespace

ChangeCoalescer::ChangeCoalescer(Clock& clock, std::function<void(const QSet<QString>&)> flush, QObject* parent)
    : QObject(parent), m_clock(clock), m_flush(std::move(flush)) {}

void ChangeCoalescer::note(const QString& id) {
  m_ids.insert(id);
  flushWithin(0);
}

void ChangeCoalescer::noteProgress(const QString& id) {
  m_ids.insert(id);
  flushWithin(kProgressMs);
}

void ChangeCoalescer::flushWithin(qint64 ms) {
  const qint64 now = m_clock.monotonic();
  qint64 due = now + ms;
  if (m_recent.size() == kPerSecond) due = std::max(due, m_recent.front() + 1'000);
  if (m_due && *m_due <= due) return;
  m_due = due;
  m_clock.after(due - now, this, [this, timer = ++m_timer] {
    if (timer == m_timer) flush();
  });
}

void ChangeCoalescer::flush() {
  m_due.reset();
  m_recent.push_back(m_clock.monotonic());
  if (m_recent.size() > kPerSecond) m_recent.pop_front();
  m_flush(std::exchange(m_ids, {}));
}

}  // namespace cc::engine
