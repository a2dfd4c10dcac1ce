// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/HostedEngine.h"

#include "base/Log.h"
#include "engine/EngineCore.h"
#include "engine/EngineFacade.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QThread>
#include <utility>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

// The engine's thread with everything in it, behind a facade for the thread that made it.
class HostedEngine : public EngineFacade {
public:
  HostedEngine(EngineCore* core, std::unique_ptr<QLockFile> lock)
      : EngineFacade(core), m_lock(std::move(lock)), m_core(core) {
    m_thread.setObjectName(u"engine"_s);
    m_core->moveToThread(&m_thread);
    m_thread.start();
  }
  ~HostedEngine() override {
    // Everything of the engine ends in its own thread.
    QMetaObject::invokeMethod(
        m_core,
        [core = m_core, thread = &m_thread] {
          delete core;
          thread->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
  }

  // self keeps this alive until it is known how it went, whatever becomes of the promise meanwhile.
  void open(bool runJobs, bool serve, const Promise<std::shared_ptr<Engine>>& promise, std::shared_ptr<Engine> self) {
    m_self = std::move(self);
    QMetaObject::invokeMethod(
        m_core,
        [this, core = m_core, runJobs, serve, promise] {
          Status done = core->open(runJobs);
          if (done.ok() && serve) done = core->serve();
          QMetaObject::invokeMethod(
              this, [this, done = std::move(done), promise] { opened(done, promise); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
  }

private:
  void opened(const Status& done, const Promise<std::shared_ptr<Engine>>& promise) {
    auto self = std::exchange(m_self, nullptr);
    promise.resolve(done.ok() ? Result<std::shared_ptr<Engine>>(self) : done.error());
    // Not to be destroyed in an event of its own.
    auto* after = new QObject;
    QMetaObject::invokeMethod(
        after, [self, after] { after->deleteLater(); }, Qt::QueuedConnection);
  }

  std::unique_ptr<QLockFile> m_lock;  // released last
  EngineCore* m_core;
  QThread m_thread;
  std::shared_ptr<Engine> m_self;
};

Result<std::unique_ptr<QLockFile>> lockData(const Paths& paths) {
  QDir().mkpath(paths.data);
  auto lock = std::make_unique<QLockFile>(paths.engineLock());
  lock->setStaleLockTime(0);  // only a dead holder makes a lock stale, never its age
  if (lock->tryLock(0)) return lock;
  if (lock->error() == QLockFile::LockFailedError) {
    qint64 pid = 0;
    QString host, program;
    lock->getLockInfo(&pid, &host, &program);
    return Error{.code = ErrorCode::EngineElsewhere,
                 .params = {{u"pid"_s, QString::number(pid)}, {u"program"_s, program}, {u"path"_s, paths.data}}};
  }
  return Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, paths.engineLock()}}};
}

}  // namespace

Call hostEngine(HostOptions options, QObject* context, Reply<std::shared_ptr<Engine>> reply) {
  Promise<std::shared_ptr<Engine>> promise(context, std::move(reply));
  auto lock = lockData(options.paths);
  if (!lock) {
    promise.resolve(lock.error());
    return promise.call();
  }
  auto* core = new EngineCore(options.paths, options.config, options.keychain);
  auto engine = std::make_shared<HostedEngine>(core, std::move(lock).value());
  engine->open(options.runJobs, options.serveSocket, promise, engine);
  return promise.call();
}

}  // namespace cc::engine
