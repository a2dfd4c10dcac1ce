// SPDX-License-Identifier: GPL-3.0-or-later
// The part of EngineCore that lists, attaches and releases runtimes.
#include "base/Ids.h"
#include "engine/EngineCore.h"
#include "engine/Gathering.h"
#include "jobs/LeaseKeeper.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

// A lease in use has its own state; one that nobody uses says whose it is.
QString stateOf(const store::LeaseRow& lease, const jobs::JobRunner* runner) {
  if (lease.state != u"active"_s || runner) return lease.state;
  return lease.jobId.isEmpty() ? u"attached"_s : u"kept"_s;
}

Error unknownRuntime(const QString& id) {
  return Error{.code = ErrorCode::UsageUnknownRuntime, .params = {{u"runtime"_s, id}}};
}

}  // namespace

void EngineCore::runtimes(Answer<std::vector<RuntimeInfo>> answer) {
  const auto leases = m_store->leases({u"requested"_s, u"active"_s, u"releasing"_s});
  if (!leases.ok()) {
    answer(leases.error());
    return;
  }
  auto all = std::make_shared<Gathering<RuntimeInfo>>();
  all->answer = std::move(answer);
  all->missing = m_providers.size() + 1;
  std::vector<jobs::Lease> held;
  for (const store::LeaseRow& lease : *leases) {
    held.push_back(jobs::leaseFromRow(lease));
    const jobs::JobRunner* runner = m_queue->runner(lease.jobId);
    if (runner && runner->attempt().leaseId != lease.id) runner = nullptr;
    const QString kernel = stringAt(lease.endpoint, "kernel_name");
    const jobs::RuntimeProvider* lender = provider(lease.provider);
    const QString accelerator = lender ? lender->kindOf(held.back()).accelerator : QString();
    all->parts.push_back({.id = lease.id,
                          .provider = lease.provider,
                          .description = runner ? runner->attempt().runtime : u"kernel "_s + kernel,
                          .accelerator = runner ? runner->attempt().accelerator : accelerator,
                          .state = stateOf(lease, runner),
                          .job = lease.jobId,
                          .since = lease.requestedAt});
  }
  for (const auto& entry : m_providers) {
    const QString name = entry->name();
    entry->list(this, [this, all, held, name](Result<std::vector<jobs::Runtime>> found) {
      const jobs::RuntimeProvider* owner = provider(name);
      for (const jobs::Runtime& runtime : found.valueOr({})) {
        const bool isHeld = owner && std::any_of(held.begin(), held.end(), [&](const jobs::Lease& lease) {
                              return lease.provider == name && owner->isOf(lease, runtime);
                            });
        if (isHeld) continue;
        all->parts.push_back({.id = runtime.key,
                              .provider = name,
                              .description = runtime.description,
                              .accelerator = runtime.accelerator,
                              .state = runtime.ours ? u"spare"_s : u"foreign"_s,
                              .ours = runtime.ours});
      }
      all->oneDone();
    });
  }
  all->oneDone();
}

void EngineCore::findRuntime(const QString& key, Answer<FoundRuntime> answer) {
  auto all = std::make_shared<Gathering<FoundRuntime>>();
  all->missing = m_providers.size() + 1;
  all->answer = [key, answer](Result<std::vector<FoundRuntime>> found) {
    if (found.ok() && !found->empty()) {
      answer(found->front());
    } else {
      answer(unknownRuntime(key));
    }
  };
  for (const auto& entry : m_providers) {
    const QString name = entry->name();
    entry->list(this, [all, key, name](Result<std::vector<jobs::Runtime>> listed) {
      for (const jobs::Runtime& runtime : listed.valueOr({})) {
        if (runtime.key == key) all->parts.push_back({name, runtime});
      }
      all->oneDone();
    });
  }
  all->oneDone();
}

Status EngineCore::refuseInUse(const store::LeaseRow& lease) const {
  const jobs::JobRunner* runner = m_queue->runner(lease.jobId);
  if (!runner || runner->attempt().leaseId != lease.id) return done();
  return Error{.code = ErrorCode::UsageNotAllowedInState,
               .params = {{u"runtime"_s, lease.id}, {u"job"_s, lease.jobId}, {u"state"_s, runner->row().state}}};
}

