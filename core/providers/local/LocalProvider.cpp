// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/local/LocalProvider.h"

#include "base/Ids.h"
#include "base/Log.h"
#include "providers/common/JupyterAttemptRun.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {
constexpr const char* kWork = "work";  // in a lease's folder: link to the working folder
}

LocalProvider::LocalProvider(ProviderConfig config, const ProviderContext& context, QObject* parent)
    : RuntimeProvider(parent),
      m_config(std::move(config)),
      m_paths(context.paths),
      m_clock(context.clock),
      m_http(context.http),
      m_root(context.paths.localRuntimeRoot() + u'/' + m_config.name),
      m_server(context.http, m_root + u"/root"_s, m_root + u"/server"_s) {
  m_root += u"/root"_s;
  QDir().mkpath(m_root);
}

LocalProvider::~LocalProvider() = default;

jobs::ProviderCapabilities LocalProvider::capabilities() const {
  return {.accelerators = {}, .parallel = m_config.parallel, .releasesOnExit = false, .worksHere = true};
}

QString LocalProvider::leaseFolder(const QString& key) const {
  return u"leases/"_s + key;
}

QString LocalProvider::workingDirectory(const jobs::Lease& lease) const {
  if (m_config.workingDirectory == u"job"_s)
    return m_root + u'/' + leaseFolder(lease.key) + u'/' + QLatin1StringView(kWork);
  return QFileInfo(lease.notebook).absolutePath();
}

QString LocalProvider::sessionPath(const jobs::Lease& lease) const {
  return leaseFolder(lease.key) + u'/' + QLatin1StringView(kWork) + u"/notebook.ipynb"_s;
}

Status LocalProvider::makeFolder(const jobs::Lease& lease) const {
  const QString folder = m_root + u'/' + leaseFolder(lease.key);
  const QString work = folder + u'/' + QLatin1StringView(kWork);
  const bool privateFolder = m_config.workingDirectory == u"job"_s;
  const bool made =
      QDir().mkpath(folder) &&
      (QFileInfo(work).isDir() || (privateFolder ? QDir().mkpath(work) : QFile::link(workingDirectory(lease), work)));
  if (made) return done();
  return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, work}}};
}

void LocalProvider::ensureServer(QObject* context, Ready ready) {
  if (m_client && m_python) {
    // Believed to be up; whoever finds it gone resets m_client.
    QMetaObject::invokeMethod(
        context, [ready] { ready(done()); }, Qt::QueuedConnection);
    return;
  }
  const auto start = [this, context, ready](Result<jupyter::PythonEnvironment> python) {
    if (!python.ok()) {
      ready(python.error());
      return;
    }
    m_python = *python;
    m_server.ensure(*python, context, [this, context, ready](Result<jupyter::Endpoint> endpoint) {
      if (!endpoint.ok()) {
        ready(endpoint.error());
        return;
      }
      if (m_client && m_client->endpoint().base != endpoint->base) forgetServer();
      if (!m_client) m_client = std::make_unique<jupyter::JupyterClient>(m_http, *endpoint);
      // Also pays the server's slow first import while nobody waits.
      m_client->kernelSpecs(context, [this, ready](Result<jupyter::KernelSpecs> specs) {
        if (!specs.ok()) {
          ready(specs.error());
          return;
        }
        m_defaultKernel = m_config.kernel.isEmpty() ? specs->defaultName : m_config.kernel;
        m_languages = languagesOf(*specs);
        ready(done());
      });
    });
  };
  jupyter::findPython(m_config.python, m_paths.cache + u"/python.json"_s, context, start);
}

Call LocalProvider::acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  ensureServer(this, [this, lease, promise](const Result<Nothing>& ready) {
    if (promise.isCancelled()) return;
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    if (Status made = makeFolder(lease); !made.ok()) {
      promise.resolve(made.error());
      return;
    }
    m_held.insert(lease.key);
    const QString kernel = lease.kernel.isEmpty() ? m_defaultKernel : lease.kernel;
    const bool python = lease.language.isEmpty() || lease.language == u"python"_s;
    if (!m_warm || m_waiting || m_warm->kernelName() != kernel || !python || !lease.endpoint.is_null()) {
      openSession(lease, promise, false);
    } else if (m_warm->isReady()) {
      giveWarm(lease, promise);
    } else {
      m_waiting = [this, lease, promise] {
        if (promise.isCancelled() || !m_held.contains(lease.key)) return;  // released meanwhile: it stays warm
        m_warm ? giveWarm(lease, promise) : openSession(lease, promise, false);
      };
    }
  });
  return promise.call();
}

