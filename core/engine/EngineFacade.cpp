// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/EngineFacade.h"

#include "jobs/commands/Cancel.h"
#include "jobs/commands/Hold.h"
#include "jobs/commands/Release.h"
#include "jobs/commands/Reorder.h"
#include "jobs/commands/Retry.h"

namespace cc::engine {

EngineFacade::EngineFacade(EngineCore* core, QObject* parent) : Engine(parent), m_core(core) {
  connect(
      core, &EngineCore::changed, this,
      [this](const ChangeSet& changes) {
        m_held = changes.queueHeld;
        Q_EMIT changed(changes);
      },
      Qt::QueuedConnection);
  connect(core, &EngineCore::viewChanged, this, &Engine::viewChanged, Qt::QueuedConnection);
  connect(core, &EngineCore::sampled, this, &Engine::sampled, Qt::QueuedConnection);
  connect(core, &EngineCore::accountsChanged, this, &Engine::accountsChanged, Qt::QueuedConnection);
  connect(core, &EngineCore::usageChanged, this, &Engine::usageChanged, Qt::QueuedConnection);
  connect(core, &EngineCore::failed, this, &Engine::failed, Qt::QueuedConnection);
  connect(
      core, &EngineCore::outputArrived, this,
      [this](const OutputChunk& chunk) {
        if (m_followed.contains(chunk.job)) Q_EMIT outputArrived(chunk);
      },
      Qt::QueuedConnection);
  connect(
      core, &EngineCore::stopped, this,
      [this] {
        m_stopped = true;
        Q_EMIT stopped();
      },
      Qt::QueuedConnection);
}

EngineFacade::~EngineFacade() {
  m_signIn.cancel();
  if (!m_core || m_stopped) return;
  for (const QString& job : std::as_const(m_followed)) {
    QMetaObject::invokeMethod(
        m_core, [core = m_core.data(), job] { core->unfollow(job); }, Qt::QueuedConnection);
  }
}

template <typename T>
Call EngineFacade::ask(QObject* context, Reply<T> reply, std::function<void(EngineCore&, Answer<T>)> work) {
  Promise<T> promise(context, std::move(reply));
  if (!m_core || m_stopped) {
    promise.resolve(Error{.code = ErrorCode::EngineNotRunning});
    return promise.call();
  }
  // The facade outlives the core's thread, so the way back is always open.
  QMetaObject::invokeMethod(
      m_core,
      [core = m_core.data(), home = QPointer<EngineFacade>(this), promise, work = std::move(work)] {
        work(*core, [home, promise](Result<T> result) {
          if (!home) return;
          QMetaObject::invokeMethod(
              home, [promise, result = std::move(result)]() mutable { promise.resolve(std::move(result)); },
              Qt::QueuedConnection);
        });
      },
      Qt::QueuedConnection);
  return promise.call();
}

Call EngineFacade::submit(std::vector<JobSpec> specs, QObject* context, Reply<QStringList> reply) {
  return ask<QStringList>(context, std::move(reply), [specs = std::move(specs)](EngineCore& core, auto answer) {
    core.submit(specs, std::move(answer));
  });
}

Call EngineFacade::inspect(const QString& notebook, QObject* context, Reply<NotebookInspection> reply) {
  return ask<NotebookInspection>(context, std::move(reply), [notebook](EngineCore& core, auto answer) {
    core.inspect(notebook, std::move(answer));
  });
}

Call EngineFacade::jobs(const JobListQuery& query, QObject* context, Reply<JobPage> reply) {
  return ask<JobPage>(context, std::move(reply), [query](EngineCore& core, auto answer) { answer(core.jobs(query)); });
}

Call EngineFacade::job(const QString& id, QObject* context, Reply<JobDetail> reply) {
  return ask<JobDetail>(context, std::move(reply), [id](EngineCore& core, auto answer) { answer(core.job(id)); });
}

Call EngineFacade::view(const QString& job, qint64 sinceRevision, QObject* context, Reply<NotebookView> reply) {
  return ask<NotebookView>(context, std::move(reply), [job, sinceRevision](EngineCore& core, auto answer) {
    core.view(job, sinceRevision, std::move(answer));
  });
}

Call EngineFacade::samples(const QString& job, EpochMs since, QObject* context, Reply<std::vector<Sample>> reply) {
  return ask<std::vector<Sample>>(context, std::move(reply),
                                  [job, since](EngineCore& core, auto answer) { answer(core.samples(job, since)); });
}

Call EngineFacade::log(const QString& job, QObject* context, Reply<QString> reply) {
  return ask<QString>(context, std::move(reply), [job](EngineCore& core, auto answer) { answer(core.log(job)); });
}

Call EngineFacade::cancel(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [jobs](EngineCore& core, auto answer) { answer(jobs::cancelJobs(core.queue(), jobs)); });
}

