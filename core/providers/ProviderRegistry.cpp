// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/ProviderRegistry.h"

#include "providers/colab/ColabProvider.h"
#include "providers/jupyter/JupyterProvider.h"
#include "providers/local/LocalProvider.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

Result<std::vector<std::unique_ptr<jobs::RuntimeProvider>>> createProviders(const Config& config,
                                                                            const ProviderContext& context) {
  std::vector<std::unique_ptr<jobs::RuntimeProvider>> providers;
  for (const ProviderConfig& entry : config.providers) {
    if (entry.kind == u"local"_s) {
      providers.push_back(std::make_unique<LocalProvider>(entry, context));
    } else if (entry.kind == u"jupyter"_s) {
      providers.push_back(std::make_unique<JupyterProvider>(entry, context));
    } else if (entry.kind == u"colab"_s) {
      providers.push_back(std::make_unique<ColabProvider>(entry, context));
    } else {
      return Error{.code = ErrorCode::UsageUnsupported,
                   .params = {{u"kind"_s, entry.kind}, {u"provider"_s, entry.name}}};
    }
  }
  return providers;
}

}  // namespace cc::providers
