// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/RuntimeProvider.h"

#include <QCryptographicHash>
#include <QFile>
#include <map>
#include <memory>
#include <optional>

namespace cc::test {

// What a run of the fake provider does: set by the test, looked at when the run reaches that point.
struct FakeScript {
  std::optional<Error> acquireError;
  std::optional<Error> refreshError;
  std::optional<Error> releaseError;
  std::optional<Error> keepAliveError;
  bool holdAcquire = false;    // acquire() does not answer
  bool tellRented = false;     // acquire() says at once that there is a machine
  bool findOnRelease = false;  // release() says that there was one all along
  bool holdRun = false;        // the run stays in "executing" until the test ends it
  bool ignoreInterrupt = false;
  bool ignoreRestart = false;
  jobs::RunOutcome outcome;  // how a run that is not held ends
  std::vector<jobs::RemoteFile> files;
  std::map<QString, QByteArray> contents;
  int corruptFetches = 0;                // so many fetches fail first
  std::map<QString, QByteArray> placed;  // what was put into the working folder
};

class FakeProvider;

class FakeRun : public jobs::AttemptRun {
public:
  FakeRun(FakeProvider& provider, jobs::AttemptPlan plan) : m_provider(provider), m_plan(std::move(plan)) {}
  void start() override {
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT ready(); }, Qt::QueuedConnection);
  }
  void proceed() override;
  void interrupt() override;
  void restartKernel() override;
  void detach() override { detached = true; }
  const notebook::Notebook& notebook() const override { return m_plan.notebook; }
  jobs::RunProgress progress() const override { return {.cellsTotal = 1, .cellsDone = done ? 1 : 0}; }
  Json environment() const override { return {{"kernel", "fake"}}; }
  Call findFiles(const QStringList&, QObject* context, Reply<std::vector<jobs::RemoteFile>> reply) override;
  Call fetchFile(const jobs::RemoteFile& file, const QString& target, QObject* context, Reply<Nothing> reply) override;
  Call placeFile(const QString& source, const QString& path, QObject* context, Reply<Nothing> reply) override;
  void end(jobs::RunOutcome outcome) {
    done = true;
    QMetaObject::invokeMethod(
        this, [this, outcome] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
  }
  const jobs::AttemptPlan& plan() const { return m_plan; }
  bool detached = false, done = false, executing = false;

private:
  FakeProvider& m_provider;
  jobs::AttemptPlan m_plan;
};

