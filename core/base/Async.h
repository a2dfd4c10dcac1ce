// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

namespace cc {

// Handle of one asynchronous operation. Copyable; cancel() is safe at any time, from the thread that made the call.
// After cancel() the reply handler is not called and the underlying work is told to stop.
class Call {
public:
  Call() = default;
  void cancel() {
    if (!m_state || m_state->finished) return;
    m_state->finished = true;
    if (auto stop = std::exchange(m_state->onCancel, nullptr)) stop();
  }
  // True until the reply was delivered or the call cancelled.
  bool isActive() const { return m_state && !m_state->finished; }

private:
  template <typename T>
  friend class Promise;
  struct State {
    bool finished = false;
    std::function<void()> onCancel;
  };
  std::shared_ptr<State> m_state;
};

template <typename T>
using Reply = std::function<void(Result<T>)>;

// The producing side of a Call. Copyable (all copies share the one result). resolve() takes effect exactly once and
// delivers from context's event loop, never inside the caller's stack; nothing is delivered once context is gone.
// All members are used in one thread, the context's own thread, except resolve(), which any thread may call once
// when nobody calls cancel() concurrently.
template <typename T>
class Promise {
public:
  Promise(QObject* context, Reply<T> reply) : m_shared(std::make_shared<Shared>()) {
    m_shared->context = context;
    m_shared->reply = std::move(reply);
    m_shared->call = std::make_shared<Call::State>();
  }
  Call call() const {
    Call call;
    call.m_state = m_shared->call;
    return call;
  }
  void onCancel(std::function<void()> stop) const { m_shared->call->onCancel = std::move(stop); }
  bool isCancelled() const { return m_shared->call->finished; }
  void resolve(Result<T> result) const {
    if (m_shared->resolved) return;
    m_shared->resolved = true;
    m_shared->call->onCancel = nullptr;
    QObject* context = m_shared->context;
    if (!context) return;
    QMetaObject::invokeMethod(
        context,
        [shared = m_shared, result = std::move(result)]() mutable {
          if (shared->call->finished) return;
          shared->call->finished = true;
          if (auto reply = std::exchange(shared->reply, nullptr)) reply(std::move(result));
        },
        Qt::QueuedConnection);
  }

private:
  struct Shared {
    QPointer<QObject> context;
    Reply<T> reply;
    std::shared_ptr<Call::State> call;
    bool resolved = false;
  };
  std::shared_ptr<Shared> m_shared;
};

}  // namespace cc
