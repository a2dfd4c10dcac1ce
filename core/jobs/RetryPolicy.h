// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <QtGlobal>

namespace cc::jobs {

// Who must act before the same job can succeed.
enum class FailureClass { Notebook, Account, Provider, Machine, Usage, Internal };
FailureClass classify(ErrorCode code);

// Whether another attempt, with nothing else changed, may succeed: a dead kernel, a lost runtime, a provider that is
// down. Never a failing cell, a bad spec or a sign-in that is missing.
bool isCurable(const Error& error);

// A machine was refused that may be free later: the job waits, which is no failed attempt. Other jobs of the provider that
// would meet the same refusal wait with it.
bool isScarcity(const Error& error);

struct Backoff {
  qint64 firstMs = 10'000;
  qint64 maxMs = 600'000;
};
// Wait before attempt number (2 is the first retry): doubles, capped, with up to a quarter of jitter; never shorter than
// what the error asks for. random in [0, 1).
qint64 retryDelay(const Backoff& backoff, int attempt, const Error& error, double random);
// Before the next look for a machine, after so many refusals: one minute at first, fifteen at most.
qint64 waitDelay(int waits, const Error& error, double random);

}  // namespace cc::jobs
