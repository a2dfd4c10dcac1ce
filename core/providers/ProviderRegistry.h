// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/Accounts.h"
#include "base/Config.h"
#include "base/Paths.h"
#include "jobs/RuntimeProvider.h"
#include "net/HttpClient.h"

#include <memory>
#include <vector>

namespace cc::providers {

// What a provider may use; outlives it.
struct ProviderContext {
  const Paths& paths;
  const Config& config;
  Clock& clock;
  net::HttpClient& http;
  auth::SecretStore& secrets;
  auth::Accounts& accounts;
  auth::OpenBrowser openBrowser;
};

// One provider per configured entry, by its kind. UsageUnsupported (kind) for a kind nobody registered.
Result<std::vector<std::unique_ptr<jobs::RuntimeProvider>>> createProviders(const Config& config,
                                                                            const ProviderContext& context);

}  // namespace cc::providers
