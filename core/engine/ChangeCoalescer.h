// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"

#include <QObject>
#include <QSet>
#include <QString>
#include <deque>
#include <functional>

namespace cc::engine {

// Gathers ids of changed jobs and hands them on at most ten times in any second: at once while it is quiet, so that a
// short job is not made longer by its news. Engine's thread.
class ChangeCoalescer : public QObject {
  Q_OBJECT
public:
  ChangeCoalescer(Clock& clock, std::function<void(const QSet<QString>&)> flush, QObject* parent = nullptr);
  void note(const QString& id);

private:
  void flush();
  Clock& m_clock;
  std::function<void(const QSet<QString>&)> m_flush;
  QSet<QString> m_ids;
  std::deque<qint64> m_recent;  // monotonic times of the last flushes
  bool m_pending = false;
};

}  // namespace cc::engine
