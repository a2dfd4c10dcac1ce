// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <chrono>
#include <functional>
#include <optional>

#include "base/Async.h"

namespace cc::test {

// Runs the event loop until the condition holds; false when the limit passes first. The limit is generous: success is
// quick, only failure is slow.
inline bool waitFor(const std::function<bool()>& condition,
                    std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  QDeadlineTimer deadline(limit);
  while (!condition()) {
    if (deadline.hasExpired()) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  return true;
}

// Result of an asynchronous call, waited for: await<int>([&](QObject* ctx, Reply<int> r) { return x.count(ctx, r); }).
template <typename T>
Result<T> await(const std::function<Call(QObject*, Reply<T>)>& start,
                std::chrono::milliseconds limit = std::chrono::seconds(30)) {
  QObject context;
  std::optional<Result<T>> result;
  Call call = start(&context, [&result](Result<T> r) { result.emplace(std::move(r)); });
  if (!waitFor([&] { return result.has_value(); }, limit)) {
    return Error{.code = ErrorCode::Internal, .detail = QStringLiteral("no reply within the test's limit")};
  }
  return std::move(*result);
}

}  // namespace cc::test