void LocalProvider::warmSettled() {
  if (const std::function<void()> next = std::exchange(m_waiting, nullptr)) next();
}

// The warm kernel's session gets the lease's path, by which it is found again whatever happens next.
void LocalProvider::giveWarm(const jobs::Lease& lease, const Promise<jobs::Runtime>& promise) {
  std::shared_ptr<WarmKernel> warm(m_warm.release(), [](WarmKernel* kernel) { kernel->deleteLater(); });
  m_client->moveSession(warm->session().id, sessionPath(lease), this,
                        [this, lease, promise, warm](Result<jupyter::SessionModel> moved) {
                          if (!moved.ok()) {
                            openSession(lease, promise, false);
                            return;
                          }
                          m_channels[lease.key] = warm->takeChannel();
                          promise.resolve(toRuntime(lease, *moved, warm->id()));
                        });
}

void LocalProvider::openSession(const jobs::Lease& lease, const Promise<jobs::Runtime>& promise, bool again) {
  const QString kernel = lease.kernel.isEmpty() ? m_defaultKernel : lease.kernel;
  m_client->openSession(sessionPath(lease), lease.key, kernel, this,
                        [this, lease, promise, again](Result<jupyter::SessionModel> session) {
                          if (session.ok()) {
                            promise.resolve(toRuntime(lease, *session, lease.key));
                            return;
                          }
                          if (session.error().code != ErrorCode::NetUnreachable || again) {
                            promise.resolve(session.error());
                            return;
                          }
                          // The server died since it was last used: once more with a new one.
                          forgetServer();
                          ensureServer(this, [this, lease, promise](const Result<Nothing>& ready) {
                            if (ready.ok()) {
                              openSession(lease, promise, true);
                            } else {
                              promise.resolve(ready.error());
                            }
                          });
                        });
}

jobs::Runtime LocalProvider::toRuntime(const jobs::Lease& lease, const jupyter::SessionModel& session,
                                       const QString& channel) const {
  return {.key = lease.key,
          .description = u"local kernel %1"_s.arg(session.kernel.name),
          .accelerator = {},
          .endpoint = {{"server", toStd(m_client->endpoint().base.toString())},
                       {"session", toStd(session.id)},
                       {"kernel", toStd(session.kernel.id)},
                       {"kernel_name", toStd(session.kernel.name)},
                       {"channel", toStd(channel)}}};
}

void LocalProvider::forgetServer() {
  m_warm.reset();  // it lived there
  m_channels.clear();
  m_client.reset();
  warmSettled();
}

Call LocalProvider::refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  m_python.reset();  // looks again whether the server lives, instead of believing it
  ensureServer(this, [this, lease, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    // The server is there, an old one or a new one; whether the kernel still is, the run finds out: its journal is on
    // disk in either case.
    Json endpoint = lease.endpoint;
    endpoint["server"] = toStd(m_client->endpoint().base.toString());
    promise.resolve(jobs::Runtime{.key = lease.key,
                                  .description = u"local kernel %1"_s.arg(stringAt(lease.endpoint, "kernel_name")),
                                  .endpoint = std::move(endpoint)});
  });
  return promise.call();
}

// Also a warm kernel: it becomes the user's.
Call LocalProvider::attach(const QString& key, QObject* context, Reply<jobs::Runtime> reply) {
  Promise<jobs::Runtime> promise(context, std::move(reply));
  ensureServer(this, [this, key, promise](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      promise.resolve(ready.error());
      return;
    }
    const jobs::Lease lease{.key = key};
    const QString folder = m_root + u'/' + leaseFolder(key) + u'/' + QLatin1StringView(kWork);
    if (!QFileInfo(folder).isDir() && !QDir().mkpath(folder)) {
      promise.resolve(Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, folder}}});
      return;
    }
    if (m_warm && !m_waiting && m_warm->id() == key && m_warm->isReady()) {
      giveWarm(lease, promise);
      return;
    }
    m_client->sessions(this, [this, lease, promise](Result<std::vector<jupyter::SessionModel>> sessions) {
      if (!sessions.ok()) {
        promise.resolve(sessions.error());
        return;
      }
      for (const jupyter::SessionModel& session : *sessions) {
        if (session.path != sessionPath(lease)) continue;
        promise.resolve(toRuntime(lease, session, lease.key));
        return;
      }
      promise.resolve(Error{.code = ErrorCode::RuntimeGone, .params = {{u"runtime"_s, lease.key}}});
    });
  });
  return promise.call();
}

