// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/jupyter/JupyterProvider.h"

#include "base/Redactor.h"
#include "providers/common/JupyterAttemptRun.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

constexpr const char* kFolder = "colab-controller";

QString leaseFolder(const QString& key) {
  return QLatin1StringView(kFolder) + u'/' + key;
}

QString sessionPath(const QString& key) {
  return leaseFolder(key) + u"/notebook.ipynb"_s;
}

jupyter::Endpoint endpointOf(const ProviderConfig& config) {
  QUrl base(config.url);
  if (!base.path().endsWith(u'/')) base.setPath(base.path() + u'/');
  base.setQuery(QString());
  return {.base = base};
}

}  // namespace

QString jupyterTokenName(const QString& provider) {
  return u"jupyter:"_s + provider;
}

QString jupyterTokenVariable(const QString& provider) {
  QString name = provider.toUpper();
  for (QChar& c : name) {
    if (c.unicode() > 127 || !c.isLetterOrNumber()) c = u'_';
  }
  return u"COLAB_CONTROLLER_TOKEN_"_s + name;
}

JupyterProvider::JupyterProvider(ProviderConfig config, const ProviderContext& context, QObject* parent)
    : RuntimeProvider(parent),
      m_config(std::move(config)),
      m_clock(context.clock),
      m_http(context.http),
      m_secrets(context.secrets),
      m_client(context.http, endpointOf(m_config)) {}

jobs::ProviderCapabilities JupyterProvider::capabilities() const {
  return {.accelerators = {}, .parallel = m_config.parallel, .releasesOnExit = false};
}

void JupyterProvider::useToken(const QString& token) {
  jupyter::Endpoint endpoint = m_client.endpoint();
  endpoint.token = token;
  Redactor::remember(endpoint.token);
  m_client.setEndpoint(std::move(endpoint));
  m_hasToken = !token.isEmpty();
}

void JupyterProvider::ensureToken(Ready ready) {
  const QString given = qEnvironmentVariable(qPrintable(jupyterTokenVariable(m_config.name)));
  if (!given.isEmpty() && !m_hasToken) useToken(given);
  if (m_hasToken) {
    QMetaObject::invokeMethod(
        this, [ready] { ready(done()); }, Qt::QueuedConnection);
    return;
  }
  m_secrets.read(jupyterTokenName(m_config.name), this, [this, ready](Result<std::optional<QString>> token) {
    m_keychainError.reset();
    // Without a keychain, and for a server that has no token, we ask without one; a server that wants it answers 403.
    if (!token.ok() && token.error().code == ErrorCode::KeychainUnavailable) m_keychainError = token.error();
    if (!token.ok() && !m_keychainError) {
      ready(token.error());
      return;
    }
    useToken(token.ok() ? token->value_or(QString()) : QString());
    ready(done());
  });
}

// Told by where it comes from: nobody answers, something answers that is no Jupyter server, a server that refuses us.
Error JupyterProvider::asProviderError(Error error) {
  const QString host = m_client.endpoint().base.authority();
  switch (error.code) {
    case ErrorCode::NetUnreachable:
    case ErrorCode::NetTimedOut:
      return Error{.code = ErrorCode::ProviderDown,
                   .params = {{u"provider"_s, m_config.name}, {u"host"_s, host}},
                   .retryable = true}
          .because(std::move(error));
    case ErrorCode::AccountForbidden: {
      Error forbidden =
          m_hasToken ? std::move(error) : Error{.code = ErrorCode::AccountSignInNeeded}.because(std::move(error));
      m_hasToken = false;  // asked again: it may have been replaced
      if (m_keychainError) forbidden = std::move(forbidden).because(*m_keychainError);
      return std::move(forbidden)
          .with(u"provider"_s, m_config.name)
          .with(u"host"_s, host)
          .with(u"variable"_s, jupyterTokenVariable(m_config.name));
    }
    case ErrorCode::NetBadReply:
      return std::move(error).with(u"provider"_s, m_config.name).with(u"host"_s, host);
    default:
      return error;
  }
}

Call JupyterProvider::acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  ensureToken([this, lease, promise](const Result<Nothing>& ready) {
    if (!ready.ok() || promise.isCancelled()) {
      if (!ready.ok()) promise.resolve(ready.error());
      return;
    }
    m_client.makeFolder(leaseFolder(lease.key), this, [this, lease, promise](Result<Nothing> made) {
      if (!made.ok()) {
        promise.resolve(asProviderError(std::move(made).error()));
        return;
      }
      const QString kernel = lease.kernel.isEmpty() ? m_config.kernel : lease.kernel;
      m_client.openSession(sessionPath(lease.key), lease.key, kernel, this,
                           [this, lease, promise](Result<jupyter::SessionModel> session) {
                             if (session.ok()) {
                               finishAcquire(lease.key, *session, promise);
                             } else {
                               promise.resolve(asProviderError(std::move(session).error()));
                             }
                           });
    });
  });
  return promise.call();
}

// Says what language the kernel speaks, which decides what can be placed in it.
void JupyterProvider::finishAcquire(const QString& key, const jupyter::SessionModel& session,
                                    const Promise<jobs::Runtime>& promise) {
  m_client.kernelSpecs(this, [this, key, session, promise](Result<jupyter::KernelSpecs> specs) {
    const QString kernel = session.kernel.name;
    const QString language = specs.ok() ? languagesOf(*specs).value(kernel) : QString();
    promise.resolve(jobs::Runtime{.key = key,
                                  .description = u"kernel %1 on %2"_s.arg(kernel, m_client.endpoint().base.authority()),
                                  .endpoint = {{"session", toStd(session.id)},
                                               {"kernel", toStd(session.kernel.id)},
                                               {"kernel_name", toStd(kernel)},
                                               {"language", toStd(language)},
                                               {"folder", toStd(session.path.section(u'/', 0, -2))},
                                               {"channel", toStd(key)}}});
  });
}

