// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabProvider.h"

#include "base/Log.h"
#include "providers/colab/ColabAcquisition.h"
#include "providers/colab/ColabAttemptRun.h"
#include "providers/colab/ColabListedRates.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

// Published limits of 2026; a machine is not told its own.
constexpr qint64 kFreeLifetimeMs = 12LL * 3'600'000, kPaidLifetimeMs = 24LL * 3'600'000;
// A machine can come to be minutes after the request that nobody heard the end of.
constexpr std::array<qint64, 4> kLookAgainMs{5'000, 15'000, 40'000, 120'000};

std::optional<google::ColabRuntime> machineOf(const jobs::Lease& lease) {
  const Json& machine = at(lease.endpoint, "machine");
  if (!machine.is_object()) return std::nullopt;
  return google::runtimeFromJson(machine);
}

QString accountOf(const jobs::Lease& lease) {
  return stringAt(lease.endpoint, "account", lease.account);
}

jobs::ProviderUsage usageFrom(const google::ColabAccount& account, const QString& email) {
  jobs::ProviderUsage usage{.account = email,
                            .tier = account.tier ? google::tierWord(*account.tier) : QString(),
                            .units = account.paidUnits,
                            .unitsPerHour = account.hourlyRate,
                            .freeUnits = account.freeUnits,
                            .freeRefillAt = account.freeRefillAt,
                            .runtimes = account.machines};
  for (const google::EligibleSpec& spec : account.specs) {
    usage.accelerators.push_back({.name = spec.spec.accelerator,
                                  .eligible = spec.eligible,
                                  .highRam = spec.spec.shape == google::Shape::HighMemory});
  }
  return usage;
}

QString healthText(const jobs::ProviderUsage& usage) {
  QStringList parts{usage.account};
  if (!usage.tier.isEmpty())
    parts << (usage.tier == u"pro_plus"_s ? u"Pro+"_s : usage.tier == u"pro"_s ? u"Pro"_s : u"free"_s);
  if (usage.units) parts << u"%1 units"_s.arg(*usage.units, 0, 'f', 2);
  if (usage.unitsPerHour && *usage.unitsPerHour > 0) parts << u"%1 an hour"_s.arg(*usage.unitsPerHour, 0, 'f', 2);
  if (usage.runtimes) parts << (*usage.runtimes == 1 ? u"1 machine"_s : u"%1 machines"_s.arg(*usage.runtimes));
  return parts.join(u", "_s);
}

// The promise's call ends what goes on for it.
template <typename T>
std::shared_ptr<Call> innerOf(const Promise<T>& promise) {
  auto inner = std::make_shared<Call>();
  promise.onCancel([inner] { inner->cancel(); });
  return inner;
}

}  // namespace

ColabProvider::ColabProvider(ProviderConfig config, const ProviderContext& context, QObject* parent)
    : RuntimeProvider(parent),
      m_config(std::move(config)),
      m_all(context.config),
      m_clock(context.clock),
      m_http(context.http),
      m_secrets(context.secrets),
      m_openBrowser(context.openBrowser),
      m_sessions(context.http, context.clock, context.accounts, google::GoogleEndpoints::from(context.config.endpoints),
                 m_config.generation),
      m_machines(context.http, context.clock, m_sessions) {}

jobs::ProviderCapabilities ColabProvider::capabilities() const {
  QStringList accelerators;
  for (const jobs::AcceleratorOffer& offer : m_offers) {
    if (offer.eligible) accelerators << offer.name;
  }
  const qint64 lifetime = m_tier == google::tierWord(google::Tier::None) ? kFreeLifetimeMs : kPaidLifetimeMs;
  return {.accelerators = accelerators,
          .parallel = m_config.parallel,
          .lifetimeMs = m_config.lifetimeMs > 0 ? m_config.lifetimeMs : lifetime,
          .rented = true};
}

// Names of cards that Colab has no more stand for the user's own list.
QStringList ColabProvider::acceptable(const QStringList& wanted) const {
  QStringList names;
  for (const QString& name : wanted) {
    const QString upper = name.toUpper();
    const auto fallback = m_all.acceleratorFallbacks.constFind(upper);
    for (const QString& one : fallback == m_all.acceleratorFallbacks.cend() ? QStringList{upper} : *fallback) {
      if (!names.contains(one)) names << one;
    }
  }
  return names.isEmpty() ? QStringList{u"NONE"_s} : names;
}