Call EngineFacade::retry(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [jobs](EngineCore& core, auto answer) { answer(jobs::retryJobs(core.queue(), jobs)); });
}

Call EngineFacade::hold(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [jobs](EngineCore& core, auto answer) { answer(jobs::holdJobs(core.queue(), jobs)); });
}

Call EngineFacade::release(const QStringList& jobs, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [jobs](EngineCore& core, auto answer) { answer(jobs::releaseJobs(core.queue(), jobs)); });
}

Call EngineFacade::setPriority(const QStringList& jobs, int priority, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply), [jobs, priority](EngineCore& core, auto answer) {
    answer(jobs::setPriority(core.queue(), jobs, priority));
  });
}

Call EngineFacade::move(const QStringList& jobs, const QString& before, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply), [jobs, before](EngineCore& core, auto answer) {
    answer(jobs::moveJobs(core.queue(), jobs, before));
  });
}

Call EngineFacade::holdQueue(bool held, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [held](EngineCore& core, auto answer) { answer(core.holdQueue(held)); });
}

Call EngineFacade::results(const QString& job, const QString& to, QObject* context, Reply<QString> reply) {
  return ask<QString>(context, std::move(reply),
                      [job, to](EngineCore& core, auto answer) { core.results(job, to, std::move(answer)); });
}

Call EngineFacade::history(EpochMs since, QObject* context, Reply<std::vector<JobEvent>> reply) {
  return ask<std::vector<JobEvent>>(context, std::move(reply),
                                    [since](EngineCore& core, auto answer) { answer(core.history(since)); });
}

Call EngineFacade::runtimes(QObject* context, Reply<std::vector<RuntimeInfo>> reply) {
  return ask<std::vector<RuntimeInfo>>(context, std::move(reply),
                                       [](EngineCore& core, auto answer) { core.runtimes(std::move(answer)); });
}

Call EngineFacade::releaseRuntime(const QString& id, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [id](EngineCore& core, auto answer) { core.releaseRuntime(id, std::move(answer)); });
}

Call EngineFacade::attachRuntime(const QString& id, QObject* context, Reply<QString> reply) {
  return ask<QString>(context, std::move(reply),
                      [id](EngineCore& core, auto answer) { core.attachRuntime(id, std::move(answer)); });
}

Call EngineFacade::providers(QObject* context, Reply<std::vector<ProviderInfo>> reply) {
  return ask<std::vector<ProviderInfo>>(context, std::move(reply),
                                        [](EngineCore& core, auto answer) { core.providers(std::move(answer)); });
}

Call EngineFacade::doctor(QObject* context, Reply<std::vector<DoctorCheck>> reply) {
  return ask<std::vector<DoctorCheck>>(context, std::move(reply),
                                       [](EngineCore& core, auto answer) { core.doctor(std::move(answer)); });
}

Call EngineFacade::secrets(QObject* context, Reply<QStringList> reply) {
  return ask<QStringList>(context, std::move(reply), [](EngineCore& core, auto answer) { answer(core.secrets()); });
}

Call EngineFacade::setSecret(const QString& name, const QString& value, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [name, value](EngineCore& core, auto answer) { core.setSecret(name, value, std::move(answer)); });
}

Call EngineFacade::usage(qint64 maxAgeMs, QObject* context, Reply<std::vector<UsageInfo>> reply) {
  return ask<std::vector<UsageInfo>>(context, std::move(reply), [maxAgeMs](EngineCore& core, auto answer) {
    core.usage(maxAgeMs, std::move(answer));
  });
}

