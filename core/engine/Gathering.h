// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <functional>
#include <vector>

namespace cc::engine {

// Collects the answers of several asynchronous parts and hands on the whole when the last is in. Shared by the parts.
template <typename T>
struct Gathering {
  std::vector<T> parts;
  size_t missing = 0;
  std::function<void(Result<std::vector<T>>)> answer;
  void oneDone() {
    if (--missing == 0) answer(std::move(parts));
  }
};

}  // namespace cc::engine
