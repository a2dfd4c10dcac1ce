// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabAcquisition.h"

#include "base/Log.h"
#include "providers/common/JupyterAttemptRun.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

constexpr qint64 kKernelMs = 90'000;  // a machine that is just up may need a while to answer
constexpr qint64 kKernelAgainMs = 2'000;

bool isPassing(const Error& error) {
  switch (error.code) {
    case ErrorCode::RuntimeUnreachable:
    case ErrorCode::NetUnreachable:
    case ErrorCode::NetTimedOut:
    case ErrorCode::NetBadReply:
      return true;
    default:
      return error.code == ErrorCode::NetHttpStatus && error.retryable;
  }
}

QString pick(const jupyter::KernelSpecs& specs, const QString& wanted, const QString& language) {
  for (const jupyter::KernelSpec& spec : specs.specs) {
    if (spec.name == wanted) return wanted;
  }
  for (const jupyter::KernelSpec& spec : specs.specs) {
    if (!language.isEmpty() && spec.language.compare(language, Qt::CaseInsensitive) == 0) return spec.name;
  }
  return wanted.isEmpty() && language.isEmpty() ? specs.defaultName : QString();
}

}  // namespace

std::optional<bool> isCardOf(const QString& accelerator, const QString& cardName) {
  // Names as the driver tells them: "Tesla T4", "NVIDIA A100-SXM4-40GB", "NVIDIA RTX PRO 6000 Blackwell Server Edition".
  static const QHash<QString, QString> marks{
      {u"T4"_s, u"T4"_s},     {u"L4"_s, u"L4"_s},     {u"G4"_s, u"RTX PRO 6000"_s}, {u"A100"_s, u"A100"_s},
      {u"H100"_s, u"H100"_s}, {u"V100"_s, u"V100"_s}, {u"P100"_s, u"P100"_s}};
  const auto mark = marks.constFind(accelerator);
  if (mark == marks.cend() || cardName.isEmpty()) return std::nullopt;
  return cardName.contains(*mark, Qt::CaseInsensitive);
}

QString colabSessionPath(const QString& key) {
  return u"content/colab-controller-"_s + key + u".ipynb"_s;
}

ColabAcquisition::ColabAcquisition(net::HttpClient& http, Clock& clock, google::ColabApi& api, ColabMachines& machines,
                                   ColabWish wish, Promise<jobs::Runtime> promise, QObject* parent)
    : QObject(parent),
      m_clock(clock),
      m_api(api),
      m_machines(machines),
      m_wish(std::move(wish)),
      m_promise(std::move(promise)),
      m_client(http, {}) {}

void ColabAcquisition::start() {
  m_promise.onCancel([self = QPointer(this)] {
    if (!self) return;
    self->m_call.cancel();
    self->deleteLater();
  });
  ask();
}

void ColabAcquisition::take(const google::ColabRuntime& runtime) {
  m_runtime = runtime;
  m_isForeign = true;
  m_machines.put(m_wish.lease.key, m_wish.lease.account, m_runtime);
  prepareKernel();
}

google::RuntimeSpec ColabAcquisition::specOf(const QString& accelerator) const {
  return {.variant = google::variantOf(accelerator),
          .accelerator = accelerator,
          .shape = m_wish.lease.highRam ? google::Shape::HighMemory : google::Shape::Standard,
          .version = {}};
}

void ColabAcquisition::ask() {
  m_call = m_api.assign({.key = m_wish.lease.key, .spec = specOf(m_wish.accelerators[m_index])}, this,
                        [this](Result<google::Assignment> assigned) { onAssigned(std::move(assigned)); });
}

void ColabAcquisition::onAssigned(Result<google::Assignment> assigned) {
  if (!assigned.ok()) {
    onRefused(std::move(assigned).error());
    return;
  }
  m_runtime = std::move(assigned->runtime);
  Q_EMIT this->assigned(m_runtime, assigned->existed);
  m_machines.put(m_wish.lease.key, m_wish.lease.account, m_runtime);
  for (const QString& accelerator : m_wish.accelerators) {
    if (google::satisfies(m_runtime.spec, specOf(accelerator))) {
      ping();
      return;
    }
  }
  onMismatch(m_runtime.spec.accelerator);
}

// The next one of the list is asked for with the same key: there is never a second machine.
void ColabAcquisition::onRefused(Error error) {
  const bool scarce = error.code == ErrorCode::ProviderNothingAvailable;
  if (!scarce && error.code != ErrorCode::ProviderRefused) {
    const bool clear = error.code == ErrorCode::AccountTooManyRuntimes || error.code == ErrorCode::AccountQuota ||
                       error.code == ErrorCode::AccountBlocked || error.code == ErrorCode::ProviderRateLimited;
    if (clear) Q_EMIT refused(m_wish.lease.key);
    end(std::move(error));
    return;
  }
  (scarce ? m_scarce : m_notForUs) = std::move(error);
  if (++m_index < m_wish.accelerators.size()) {
    ask();
    return;
  }
  Q_EMIT refused(m_wish.lease.key);
  Error last = m_scarce ? *m_scarce : *m_notForUs;
  last.params.insert(u"tried"_s, m_wish.accelerators.join(u", "_s));
  if (m_scarce) last.params.insert(u"accelerator"_s, m_wish.accelerators.join(u", "_s));
  last.retryable = m_scarce.has_value();
  end(std::move(last));
}