void EngineCore::releaseRuntime(const QString& id, Answer<Nothing> answer) {
  const auto lease = m_store->lease(id);
  if (!lease.ok()) {
    answer(lease.error());
    return;
  }
  if (*lease && (*lease)->state != u"released"_s && (*lease)->state != u"lost"_s) {
    Status status = refuseInUse(**lease);
    if (status.ok() && (*lease)->state != u"releasing"_s) {
      status = m_store->changeLease(id, (*lease)->state, u"releasing"_s);
    }
    if (status.ok()) {
      awaitRelease(**lease, std::move(answer));
    } else {
      answer(std::move(status));
    }
    return;
  }
  findRuntime(id, [this, id, answer](Result<FoundRuntime> found) {
    if (!found.ok() || !(found->runtime.ours || found->runtime.releasable)) {
      answer(found.ok() ? Error{.code = ErrorCode::UsageNotAllowedInState,
                                .params = {{u"runtime"_s, id}, {u"state"_s, u"foreign"_s}}}
                        : found.error());
      return;
    }
    const store::LeaseRow spare{.id = newId(), .provider = found->provider, .key = id, .state = u"releasing"_s};
    if (Status added = m_store->addLease(spare); !added.ok()) {
      answer(std::move(added));
      return;
    }
    awaitRelease(spare, answer);
  });
}

// The first word of the provider is the answer; a refusal is tried again all the same.
void EngineCore::awaitRelease(const store::LeaseRow& lease, Answer<Nothing> answer) {
  if (!provider(lease.provider)) {
    answer(Error{.code = ErrorCode::UsageUnknownProvider, .params = {{u"provider"_s, lease.provider}}});
    return;
  }
  auto* once = new QObject(this);
  const auto tell = [once, id = lease.id, answer](const QString& leaseId, const Result<Nothing>& result) {
    if (leaseId != id) return;
    once->disconnect();
    once->deleteLater();
    answer(result);
  };
  jobs::LeaseKeeper* keeper = m_services->leases;
  connect(keeper, &jobs::LeaseKeeper::released, once, [tell](const QString& leaseId) { tell(leaseId, done()); });
  connect(keeper, &jobs::LeaseKeeper::releaseFailed, once,
          [tell](const QString& leaseId, const Error& error) { tell(leaseId, error); });
  keeper->wake();
}

void EngineCore::attachRuntime(const QString& id, Answer<QString> answer) {
  const auto row = m_store->lease(id);
  if (!row.ok()) {
    answer(row.error());
    return;
  }
  if (*row && (*row)->state == u"active"_s) {
    attachKept(**row, std::move(answer));
    return;
  }
  findRuntime(id, [this, id, answer](Result<FoundRuntime> found) {
    if (!found.ok()) {
      answer(found.error());
      return;
    }
    const QString name = found->provider;
    jobs::RuntimeProvider* owner = provider(name);
    if (!owner) {
      answer(unknownRuntime(id));
      return;
    }
    owner->attach(id, this, [this, id, name, answer](Result<jobs::Runtime> runtime) {
      if (!runtime.ok()) {
        answer(runtime.error());
        return;
      }
      const bool isFree = !m_store->lease(id).valueOr(std::nullopt);
      const store::LeaseRow lease{.id = isFree ? id : newId(),
                                  .provider = name,
                                  .key = id,
                                  .state = u"active"_s,
                                  .request = toJson(jobs::Lease{.attached = true}),
                                  .endpoint = runtime->endpoint,
                                  .keep = true};
      const Status added = m_store->addLease(lease);
      m_queue->wake();
      answer(added.ok() ? Result<QString>(lease.id) : Result<QString>(added.error()));
    });
  });
}

void EngineCore::attachKept(const store::LeaseRow& lease, Answer<QString> answer) {
  Status status = refuseInUse(lease);
  if (status.ok() && !lease.jobId.isEmpty()) {
    status = m_store->assignLease(lease.id, lease.jobId, QString(), true, toJson(jobs::Lease{.attached = true}));
  }
  if (status.ok()) m_queue->wake();
  answer(status.ok() ? Result<QString>(lease.id) : Result<QString>(status.error()));
}

}  // namespace cc::engine
