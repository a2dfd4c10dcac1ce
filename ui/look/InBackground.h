// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace cc::ui {

// Runs work (on value copies: disk, parsing) in the pool and hands its result to then in the window's thread, unless
// context has gone by then. The window's thread never waits.
template <typename T>
void inBackground(QObject* context, std::function<T()> work, std::function<void(T)> then) {
  QThreadPool::globalInstance()->start(
      [guard = QPointer<QObject>(context), work = std::move(work), then = std::move(then)]() mutable {
        auto result = std::make_shared<T>(work());
        QMetaObject::invokeMethod(  // to the application: only the window's thread may ask whether context still lives
            qApp,
            [guard = std::move(guard), result, then = std::move(then)] {
              if (guard) then(std::move(*result));
            },
            Qt::QueuedConnection);
      });
}

}  // namespace cc::ui
