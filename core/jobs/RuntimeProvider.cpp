// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/RuntimeProvider.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Call RuntimeProvider::usage(QObject* context, Reply<ProviderUsage> reply) {
  Promise<ProviderUsage> promise(context, std::move(reply));
  promise.resolve(Error{.code = ErrorCode::UsageUnsupported, .params = {{u"provider"_s, name()}}});
  return promise.call();
}

MachineKind RuntimeProvider::kindOf(const Lease& lease) const {
  return {.accelerator = {}, .highRam = lease.highRam};
}

std::optional<ListedRate> RuntimeProvider::listedRate(const MachineKind&) const {
  return std::nullopt;
}

bool isRented(const RuntimeProvider* provider) {
  return provider && provider->capabilities().rented;
}

}  // namespace cc::jobs