Call ColabProvider::acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  const auto inner = innerOf(promise);
  m_refused.remove(lease.key);
  jobs::Lease wanted = lease;
  if (wanted.kernel.isEmpty()) wanted.kernel = m_config.kernel;
  *inner = m_sessions.api(lease.account, this, [this, wanted, promise](Result<google::ColabApi*> api) {
    if (!api.ok()) {
      m_refused.insert(wanted.key);  // nobody was asked
      promise.resolve(std::move(api).error());
      return;
    }
    auto* acquisition = new ColabAcquisition(
        m_http, m_clock, **api, m_machines,
        {.lease = wanted, .accelerators = acceptable(wanted.accelerators), .onMismatch = m_config.onMismatch}, promise,
        this);
    connect(acquisition, &ColabAcquisition::refused, this, [this](const QString& key) { m_refused.insert(key); });
    connect(acquisition, &ColabAcquisition::assigned, this,
            [this, wanted](const google::ColabRuntime& runtime, bool existed) {
              Q_EMIT rented(name(), wanted.key, ColabMachines::runtimeOf(wanted, runtime), existed);
            });
    acquisition->start();
  });
  return promise.call();
}

Call ColabProvider::list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) {
  Promise<std::vector<jobs::Runtime>> promise(context, std::move(reply));
  const auto inner = innerOf(promise);
  *inner = m_sessions.api(m_config.account, this, [this, promise, inner](Result<google::ColabApi*> api) {
    if (!api.ok()) return promise.resolve(std::move(api).error());
    *inner = (*api)->list(this, [promise](Result<std::vector<google::ColabRuntime>> found) {
      if (!found.ok()) return promise.resolve(std::move(found).error());
      std::vector<jobs::Runtime> runtimes;
      for (const google::ColabRuntime& one : *found) {
        runtimes.push_back({.key = one.endpoint,
                            .description = ColabMachines::describe(one),
                            .accelerator = one.spec.accelerator,
                            .endpoint = {{"machine", google::toJson(one)}},
                            .ours = false,
                            .releasable = true});
      }
      promise.resolve(std::move(runtimes));
    });
  });
  return promise.call();
}

bool ColabProvider::isOf(const jobs::Lease& lease, const jobs::Runtime& runtime) const {
  const google::ColabRuntime listed = google::runtimeFromJson(at(runtime.endpoint, "machine"));
  const auto machine = machineOf(lease);
  if (machine) return machine->endpoint == listed.endpoint;
  return lease.key == listed.endpoint || listed.belongsTo(google::ColabKey(lease.key));
}

// With a kernel of ours: what runs there already is left alone.
Call ColabProvider::attach(const QString& key, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  const auto inner = innerOf(promise);
  *inner = m_sessions.api(m_config.account, this, [this, key, promise, inner](Result<google::ColabApi*> api) {
    if (!api.ok()) return promise.resolve(std::move(api).error());
    *inner = (*api)->list(this, [this, key, api = *api, promise](Result<std::vector<google::ColabRuntime>> found) {
      if (!found.ok()) return promise.resolve(std::move(found).error());
      for (const google::ColabRuntime& one : *found) {
        if (one.endpoint != key) continue;
        jobs::Lease lease;
        lease.key = key;
        lease.account = account();
        lease.kernel = m_config.kernel;
        auto* taken =
            new ColabAcquisition(m_http, m_clock, *api, m_machines,
                                 {.lease = lease, .accelerators = {}, .onMismatch = u"take"_s}, promise, this);
        taken->take(one);
        return;
      }
      promise.resolve(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, key}}});
    });
  });
  return promise.call();
}

