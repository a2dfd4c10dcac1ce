// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ChangeCoalescer.h"

#include <algorithm>

namespace cc::engine {

namespace {
constexpr size_t kPerSecond = 10;
}

ChangeCoalescer::ChangeCoalescer(Clock& clock, std::function<void(const QSet<QString>&)> flush, QObject* parent)
    : QObject(parent), m_clock(clock), m_flush(std::move(flush)) {}

void ChangeCoalescer::note(const QString& id) {
  m_ids.insert(id);
  if (m_pending) return;
  m_pending = true;
  const qint64 now = m_clock.monotonic();
  const qint64 wait = m_recent.size() < kPerSecond ? 0 : std::max<qint64>(0, m_recent.front() + 1'000 - now);
  m_clock.after(wait, this, [this] { flush(); });
}

void ChangeCoalescer::flush() {
  m_pending = false;
  m_recent.push_back(m_clock.monotonic());
  if (m_recent.size() > kPerSecond) m_recent.pop_front();
  m_flush(std::exchange(m_ids, {}));
}

}  // namespace cc::engine