Call EngineFacade::forecast(const JobSpec& spec, QObject* context, Reply<ForecastInfo> reply) {
  return ask<ForecastInfo>(context, std::move(reply),
                           [spec](EngineCore& core, auto answer) { answer(core.forecast(spec)); });
}

Call EngineFacade::addJupyterServer(const QString& name, const QString& url, const QString& token, QObject* context,
                                    Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply), [name, url, token](EngineCore& core, auto answer) {
    core.addJupyterServer(name, url, token, std::move(answer));
  });
}

Call EngineFacade::accounts(QObject* context, Reply<std::vector<AccountInfo>> reply) {
  return ask<std::vector<AccountInfo>>(context, std::move(reply),
                                       [](EngineCore& core, auto answer) { answer(core.accounts()); });
}

Call EngineFacade::signIn(const SignInOptions& options, QObject* context, Reply<AccountInfo> reply) {
  const auto tell = [home = QPointer<EngineFacade>(this)](const QUrl& address) {
    if (!home) return;
    QMetaObject::invokeMethod(
        home, [home, address] { Q_EMIT home->signInAddress(address); }, Qt::QueuedConnection);
  };
  const quint64 ticket = EngineCore::newSignIn();
  const Promise<AccountInfo> promise(context, std::move(reply));
  promise.onCancel([core = m_core, ticket] {
    if (core)
      QMetaObject::invokeMethod(
          core, [core, ticket] { core->endSignIn(ticket); }, Qt::QueuedConnection);
  });
  ask<AccountInfo>(
      this, [promise](Result<AccountInfo> result) { promise.resolve(std::move(result)); },
      [options, ticket, tell](EngineCore& core, auto answer) {
        core.signIn(options, ticket, tell, std::move(answer));
      });
  m_signIn = promise.call();
  return m_signIn;
}

Call EngineFacade::pasteRedirect(const QString& address, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [address](EngineCore& core, auto answer) { answer(core.pasteRedirect(address)); });
}

Call EngineFacade::cancelSignIn(QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply), [](EngineCore& core, auto answer) {
    core.cancelSignIn();
    answer(Nothing{});
  });
}

Call EngineFacade::signOut(const QString& account, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [account](EngineCore& core, auto answer) { core.signOut(account, std::move(answer)); });
}

Call EngineFacade::makeDefaultAccount(const QString& account, QObject* context, Reply<Nothing> reply) {
  return ask<Nothing>(context, std::move(reply),
                      [account](EngineCore& core, auto answer) { answer(core.makeDefaultAccount(account)); });
}

Call EngineFacade::follow(const QString& job, bool on, QObject* context, Reply<Nothing> reply) {
  if (!on) {
    if (!m_followed.remove(job)) {
      return ask<Nothing>(context, std::move(reply), [](EngineCore&, auto answer) { answer(Nothing{}); });
    }
    return ask<Nothing>(context, std::move(reply), [job](EngineCore& core, auto answer) {
      core.unfollow(job);
      answer(Nothing{});
    });
  }
  return ask<Nothing>(context, std::move(reply),
                      [job, home = QPointer<EngineFacade>(this)](EngineCore& core, Answer<Nothing> answer) {
                        core.follow(job, [job, home, answer](Result<std::vector<OutputChunk>> told) {
                          if (!told.ok()) {
                            answer(told.error());
                            return;
                          }
                          if (!home) return;
                          // In the facade's own order of events: first what was, then whatever comes after this moment.
                          QMetaObject::invokeMethod(
                              home,
                              [job, home, chunks = *told] {
                                home->m_followed.insert(chunks.empty() ? job : chunks.front().job);
                                for (const OutputChunk& chunk : chunks) Q_EMIT home->outputArrived(chunk);
                              },
                              Qt::QueuedConnection);
                          answer(Nothing{});
                        });
                      });
}

void EngineFacade::stop() {
  if (m_core && !m_stopped) QMetaObject::invokeMethod(m_core, &EngineCore::stop, Qt::QueuedConnection);
}

}  // namespace cc::engine
