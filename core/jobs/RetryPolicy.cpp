// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/RetryPolicy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jobs {

FailureClass classify(ErrorCode code) {
  switch (code) {
    case ErrorCode::CellFailed:
    case ErrorCode::CellTimedOut:
    case ErrorCode::CellSilent:
    case ErrorCode::CellWantsInput:
    case ErrorCode::JobTimedOut:
      return FailureClass::Notebook;
    case ErrorCode::KernelDied:
    case ErrorCode::KernelRestarted:
    case ErrorCode::KernelStartFailed:
    case ErrorCode::RuntimeGone:
    case ErrorCode::RuntimeLifeOver:
    case ErrorCode::RuntimeUnreachable:
    case ErrorCode::OutputLost:
    case ErrorCode::ProviderDown:
    case ErrorCode::ProviderNothingAvailable:
    case ErrorCode::ProviderRefused:
    case ErrorCode::ProviderRateLimited:
    case ErrorCode::ServerStartFailed:
    case ErrorCode::NetUnreachable:
    case ErrorCode::NetTimedOut:
    case ErrorCode::NetTls:
    case ErrorCode::NetHttpStatus:
    case ErrorCode::NetBadReply:
    case ErrorCode::NetSocketClosed:
    case ErrorCode::TransferCorrupt:
    case ErrorCode::TransferSourceChanged:
      return FailureClass::Provider;
    case ErrorCode::FileNotFound:
    case ErrorCode::FileUnreadable:
    case ErrorCode::FileUnwritable:
    case ErrorCode::DiskFull:
    case ErrorCode::JupyterMissing:
    case ErrorCode::ServerTooOld:
    case ErrorCode::StoreUnusable:
    case ErrorCode::StoreCorrupt:
    case ErrorCode::StoreTooNew:
    case ErrorCode::StoreBusy:
    case ErrorCode::StoreConflict:
      return FailureClass::Machine;
    case ErrorCode::Internal:
      return FailureClass::Internal;
    default:  // the words of codes say whose they are
      return errorWord(code).startsWith(u"account.") ? FailureClass::Account : FailureClass::Usage;
  }
}

bool isCurable(const Error& error) {
  switch (error.code) {
    case ErrorCode::ProviderRefused:
    case ErrorCode::NetTls:
      return false;
    case ErrorCode::NetHttpStatus:
      return error.retryable;
    default:
      return classify(error.code) == FailureClass::Provider;
  }
}

bool isScarcity(const Error& error) {
  switch (error.code) {
    case ErrorCode::ProviderNothingAvailable:
    case ErrorCode::ProviderRateLimited:
    case ErrorCode::AccountTooManyRuntimes:
      return true;
    case ErrorCode::AccountQuota:
      return error.params.value(u"reason"_s) == u"usage_time"_s;
    default:
      return false;
  }
}

qint64 waitDelay(int waits, const Error& error, double random) {
  constexpr qint64 kFirstMs = 60'000, kLastMs = 900'000;
  return retryDelay({kFirstMs, kLastMs}, waits + 1, error, random);
}

qint64 retryDelay(const Backoff& backoff, int attempt, const Error& error, double random) {
  const int doublings = std::clamp(attempt - 2, 0, 30);
  const qint64 base = std::min(backoff.maxMs, backoff.firstMs << std::min(doublings, 20));
  const qint64 jittered = base + static_cast<qint64>(static_cast<double>(base) * 0.25 * random);
  return std::max<qint64>(jittered, error.retryAfter.count());
}

}  // namespace cc::jobs
