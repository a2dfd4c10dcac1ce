// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"

#include <QObject>
#include <QSet>
#include <QString>
#include <deque>
#include <functional>
#include <optional>

namespace cc::engine {

// Gathers ids of changed jobs and hands them on at most ten times in any second. What only progressed waits a quarter of
// a second, so that a change of state finds the way free and goes on at once: nobody waits for the news that a job has
// ended. Engine's thread.
class ChangeCoalescer : public QObject {
  Q_OBJECT
public:
  ChangeCoalescer(Clock& clock, std::function<void(const QSet<QString>&)> flush, QObject* parent = nullptr);
  void note(const QString& id);
  void noteProgress(const QString& id);

private:
  void flushWithin(qint64 ms);
  void flush();
  Clock& m_clock;
  std::function<void(const QSet<QString>&)> m_flush;
  QSet<QString> m_ids;
  std::deque<qint64> m_recent;  // monotonic times of the last flushes
  std::optional<qint64> m_due;  // monotonic time of the next flush
  quint64 m_timer = 0;
};

}  // namespace cc::engine
