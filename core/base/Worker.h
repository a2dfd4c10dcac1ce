// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace cc {

// Runs work on value copies in a small pool and delivers its result in home's thread, if context still lives there.
// home outlives the pool: its owner calls waitForDone-equivalent drain() before it goes.
class Worker {
public:
  explicit Worker(QObject* home) : m_home(home) { m_pool.setMaxThreadCount(2); }
  // Blocks until what was started has ended; its results are not delivered any more. Only for tear-down.
  ~Worker() { m_pool.clear(); }

  template <typename T>
  void run(QObject* context, std::function<T()> work, std::function<void(T)> then) {
    m_pool.start(
        [home = m_home, guard = QPointer<QObject>(context), work = std::move(work), then = std::move(then)]() mutable {
          auto result = std::make_shared<T>(work());
          QMetaObject::invokeMethod(
              home,
              [guard = std::move(guard), result, then = std::move(then)] {
                if (guard) then(std::move(*result));
              },
              Qt::QueuedConnection);
        });
  }

private:
  QObject* m_home;
  QThreadPool m_pool;  // its destructor waits
};

}  // namespace cc