Call ColabProvider::refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  const auto machine = machineOf(lease);
  if (!machine) {
    promise.resolve(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, lease.key}}});
    return promise.call();
  }
  const auto inner = innerOf(promise);
  if (!m_machines.find(lease.key)) m_machines.put(lease.key, accountOf(lease), *machine);
  *inner = m_machines.renew(lease.key, this, [lease, promise](Result<google::ColabRuntime> renewed) {
    if (!renewed.ok()) {
      const bool gone = renewed.error().code == ErrorCode::RuntimeGone;
      const bool account = errorWord(renewed.error().code).startsWith(u"account."_s);
      if (gone || account) return promise.resolve(std::move(renewed).error());
      return promise.resolve(
          Error{.code = ErrorCode::RuntimeUnreachable, .retryable = true}.because(std::move(renewed).error()));
    }
    jobs::Runtime runtime{.key = lease.key,
                          .description = ColabMachines::describe(*renewed),
                          .accelerator = renewed->spec.accelerator,
                          .endpoint = lease.endpoint};
    runtime.endpoint["machine"]["proxy"] = toStd(renewed->proxy.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
    promise.resolve(std::move(runtime));
  });
  return promise.call();
}

Call ColabProvider::keepAlive(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  const auto machine = machineOf(lease);
  if (!machine) {
    promise.resolve(Nothing{});
    return promise.call();
  }
  const auto inner = innerOf(promise);
  *inner = m_sessions.api(
      accountOf(lease), this, [this, endpoint = machine->endpoint, promise, inner](Result<google::ColabApi*> api) {
        if (!api.ok()) return promise.resolve(std::move(api).error());
        *inner = (*api)->keepAlive(endpoint, this,
                                   [promise](Result<Nothing> pinged) { promise.resolve(std::move(pinged)); });
      });
  return promise.call();
}

Call ColabProvider::release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  const google::ColabRuntime* known = m_machines.find(lease.key);
  const auto machine = machineOf(lease);
  if (machine || known) {
    releaseFound(accountOf(lease), machine ? *machine : *known, promise);
  } else {
    findAndRelease(lease, 0, promise);
  }
  return promise.call();
}

void ColabProvider::releaseFound(const QString& account, const google::ColabRuntime& runtime,
                                 const Promise<Nothing>& promise) {
  m_sessions.api(account, this, [this, runtime, promise](Result<google::ColabApi*> api) {
    if (!api.ok()) return promise.resolve(std::move(api).error());
    (*api)->release(runtime, this, [promise](Result<Nothing> released) { promise.resolve(std::move(released)); });
  });
}

void ColabProvider::lookFor(const jobs::Lease& lease, google::ColabApi* api, Found found) {
  const google::AssignRequest request{.key = lease.key,
                                      .spec = {.variant = google::variantOf(acceptable(lease.accelerators).front()),
                                               .accelerator = acceptable(lease.accelerators).front()}};
  api->list(this, [this, lease, api, request, found](Result<std::vector<google::ColabRuntime>> listed) {
    for (const google::ColabRuntime& one : listed.valueOr({})) {
      if (one.endpoint == lease.key || one.belongsTo(google::ColabKey(lease.key))) {
        found(std::optional(one));
        return;
      }
    }
    api->find(request, this, [found, listed](Result<std::optional<google::ColabRuntime>> asked) {
      // An accelerator that the account may not have: the list alone decides.
      if (!asked.ok() && asked.error().code == ErrorCode::ProviderRefused && listed.ok())
        return found(std::optional<google::ColabRuntime>());
      found(std::move(asked));
    });
  });
}

void ColabProvider::findAndRelease(const jobs::Lease& lease, int round, const Promise<Nothing>& promise) {
  m_sessions.api(lease.account, this, [this, lease, round, promise](Result<google::ColabApi*> api) {
    if (!api.ok()) {
      // A lease that was written while nobody was signed in has no machine.
      const bool none = lease.account.isEmpty() && api.error().code == ErrorCode::AccountSignInNeeded;
      return promise.resolve(none ? Result<Nothing>(Nothing{}) : Result<Nothing>(std::move(api).error()));
    }
    lookFor(lease, *api, [this, lease, round, promise](Result<std::optional<google::ColabRuntime>> found) {
      if (!found.ok()) return promise.resolve(std::move(found).error());
      if (*found) {
        Q_EMIT rented(name(), lease.key, ColabMachines::runtimeOf(lease, **found), true);
        releaseFound(lease.account, **found, promise);
        return;
      }
      const bool sure = m_refused.contains(lease.key) || static_cast<size_t>(round) >= kLookAgainMs.size();
      if (sure) {
        m_refused.remove(lease.key);
        return promise.resolve(Nothing{});
      }
      m_clock.after(kLookAgainMs[static_cast<size_t>(round)], this,
                    [this, lease, round, promise] { findAndRelease(lease, round + 1, promise); });
    });
  });
}