Call LocalProvider::keepAlive(const jobs::Lease&, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  promise.resolve(Nothing{});
  return promise.call();
}

std::unique_ptr<jobs::AttemptRun> LocalProvider::createRun(const jobs::Lease& lease, jobs::AttemptPlan plan) {
  const QString folder = leaseFolder(lease.key) + u'/' + plan.attemptId;
  QDir().mkpath(m_root + u'/' + folder);
  RunPlace place{.endpoint = m_client ? m_client->endpoint() : jupyter::Endpoint{},
                 .kernelId = stringAt(lease.endpoint, "kernel"),
                 .channelSession = stringAt(lease.endpoint, "channel"),
                 .folder = folder,
                 .folderOnRuntime = m_root + u'/' + folder,
                 .workingDirectory = workingDirectory(lease),
                 .filesFolder = leaseFolder(lease.key) + u'/' + QLatin1StringView(kWork),
                 .localFolder = workingDirectory(lease),
                 .language = languageOf(lease)};
  std::unique_ptr<jupyter::KernelChannel> channel;
  if (auto warm = m_channels.extract(lease.key)) channel = std::move(warm.mapped());
  return std::make_unique<JupyterAttemptRun>(m_http, m_clock, std::move(place), std::move(plan), std::move(channel));
}

// The kernel decides what can be placed in it, whatever the notebook says about itself.
QString LocalProvider::languageOf(const jobs::Lease& lease) const {
  const QString said = lease.language.isEmpty() ? u"python"_s : lease.language;
  return m_languages.value(stringAt(lease.endpoint, "kernel_name"), said);
}

void LocalProvider::prepare() {
  ensureServer(this, [this](const Result<Nothing>& ready) {
    if (!ready.ok()) {
      qCInfo(lcJobs).noquote() << "local provider not ready:" << ready.error().toLogLine();
      return;
    }
    // Sessions of an earlier process that no lease names (warm kernels it had) are ended.
    m_client->sessions(this, [this](Result<std::vector<jupyter::SessionModel>> sessions) {
      if (!sessions.ok()) return;
      for (const jupyter::SessionModel& session : *sessions) {
        const QString key = session.path.section(u'/', 1, 1);
        const bool ours = session.path.startsWith(u"warm/"_s) && !(m_warm && m_warm->id() == key);
        if (ours) m_client->deleteSession(session.id, this, [](const Result<Nothing>&) {});
      }
      // Not beside a job that is starting: two kernels that start at once each take twice as long.
      if (m_held.isEmpty()) warmUp();
    });
  });
}

void LocalProvider::warmUp() {
  if (!m_config.keepWarm || m_warm || m_shuttingDown || !m_client) return;
  const QString id = newId();
  const QString folder = u"warm/"_s + id;
  if (!QDir().mkpath(m_root + u'/' + folder)) return;
  m_warm = std::make_unique<WarmKernel>(*m_client, m_clock, id, m_defaultKernel, folder, m_root + u'/' + folder);
  connect(m_warm.get(), &WarmKernel::failed, this, [this](const Error& error) {
    qCInfo(lcJobs).noquote() << "no warm kernel:" << error.toLogLine();
    m_warm.release()->deleteLater();
    warmSettled();
  });
  connect(m_warm.get(), &WarmKernel::ready, this, &LocalProvider::warmSettled);
  m_warm->start();
}

Call LocalProvider::release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  m_channels.erase(lease.key);
  m_held.remove(lease.key);
  m_releasing.insert_or_assign(lease.key, promise);
  ensureServer(this, [this, lease](const Result<Nothing>& ready) {
    if (ready.ok()) {
      endSession(lease.key, sessionPath(lease));
    } else {
      released(lease.key, ready);
    }
  });
  return promise.call();
}

