// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Clock.h"

#include <QDateTime>
#include <QTimer>
#include <chrono>

namespace cc {

QString toRfc3339(EpochMs time) {
  return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs);
}

EpochMs fromRfc3339(const QString& text) {
  const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
  return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

EpochMs SystemClock::now() const {
  return QDateTime::currentMSecsSinceEpoch();
}

qint64 SystemClock::monotonic() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void SystemClock::after(qint64 ms, QObject* context, std::function<void()> callback) {
  QTimer::singleShot(std::chrono::milliseconds(ms), context, std::move(callback));
}

}  // namespace cc