// Runtimes in memory, by lease key; counts what it is asked.
class FakeProvider : public jobs::RuntimeProvider {
public:
  explicit FakeProvider(QString name = QStringLiteral("fake")) : m_name(std::move(name)) {}
  QString name() const override { return m_name; }
  QString kind() const override { return QStringLiteral("fake"); }
  jobs::ProviderCapabilities capabilities() const override { return {.lifetimeMs = lifetimeMs, .rented = rented}; }
  QString account() const override { return rented ? QStringLiteral("somebody") : QString(); }
  Call acquire(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override {
    ++acquired;
    Promise<jobs::Runtime> promise(context, std::move(reply));
    if (script.tellRented)
      Q_EMIT RuntimeProvider::rented(name(), lease.key,
                                     {.key = lease.key, .endpoint = {{"key", lease.key.toStdString()}}}, false);
    if (script.holdAcquire) return promise.call();
    if (script.acquireError) {
      promise.resolve(*script.acquireError);
    } else {
      live.insert({lease.key, true});
      promise.resolve(jobs::Runtime{.key = lease.key,
                                    .description = QStringLiteral("fake runtime"),
                                    .endpoint = {{"key", lease.key.toStdString()}}});
    }
    return promise.call();
  }
  Call list(QObject* context, Reply<std::vector<jobs::Runtime>> reply) override {
    Promise<std::vector<jobs::Runtime>> promise(context, std::move(reply));
    promise.resolve(listed);
    return promise.call();
  }
  // Every runtime that is alive, and whatever the test put there, can be attached.
  Call attach(const QString& key, QObject* context, Reply<jobs::Runtime> reply) override {
    Promise<jobs::Runtime> promise(context, std::move(reply));
    if (live.contains(key)) {
      promise.resolve(jobs::Runtime{.key = key, .endpoint = {{"key", key.toStdString()}, {"kernel_name", "python3"}}});
    } else {
      promise.resolve(Error{.code = ErrorCode::RuntimeGone});
    }
    return promise.call();
  }
  Call refresh(const jobs::Lease& lease, QObject* context, Reply<jobs::Runtime> reply) override {
    ++refreshed;
    Promise<jobs::Runtime> promise(context, std::move(reply));
    if (script.refreshError) {
      promise.resolve(*script.refreshError);
    } else {
      promise.resolve(
          jobs::Runtime{.key = lease.key, .description = QStringLiteral("fake runtime"), .endpoint = lease.endpoint});
    }
    return promise.call();
  }
  Call keepAlive(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override {
    pinged << lease.key;
    if (!script.keepAliveError) return succeed(context, reply);
    Promise<Nothing> promise(context, std::move(reply));
    promise.resolve(*script.keepAliveError);
    return promise.call();
  }
  Call release(const jobs::Lease& lease, QObject* context, Reply<Nothing> reply) override {
    ++released;
    Promise<Nothing> promise(context, std::move(reply));
    if (script.findOnRelease)
      Q_EMIT RuntimeProvider::rented(name(), lease.key,
                                     {.key = lease.key, .endpoint = {{"key", lease.key.toStdString()}}}, true);
    if (script.releaseError) {
      promise.resolve(*script.releaseError);
    } else {
      live.erase(lease.key);
      promise.resolve(Nothing{});
    }
    return promise.call();
  }
  Call usage(QObject* context, Reply<jobs::ProviderUsage> reply) override {
    ++asked;
    if (!told) return RuntimeProvider::usage(context, std::move(reply));
    Promise<jobs::ProviderUsage> promise(context, std::move(reply));
    promise.resolve(*told);
    return promise.call();
  }
  jobs::MachineKind kindOf(const jobs::Lease& lease) const override {
    return {.accelerator = lease.accelerators.value(0), .highRam = lease.highRam};
  }
  std::optional<jobs::ListedRate> listedRate(const jobs::MachineKind&) const override {
    if (listedUnits <= 0) return std::nullopt;
    return jobs::ListedRate{listedUnits, QStringLiteral("2026")};
  }
  Call check(QObject* context, Reply<jobs::ProviderHealth> reply) override {
    Promise<jobs::ProviderHealth> promise(context, std::move(reply));
    promise.resolve(jobs::ProviderHealth{.ok = true});
    return promise.call();
  }
  std::unique_ptr<jobs::AttemptRun> createRun(const jobs::Lease&, jobs::AttemptPlan plan) override {
    auto run = std::make_unique<FakeRun>(*this, std::move(plan));
    runs.push_back(run.get());
    return run;
  }
  void prepare() override {}
  Call shutDown(bool, QObject* context, Reply<Nothing> reply) override { return succeed(context, reply); }

  FakeScript script;
  std::map<QString, bool> live;  // runtimes that exist
  std::vector<QPointer<FakeRun>> runs;
  int acquired = 0, refreshed = 0, released = 0;
  std::optional<jobs::ProviderUsage> told;  // what usage() answers
  int asked = 0;                            // how often it was called
  double listedUnits = 0;
  qint64 lifetimeMs = 0;
  bool rented = false;                // as if its runtimes were rented
  QStringList pinged;                 // keys
  std::vector<jobs::Runtime> listed;  // what list() answers

private:
  static Call succeed(QObject* context, Reply<Nothing> reply) {
    Promise<Nothing> promise(context, std::move(reply));
    promise.resolve(Nothing{});
    return promise.call();
  }
  QString m_name;
};

inline void FakeRun::proceed() {
  executing = true;
  if (!m_provider.script.holdRun) end(m_provider.script.outcome);
}
inline void FakeRun::interrupt() {
  if (!m_provider.script.ignoreInterrupt) end({.end = jobs::RunEnd::Interrupted});
}
inline void FakeRun::restartKernel() {
  if (!m_provider.script.ignoreRestart) end({.end = jobs::RunEnd::Interrupted});
}
inline Call FakeRun::findFiles(const QStringList&, QObject* context, Reply<std::vector<jobs::RemoteFile>> reply) {
  Promise<std::vector<jobs::RemoteFile>> promise(context, std::move(reply));
  auto files = m_provider.script.files;
  for (const auto& [path, bytes] : m_provider.script.placed) {
    const auto hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    files.push_back({.path = path, .size = bytes.size(), .sha256 = QString::fromLatin1(hash)});
  }
  promise.resolve(std::move(files));
  return promise.call();
}
inline Call FakeRun::placeFile(const QString& source, const QString& path, QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  QFile file(source);
  if (file.open(QIODevice::ReadOnly)) m_provider.script.placed[path] = file.readAll();
  promise.resolve(Nothing{});
  return promise.call();
}
inline Call FakeRun::fetchFile(const jobs::RemoteFile& file, const QString& target, QObject* context,
                               Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  if (m_provider.script.corruptFetches > 0) {
    --m_provider.script.corruptFetches;
    promise.resolve(Error{.code = ErrorCode::TransferCorrupt});
    return promise.call();
  }
  QFile out(target);
  if (out.open(QIODevice::WriteOnly)) out.write(m_provider.script.contents[file.path]);
  promise.resolve(Nothing{});
  return promise.call();
}

}  // namespace cc::test
