// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/HostedEngine.h"

#include "base/Log.h"
#include "engine/EngineCore.h"
#include "engine/EngineFacade.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QThread>
#include <future>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {

// The engine's thread with everything in it, behind a facade for the thread that made it.
class HostedEngine : public EngineFacade {
public:
  HostedEngine(std::unique_ptr<QThread> thread, EngineCore* core, std::unique_ptr<QLockFile> lock, QObject* parent)
      : EngineFacade(core, parent), m_lock(std::move(lock)), m_core(core), m_thread(std::move(thread)) {}
  ~HostedEngine() override {
    // Everything of the engine ends in its own thread.
    QMetaObject::invokeMethod(
        m_core,
        [core = m_core, thread = m_thread.get()] {
          delete core;
          thread->quit();
        },
        Qt::QueuedConnection);
    m_thread->wait();
  }

private:
  std::unique_ptr<QLockFile> m_lock;  // released last
  EngineCore* m_core;
  std::unique_ptr<QThread> m_thread;
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

Result<std::unique_ptr<Engine>> hostEngine(HostOptions options, QObject* parent) {
  CC_TRY(auto lock, lockData(options.paths));
  auto thread = std::make_unique<QThread>();
  thread->setObjectName(u"engine"_s);
  auto* core = new EngineCore(options.paths, options.config, options.keychain);
  core->moveToThread(thread.get());
  thread->start();
  // The one wait of start-up: the stores are open, or the reason why not is known.
  std::promise<Status> opened;
  std::future<Status> result = opened.get_future();
  QMetaObject::invokeMethod(
      core,
      [core, &opened, runs = options.runJobs, serve = options.serveSocket] {
        Status done = core->open(runs);
        if (done.ok() && serve) done = core->serve();
        opened.set_value(std::move(done));
      },
      Qt::QueuedConnection);
  Status status = result.get();
  auto engine = std::make_unique<HostedEngine>(std::move(thread), core, std::move(lock), parent);
  if (!status.ok()) return std::move(status).error();
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace cc::engine