void LocalProvider::endSession(const QString& key, const QString& path) {
  m_client->sessions(this, [this, key, path](Result<std::vector<jupyter::SessionModel>> sessions) {
    if (!sessions.ok()) {
      if (sessions.error().code == ErrorCode::NetUnreachable) forgetServer();
      released(key, sessions.error());
      return;
    }
    for (const jupyter::SessionModel& session : *sessions) {
      if (session.path != path) continue;
      m_client->deleteSession(session.id, this,
                              [this, key](const Result<Nothing>& deleted) { released(key, deleted); });
      return;
    }
    released(key, done());
  });
}

void LocalProvider::released(const QString& key, const Result<Nothing>& result) {
  const auto entry = m_releasing.extract(key);
  if (!entry) return;
  if (result.ok()) QDir(m_root + u'/' + leaseFolder(key)).removeRecursively();
  entry.mapped().resolve(result);
  if (result.ok()) warmUp();
}

Call LocalProvider::list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) {
  Promise<std::vector<jobs::Runtime>> promise(context, std::move(reply));
  if (m_client) {
    listSessions(promise);
    return promise.call();
  }
  // Kernels of an earlier process may live; no server is started to find out.
  m_server.find(this, [this, promise](Result<jupyter::Endpoint> living) {
    if (living.ok()) {
      if (!m_client) m_client = std::make_unique<jupyter::JupyterClient>(m_http, *living);
      listSessions(promise);
    } else {
      promise.resolve(std::vector<jobs::Runtime>{});
    }
  });
  return promise.call();
}

void LocalProvider::listSessions(const Promise<std::vector<jobs::Runtime>>& promise) {
  m_client->sessions(this, [promise](Result<std::vector<jupyter::SessionModel>> sessions) {
    if (!sessions.ok()) {
      promise.resolve(sessions.error());
      return;
    }
    std::vector<jobs::Runtime> runtimes;
    for (const jupyter::SessionModel& session : *sessions) {
      runtimes.push_back(
          {.key = session.path.section(u'/', 1, 1),
           .description = (session.path.startsWith(u"warm/"_s) ? u"warm kernel %1"_s : u"local kernel %1"_s)
                              .arg(session.kernel.name),
           .endpoint = {{"session", toStd(session.id)}, {"kernel", toStd(session.kernel.id)}}});
    }
    promise.resolve(std::move(runtimes));
  });
}

Call LocalProvider::check(QObject* context, Reply<jobs::ProviderHealth> reply) {
  Promise<jobs::ProviderHealth> promise(context, std::move(reply));
  jupyter::findPython(
      m_config.python, m_paths.cache + u"/python.json"_s, this, [promise](Result<jupyter::PythonEnvironment> python) {
        if (!python.ok()) {
          promise.resolve(jobs::ProviderHealth{.ok = false, .error = python.error()});
          return;
        }
        promise.resolve(jobs::ProviderHealth{.ok = true,
                                             .description = u"%1 (jupyter-server %2, ipykernel %3)"_s.arg(
                                                 python->python, python->serverVersion, python->kernelVersion)});
      });
  return promise.call();
}

Call LocalProvider::shutDown(bool inUse, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  m_shuttingDown = true;
  if (!m_client) {
    promise.resolve(Nothing{});
    return promise.call();
  }
  if (!inUse) {
    m_warm.reset();
    m_server.shutDown(this, [this, promise](const Result<Nothing>& taken) {
      // Every session goes with the server: what is being released need not be waited for.
      while (taken.ok() && !m_releasing.empty()) released(m_releasing.begin()->first, taken);
      promise.resolve(taken);
    });
    return promise.call();
  }
  // The server stays for what runs there; only the warm kernel goes.
  if (!m_warm) {
    promise.resolve(Nothing{});
    return promise.call();
  }
  const QString session = m_warm->session().id;
  m_warm.reset();
  m_client->deleteSession(session, this, [promise](Result<Nothing> result) { promise.resolve(std::move(result)); });
  return promise.call();
}

}  // namespace cc::providers
