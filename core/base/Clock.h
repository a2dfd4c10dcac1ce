// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>

namespace cc {

// Milliseconds since the Unix epoch, UTC.
using EpochMs = qint64;

// "2026-01-02T03:04:05.678Z", and back (0 when it is no RFC 3339 time).
QString toRfc3339(EpochMs time);
EpochMs fromRfc3339(const QString& text);

// The time and timers, as a seam: tests jump hours without waiting. Used from the engine's thread.
class Clock {
public:
  virtual ~Clock() = default;
  // Wall clock: for records shown to people. May jump.
  virtual EpochMs now() const = 0;
  // Monotonic milliseconds: for budgets and back-off. Does not count while the machine sleeps.
  virtual qint64 monotonic() const = 0;
  // Calls back once, after ms, on context's thread, unless context dies first. Returns nothing to cancel: give the
  // callback a context that dies, or a generation number.
  virtual void after(qint64 ms, QObject* context, std::function<void()> callback) = 0;
};

class SystemClock : public Clock {
public:
  EpochMs now() const override;
  qint64 monotonic() const override;
  void after(qint64 ms, QObject* context, std::function<void()> callback) override;
};

}  // namespace cc
