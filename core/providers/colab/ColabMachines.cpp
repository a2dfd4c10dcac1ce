// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabMachines.h"

#include "base/Log.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {
constexpr qint64 kEarlyMs = 300'000;
constexpr qint64 kAgainMs = 30'000;
}  // namespace

ColabMachines::ColabMachines(net::HttpClient& http, Clock& clock, ColabSessions& sessions, QObject* parent)
    : QObject(parent), m_clock(clock), m_sessions(sessions), m_machine(http) {}

jupyter::Endpoint ColabMachines::endpointOf(const google::ColabRuntime& runtime) {
  QUrl base = runtime.proxy;
  if (!base.path().endsWith(u'/')) base.setPath(base.path() + u'/');
  return {.base = base, .token = {}, .headers = google::ColabMachine::headers(runtime), .offersV1 = false};
}

QString ColabMachines::describe(const google::ColabRuntime& runtime) {
  const QString kind = runtime.spec.accelerator == u"NONE"_s ? u"CPU"_s : runtime.spec.accelerator;
  const QString shape = runtime.spec.shape == google::Shape::HighMemory ? u", high RAM"_s : QString();
  return u"Colab %1%2 (%3)"_s.arg(kind, shape, runtime.endpoint);
}

jobs::Runtime ColabMachines::runtimeOf(const jobs::Lease& lease, const google::ColabRuntime& runtime) {
  Json machine = google::toJson(runtime);
  machine.erase("proxy_until");  // changes with each token, which is no change of the machine
  return {.key = lease.key,
          .description = describe(runtime),
          .accelerator = runtime.spec.accelerator,
          .endpoint = {{"account", toStd(lease.account)}, {"machine", std::move(machine)}}};
}

void ColabMachines::put(const QString& key, const QString& account, const google::ColabRuntime& runtime) {
  Machine& machine = m_machines[key];
  machine.account = account;
  machine.runtime = runtime;
}

const google::ColabRuntime* ColabMachines::find(const QString& key) const {
  const auto found = m_machines.constFind(key);
  return found == m_machines.cend() ? nullptr : &found->runtime;
}

void ColabMachines::hold(const QString& key) {
  const auto found = m_machines.find(key);
  if (found == m_machines.end()) return;
  if (++found->holders == 1) schedule(key, found->runtime.proxyUntil - m_clock.now() - kEarlyMs);
}

void ColabMachines::letGo(const QString& key) {
  const auto found = m_machines.find(key);
  if (found != m_machines.end() && found->holders > 0 && --found->holders == 0) ++found->timer;
}

void ColabMachines::schedule(const QString& key, qint64 ms) {
  const quint64 timer = ++m_machines[key].timer;
  m_clock.after(std::max<qint64>(1'000, ms), this, [this, key, timer] {
    const auto found = m_machines.constFind(key);
    if (found == m_machines.cend() || found->timer != timer) return;
    renew(key, this, [](const Result<google::ColabRuntime>&) {});
  });
}

Call ColabMachines::renew(const QString& key, QObject* context, Reply<google::ColabRuntime> reply) {
  Promise<google::ColabRuntime> promise(context, std::move(reply));
  const auto found = m_machines.find(key);
  if (found == m_machines.end()) {
    promise.resolve(Error{.code = ErrorCode::RuntimeUnreachable, .params = {{u"runtime"_s, key}}, .retryable = true});
    return promise.call();
  }
  found->waiting.push_back(promise);
  if (found->waiting.size() > 1) return promise.call();
  m_sessions.api(found->account, this, [this, key, runtime = found->runtime](Result<google::ColabApi*> api) {
    if (!api.ok()) {
      onRenewed(key, api.error());
      return;
    }
    (*api)->refresh(runtime, this, [this, key](Result<google::ColabRuntime> renewed) { onRenewed(key, renewed); });
  });
  return promise.call();
}

void ColabMachines::onRenewed(const QString& key, const Result<google::ColabRuntime>& renewed) {
  const auto found = m_machines.find(key);
  if (found == m_machines.end()) return;
  const auto waiting = std::exchange(found->waiting, {});
  if (renewed.ok()) {
    put(key, found->account, *renewed);
  } else {
    qCWarning(lcEngine).noquote() << "proxy token of" << found->runtime.endpoint
                                  << "not renewed:" << renewed.error().toLogLine();
  }
  if (found->holders > 0) {
    const bool again = !renewed.ok() && renewed.error().code != ErrorCode::RuntimeGone;
    if (renewed.ok()) schedule(key, renewed->proxyUntil - m_clock.now() - kEarlyMs);
    if (again) schedule(key, kAgainMs);
  }
  for (const auto& promise : waiting) promise.resolve(renewed);
  if (renewed.ok()) Q_EMIT this->renewed(key);
}

}  // namespace cc::providers
