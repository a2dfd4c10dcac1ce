// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "base/Clock.h"
#include "base/Json.h"
#include "jobs/AttemptRun.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

namespace cc::jobs {

// Our record that we hold, or may hold, a runtime; committed before the request that creates it.
struct Lease {
  QString id;
  QString provider;
  QString key;       // idempotency key: the provider finds or makes the one runtime that belongs to it
  QString notebook;  // absolute path on this machine: local providers take its folder as working folder
  QString kernel;    // kernel name wanted, or empty
  QString language;  // of the notebook, or empty
  QStringList accelerators;
  bool highRam = false;
  QString account;  // of the provider, when the lease was written; empty where there are none
  Json endpoint;    // what acquire() or attach() reported last; null before
  // A runtime that the user gave us: jobs that fit run on it as it is, one after the other, until it is released.
  bool attached = false;
};

// A runtime as its provider describes it. endpoint is the provider's own data, stored with the lease.
struct Runtime {
  QString key;
  QString description;  // for people: "local kernel python3 (pid 4711)"
  QString accelerator;  // granted one, or empty
  Json endpoint;
  bool ours = true;
  bool releasable = false;  // may be let go by the user although it is not ours
};

struct ProviderCapabilities {
  QStringList accelerators;
  int parallel = 1;
  bool releasesOnExit = false;  // its runtimes end with this program
  qint64 lifetimeMs = 0;        // its runtimes end at this age, whatever runs there; 0: never
  bool worksHere = false;       // its working folders are the user's own, on this machine
  bool rented = false;          // its runtimes cost units, and end unless keepAlive() is called every minute
};

struct AcceleratorOffer {
  QString name;
  bool eligible = true;  // for this account
  bool highRam = false;
};

// What a price depends on.
struct MachineKind {
  QString accelerator;  // empty or "NONE": without one
  bool highRam = false;
};

// A price that was read somewhere, not observed: a guess that ages.
struct ListedRate {
  double unitsPerHour = 0;
  QString dated;  // "2026", "2024": when it was seen
};

// What the account behind a provider has and spends. Absent: not told.
struct ProviderUsage {
  QString account;  // e-mail address
  QString tier;
  std::optional<double> units;         // left
  std::optional<double> unitsPerHour;  // of all runtimes of the account together
  std::optional<double> freeUnits;
  EpochMs freeRefillAt = 0;
  std::optional<int> runtimes;
  std::vector<AcceleratorOffer> accelerators;
};

struct ProviderHealth {
  bool ok = false;
  QString description;  // version and address, for tables
  Error error;          // when not ok
};

// Where runtimes come from. All calls are asynchronous, cancellable, repeatable by lease key. Engine's thread.
class RuntimeProvider : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  virtual QString name() const = 0;
  virtual QString kind() const = 0;
  virtual ProviderCapabilities capabilities() const = 0;
  // Whose machines acquire() would rent now: stored with a lease before its request. Empty where there are no accounts.
  virtual QString account() const { return {}; }
  // Whether a listed runtime is the one that a lease stands for.
  virtual bool isOf(const Lease& lease, const Runtime& runtime) const { return lease.key == runtime.key; }
  // What a leased runtime is, as far as the lease tells.
  virtual MachineKind kindOf(const Lease& lease) const;
  virtual std::optional<ListedRate> listedRate(const MachineKind& machine) const;
  // UsageUnsupported where nothing is paid for.
  virtual Call usage(QObject* context, Reply<ProviderUsage> reply);

  // Finds or creates the runtime of lease.key. Errors by who must act: ProviderDown, ProviderNothingAvailable,
  // ProviderRefused, JupyterMissing, KernelUnknown, KernelStartFailed, Account*.
  virtual Call acquire(const Lease& lease, QObject* context, Reply<Runtime> reply) = 0;
  // The runtimes that exist now, whether or not we hold a lease; ours: made by us, by key.
  virtual Call list(QObject* context, Reply<std::vector<Runtime>> reply) = 0;
  // Takes up a runtime that exists, by the key that list() gives it. RuntimeGone when there is none of that key;
  // UsageUnsupported when it cannot be taken.
  virtual Call attach(const QString& key, QObject* context, Reply<Runtime> reply) = 0;
  // Is it still there, and how is it reached now? RuntimeGone only when the provider says so; else RuntimeUnreachable.
  virtual Call refresh(const Lease& lease, QObject* context, Reply<Runtime> reply) = 0;
  virtual Call keepAlive(const Lease& lease, QObject* context, Reply<Nothing> reply) = 0;
  // Idempotent; success when the runtime is already gone.
  virtual Call release(const Lease& lease, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call check(QObject* context, Reply<ProviderHealth> reply) = 0;

  // One attempt on an acquired runtime, not started. resume: an earlier process may have sent cells already.
  virtual std::unique_ptr<AttemptRun> createRun(const Lease& lease, AttemptPlan plan) = 0;

  // Program start: get ready in the background (adopt a server, warm a kernel).
  virtual void prepare() = 0;
  // Orderly end of the program: let go of what nobody needs. inUse: runtimes are held, by jobs that go on there or for
  // the user.
  virtual Call shutDown(bool inUse, QObject* context, Reply<Nothing> reply) = 0;

Q_SIGNALS:
  // A machine stands behind a lease and costs, whatever acquire() or release() will reply. existed: since nobody knows
  // when, but not since before its lease.
  void rented(const QString& provider, const QString& key, const cc::jobs::Runtime& runtime, bool existed);
};

// Whether a provider's machines cost and end unless they are kept alive. No provider: no.
bool isRented(const RuntimeProvider* provider);

}  // namespace cc::jobs