jobs::MachineKind ColabProvider::kindOf(const jobs::Lease& lease) const {
  const auto machine = machineOf(lease);
  if (!machine) return {.accelerator = {}, .highRam = lease.highRam};
  return {.accelerator = machine->spec.accelerator, .highRam = machine->spec.shape == google::Shape::HighMemory};
}

std::optional<jobs::ListedRate> ColabProvider::listedRate(const jobs::MachineKind& machine) const {
  return colabListedRate(machine);
}

Call ColabProvider::usage(QObject* context, Reply<jobs::ProviderUsage> reply) {
  Promise<jobs::ProviderUsage> promise(context, std::move(reply));
  const auto inner = innerOf(promise);
  *inner = m_sessions.api(m_config.account, this, [this, promise, inner](Result<google::ColabApi*> api) {
    if (!api.ok()) return promise.resolve(std::move(api).error());
    *inner = (*api)->account(this, [this, promise](Result<google::ColabAccount> account) {
      if (!account.ok()) return promise.resolve(std::move(account).error());
      jobs::ProviderUsage usage = usageFrom(*account, m_sessions.emailOf(m_config.account));
      m_offers = usage.accelerators;
      m_tier = usage.tier;
      promise.resolve(std::move(usage));
    });
  });
  return promise.call();
}

Call ColabProvider::check(QObject* context, Reply<jobs::ProviderHealth> reply) {
  Promise<jobs::ProviderHealth> promise(context, std::move(reply));
  const auto inner = innerOf(promise);
  *inner = usage(this, [promise](const Result<jobs::ProviderUsage>& usage) {
    if (usage.ok())
      promise.resolve(jobs::ProviderHealth{.ok = true, .description = healthText(*usage)});
    else
      promise.resolve(jobs::ProviderHealth{.ok = false, .error = usage.error()});
  });
  return promise.call();
}

std::unique_ptr<jobs::AttemptRun> ColabProvider::createRun(const jobs::Lease& lease, jobs::AttemptPlan plan) {
  const QString account = accountOf(lease);
  google::ColabRuntime machine = machineOf(lease).value_or(google::ColabRuntime());
  if (const google::ColabRuntime* known = m_machines.find(lease.key))
    machine = *known;
  else
    m_machines.put(lease.key, account, machine);
  const QString folder = u"colab-controller/"_s + plan.attemptId;
  const QString language = stringAt(lease.endpoint, "language", lease.language);
  const auto renewal = [this, key = lease.key](QObject* context, Reply<jupyter::Endpoint> reply) {
    return m_machines.renew(key, context, [reply = std::move(reply)](Result<google::ColabRuntime> renewed) {
      if (!renewed.ok()) return reply(std::move(renewed).error());
      reply(ColabMachines::endpointOf(*renewed));
    });
  };
  RunPlace place{.endpoint = ColabMachines::endpointOf(machine),
                 .kernelId = stringAt(lease.endpoint, "kernel"),
                 .channelSession = stringAt(lease.endpoint, "channel"),
                 .folder = u"content/"_s + folder,
                 .folderFromCwd = folder,
                 .filesFolder = u"content"_s,
                 .language = language.isEmpty() ? u"python"_s : language,
                 .renewal = renewal};
  ColabQuestions::Needs needs{.clock = m_clock,
                              .secrets = m_secrets,
                              .openBrowser = m_openBrowser,
                              .api =
                                  [this, account](QObject* context, Reply<google::ColabApi*> reply) {
                                    return m_sessions.api(account, context, std::move(reply));
                                  },
                              .endpoint = machine.endpoint,
                              .email = m_sessions.emailOf(account)};
  return std::make_unique<ColabAttemptRun>(m_http, m_clock, m_machines, lease.key, std::move(place), std::move(plan),
                                           std::move(needs));
}

Call ColabProvider::shutDown(bool, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  promise.resolve(Nothing{});
  return promise.call();
}

}  // namespace cc::providers
