// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <QtGlobal>
#include <utility>
#include <variant>

namespace cc {

// A value or an Error. Asking the wrong side is a programmer's error and aborts.
template <typename T>
class [[nodiscard]] Result {
public:
  using Value = T;
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return get(); }
  const T& value() const& { return const_cast<Result*>(this)->get(); }
  // By value, so that "for (auto& x : *call())" does not iterate over a dead temporary.
  T value() && { return std::move(get()); }
  T& operator*() & { return get(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &value(); }
  T valueOr(T other) const& { return ok() ? value() : std::move(other); }

  const Error& error() const& {
    if (ok()) qFatal("Result::error() on a value");
    return std::get<1>(m_state);
  }
  Error&& error() && {
    if (ok()) qFatal("Result::error() on a value");
    return std::move(std::get<1>(m_state));
  }

private:
  T& get() {
    if (!ok()) qFatal("Result::value() on error %s", qPrintable(std::get<1>(m_state).toLogLine()));
    return std::get<0>(m_state);
  }
  std::variant<T, Error> m_state;
};

struct Nothing {};
// Success without a value, or an Error. "return done();" is the success.
using Status = Result<Nothing>;
inline Status done() {
  return Nothing{};
}

}  // namespace cc

// Returns the error of a Result-valued expression from the enclosing function. The only macro of control flow.
#define CC_TRY(declaration, expression) CC_TRY_NAMED(CC_TRY_JOIN(ccTry, __LINE__), declaration, expression)
#define CC_TRY_NAMED(name, declaration, expression) \
  auto name = (expression);                         \
  if (!name.ok()) return std::move(name).error();   \
  declaration = std::move(name).value()
#define CC_TRY_JOIN(a, b) CC_TRY_JOIN2(a, b)
#define CC_TRY_JOIN2(a, b) a##b
#define CC_CHECK(expression)                                                           \
  do {                                                                                 \
    if (auto ccCheck = (expression); !ccCheck.ok()) return std::move(ccCheck).error(); \
  } while (false)