Call JupyterProvider::attach(const QString& key, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  ensureToken([this, key, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    m_client.sessions(this, [this, key, promise](Result<std::vector<jupyter::SessionModel>> sessions) {
      if (!sessions.ok()) {
        promise.resolve(asProviderError(std::move(sessions).error()));
        return;
      }
      for (const jupyter::SessionModel& session : *sessions) {
        if (session.id != key && session.path != sessionPath(key)) continue;
        finishAcquire(key, session, promise);
        return;
      }
      promise.resolve(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, key}}});
    });
  });
  return promise.call();
}

Call JupyterProvider::list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) {
  Promise<std::vector<jobs::Runtime>> promise(context, std::move(reply));
  ensureToken([this, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    m_client.sessions(this, [this, promise](Result<std::vector<jupyter::SessionModel>> sessions) {
      if (!sessions.ok()) {
        promise.resolve(asProviderError(std::move(sessions).error()));
        return;
      }
      std::vector<jobs::Runtime> runtimes;
      for (const jupyter::SessionModel& session : *sessions) {
        const bool ours = session.path.startsWith(QLatin1StringView(kFolder) + u'/');
        runtimes.push_back({.key = ours ? session.path.section(u'/', 1, 1) : session.id,
                            .description = u"kernel %1 (%2)"_s.arg(session.kernel.name, session.path),
                            .endpoint = {{"session", toStd(session.id)}, {"kernel", toStd(session.kernel.id)}},
                            .ours = ours});
      }
      promise.resolve(std::move(runtimes));
    });
  });
  return promise.call();
}

Call JupyterProvider::refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  ensureToken([this, lease, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    // Only whether the server answers: the journal outlives the kernel, so the run decides what a missing one means.
    m_client.status(this, [this, lease, promise](Result<jupyter::ServerStatus> status) {
      if (!status.ok()) {
        promise.resolve(asProviderError(std::move(status).error()));
        return;
      }
      promise.resolve(jobs::Runtime{.key = lease.key,
                                    .description = u"kernel %1 on %2"_s.arg(stringAt(lease.endpoint, "kernel_name"),
                                                                            m_client.endpoint().base.authority()),
                                    .endpoint = lease.endpoint});
    });
  });
  return promise.call();
}

Call JupyterProvider::keepAlive(const jobs::Lease&, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  promise.resolve(Nothing{});
  return promise.call();
}

Call JupyterProvider::release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  ensureToken([this, lease, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    const auto removeFolder = [this, lease, promise] {
      m_client.remove(leaseFolder(lease.key), this, [promise](Result<Nothing>) { promise.resolve(Nothing{}); });
    };
    m_client.sessions(this, [this, lease, promise, removeFolder](Result<std::vector<jupyter::SessionModel>> sessions) {
      if (!sessions.ok()) {
        promise.resolve(asProviderError(std::move(sessions).error()));
        return;
      }
      for (const jupyter::SessionModel& session : *sessions) {
        if (session.path != sessionPath(lease.key) && session.id != lease.key) continue;
        m_client.deleteSession(session.id, this, [promise, removeFolder](Result<Nothing> deleted) {
          if (deleted.ok()) {
            removeFolder();
          } else {
            promise.resolve(std::move(deleted));
          }
        });
        return;
      }
      removeFolder();
    });
  });
  return promise.call();
}

Call JupyterProvider::check(QObject* context, Reply<jobs::ProviderHealth> reply) {
  Promise<jobs::ProviderHealth> promise(context, std::move(reply));
  ensureToken([this, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(jobs::ProviderHealth{.ok = false, .error = ready.error()});
      return;
    }
    m_client.status(this, [this, promise](Result<jupyter::ServerStatus> status) {
      if (status.ok()) {
        promise.resolve(jobs::ProviderHealth{
            .ok = true,
            .description = u"jupyter-server %1 at %2"_s.arg(status->version, m_client.endpoint().base.authority())});
      } else {
        promise.resolve(jobs::ProviderHealth{.ok = false, .error = asProviderError(std::move(status).error())});
      }
    });
  });
  return promise.call();
}

std::unique_ptr<jobs::AttemptRun> JupyterProvider::createRun(const jobs::Lease& lease, jobs::AttemptPlan plan) {
  const QString folder = leaseFolder(lease.key) + u'/' + plan.attemptId;
  const QString started = stringAt(lease.endpoint, "folder", leaseFolder(lease.key));
  const QString said = lease.language.isEmpty() ? u"python"_s : lease.language;
  const QString language = stringAt(lease.endpoint, "language");
  RunPlace place{.endpoint = m_client.endpoint(),
                 .kernelId = stringAt(lease.endpoint, "kernel"),
                 .channelSession = stringAt(lease.endpoint, "channel"),
                 .folder = folder,
                 .folderFromCwd = QDir(u'/' + started).relativeFilePath(u'/' + folder),
                 .filesFolder = started,
                 .language = language.isEmpty() ? said : language};
  return std::make_unique<JupyterAttemptRun>(m_http, m_clock, std::move(place), std::move(plan), nullptr);
}

void JupyterProvider::prepare() {}

Call JupyterProvider::shutDown(bool, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  promise.resolve(Nothing{});
  return promise.call();
}

}  // namespace cc::providers