void ColabAcquisition::ping() {
  m_call = m_api.keepAlive(m_runtime.endpoint, this, [this](const Result<Nothing>& pinged) {
    if (!pinged.ok() && pinged.error().code == ErrorCode::AccountScopeMissing) {
      letGo(pinged.error());
      return;
    }
    if (!pinged.ok()) qCWarning(lcEngine).noquote() << "first keep-alive:" << pinged.error().toLogLine();
    compareCard();
  });
}

void ColabAcquisition::compareCard() {
  if (m_runtime.spec.variant != google::Variant::Gpu) {
    prepareKernel();
    return;
  }
  m_call = m_machines.at().resources(m_runtime, this, [this](const Result<google::MachineResources>& found) {
    const QString card = found.ok() && !found->gpus.empty() ? found->gpus.front().name : QString();
    if (isCardOf(m_runtime.spec.accelerator, card).value_or(true)) {
      prepareKernel();
    } else {
      onMismatch(card);
    }
  });
}

void ColabAcquisition::onMismatch(const QString& granted) {
  const QString wanted = m_wish.accelerators.join(u", "_s);
  qCWarning(lcEngine).noquote() << "asked for" << wanted << "and got" << granted;
  if (m_wish.onMismatch == u"take"_s) {
    prepareKernel();
    return;
  }
  const bool queue = m_wish.onMismatch != u"fail"_s;
  letGo(Error{.code = queue ? ErrorCode::ProviderNothingAvailable : ErrorCode::ProviderRefused,
              .params = {{u"accelerator"_s, wanted}, {u"granted"_s, granted}, {u"reason"_s, u"mismatch"_s}},
              .retryable = queue});
}

void ColabAcquisition::prepareKernel() {
  m_client.setEndpoint(ColabMachines::endpointOf(m_runtime));
  if (!m_kernelLimit) m_kernelLimit = m_clock.monotonic() + kKernelMs;
  m_call = m_client.kernelSpecs(this, [this](Result<jupyter::KernelSpecs> specs) {
    if (specs.ok())
      openSession(*specs);
    else
      kernelLater(std::move(specs).error());
  });
}

void ColabAcquisition::openSession(const jupyter::KernelSpecs& specs) {
  const QString kernel = pick(specs, m_wish.lease.kernel, m_wish.lease.language);
  if (kernel.isEmpty()) {
    letGo(Error{.code = ErrorCode::KernelUnknown, .params = {{u"kernel"_s, m_wish.lease.kernel}}});
    return;
  }
  m_language = languagesOf(specs).value(kernel);
  m_call = m_client.openSession(colabSessionPath(m_wish.lease.key), m_wish.lease.key, kernel, this,
                                [this](Result<jupyter::SessionModel> session) {
                                  if (session.ok())
                                    succeed(*session);
                                  else
                                    kernelLater(std::move(session).error());
                                });
}

// The proxy of a machine that is just made may not know its token yet.
void ColabAcquisition::kernelLater(Error error) {
  const bool passing = isPassing(error) || error.code == ErrorCode::AccountForbidden;
  if (!passing || m_clock.monotonic() >= m_kernelLimit) {
    letGo(passing ? Error{.code = ErrorCode::RuntimeUnreachable, .retryable = true}.because(std::move(error))
                  : std::move(error));
    return;
  }
  m_clock.after(kKernelAgainMs, this, [this] {
    m_call = m_machines.renew(m_wish.lease.key, this, [this](Result<google::ColabRuntime> renewed) {
      if (!renewed.ok() && renewed.error().code == ErrorCode::RuntimeGone) {
        end(std::move(renewed).error());
        return;
      }
      if (renewed.ok()) m_runtime = std::move(*renewed);
      prepareKernel();
    });
  });
}

// A failed release here is no leak: the lease goes on to be released until that is confirmed.
void ColabAcquisition::letGo(Error error) {
  if (m_isForeign) {
    end(std::move(error));
    return;
  }
  m_call = m_api.release(m_runtime, this, [this, error = std::move(error)](const Result<Nothing>& released) {
    if (released.ok()) m_machines.forget(m_wish.lease.key);
    end(error);
  });
}

void ColabAcquisition::succeed(const jupyter::SessionModel& session) {
  jobs::Runtime runtime = ColabMachines::runtimeOf(m_wish.lease, m_runtime);
  runtime.endpoint.update({{"session", toStd(session.id)},
                           {"kernel", toStd(session.kernel.id)},
                           {"kernel_name", toStd(session.kernel.name)},
                           {"language", toStd(m_language)},
                           {"channel", toStd(m_wish.lease.key)}});
  end(std::move(runtime));
}

void ColabAcquisition::end(Result<jobs::Runtime> result) {
  m_promise.resolve(std::move(result));
  deleteLater();
}

}  // namespace cc::providers
