// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/DiskWatch.h"
#include "jobs/JobSpec.h"
#include "jobs/RuntimeProvider.h"
#include "jobs/cost/IdleWatch.h"
#include "jobs/cost/Rates.h"
#include "store/JobStore.h"
#include "store/LedgerStore.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <map>
#include <optional>
#include <vector>

namespace cc::jobs {

struct JobServices;

// What an account has and spends, and what our machines spent of it. Units are compute units.
struct AccountUsage {
  QString provider;
  ProviderUsage usage;                        // as told last
  EpochMs at = 0;                             // when; 0: never
  std::optional<Error> error;                 // of the last question
  EpochMs lastsUntil = 0;                     // at the present rate; 0: nothing is spent, or nobody knows
  double spentToday = 0, spentThisMonth = 0;  // by our machines; local calendar
  std::optional<double> fellToday;            // by how much the balance fell; purchases left out
  std::vector<std::pair<AcceleratorOffer, Rate>> prices;
};

// What a job would cost, as far as that can be known before.
struct Forecast {
  bool isPaid = false;
  Rate rate;
  std::optional<double> hours;
  QString basis;  // of hours: "earlier_runs", "other_accelerators" (runs on other ones), "limit" (its time limit), ""
  int runs = 0;   // how many earlier ones
  std::optional<double> units, balance;
};

// Keeps the ledger: a row for each holder of a rented machine from the time it was there until it was let go of, and
// samples of what the accounts have. Everything is derived again and again from the leases, so that a crash at any point
// loses nothing. Watches over budgets, over GPUs that are paid for and idle, and over disks. Engine's thread.
class CostKeeper : public QObject {
  Q_OBJECT
public:
  explicit CostKeeper(JobServices& services, QObject* parent = nullptr);
  void start();
  void stop();  // after a last look
  // Something may have changed about the machines. Cheap; looks from the event loop.
  void look();
  // A machine is about to be asked for: what the account spends without it makes its price known.
  void aboutToRent(const QString& provider);
  // Samples of a job's run on a rented machine.
  void watch(const QString& jobId, const std::vector<Sample>& samples);
  void forget(const QString& jobId) { m_watches.erase(jobId); }

  // AccountBudgetSpent (scope "day" or "month", limit, spent) while no further machine may be rented.
  const std::optional<Error>& spentBudget() const { return m_spent; }
  // AccountBudgetSpent (scope "job") when the job has used up its own limit.
  std::optional<Error> spentBudget(const QString& jobId, double limit);
  // RuntimeDiskLow (used_percent, free) while the machine's disk is nearly full, RuntimeIdle (idle_ms, below_percent,
  // units_per_hour) while the job's GPUs do nothing.
  std::optional<Error> warning(const QString& jobId) const;
  // Every provider with an account. maxAgeMs: what was told longer ago is asked for again first.
  void usages(qint64 maxAgeMs, QObject* context, std::function<void(std::vector<AccountUsage>)> reply);
  std::vector<AccountUsage> usages();
  Result<Forecast> forecast(const JobSpec& spec);
  Result<QHash<QString, store::LedgerSum>> sums(const QString& jobId = {});
  Rate rateOf(RuntimeProvider& provider, const MachineKind& machine);

Q_SIGNALS:
  void usageChanged();
  void costChanged(const QString& jobId);  // of a job whose machine goes on costing
  void warned(const QString& jobId);       // warning() changed
  void budgetChanged();                    // spentBudget() changed
  void jobBudgetSpent(const QString& jobId, const cc::Error& error);

private:
  struct Account {
    std::optional<ProviderUsage> usage;
    std::optional<Error> error;
    EpochMs at = 0;
    QString id;
    bool isAsked = false;
    std::vector<std::function<void()>> waiting;
  };
  struct Watches {
    IdleWatch idle;
    DiskWatch disk;
  };
  struct Holder {
    QString jobId;
    int attempt = 0;
    QString accelerator;
    EpochMs since = 0;
  };
  void tick();
  Status reconcile();
  Result<Holder> holderOf(const store::LeaseRow& lease);
  Status closeEnded(const store::LedgerRow& row, QSet<QString>& changed);
  Status openFor(const store::LeaseRow& lease, EpochMs since);
  void sample(const QString& provider, std::function<void()> then = {});
  Status keep(RuntimeProvider& provider, const ProviderUsage& usage);
  Status learn(const store::UsageRow& usage, const std::optional<store::UsageRow>& before);
  void checkBudgets();
  void checkJobBudgets(const std::vector<store::LedgerRow>& open);
  AccountUsage usageOf(RuntimeProvider& provider);
  std::vector<RuntimeProvider*> rented() const;
  double spentSince(EpochMs time, const QString& provider = {});

  JobServices& m_services;
  std::map<QString, Account> m_accounts;  // by provider
  std::map<QString, Watches> m_watches;   // by job
  std::optional<Error> m_spent;
  quint64 m_budgetTimer = 0;
  bool m_lookPending = false;
  bool m_isRunning = false;
  bool m_stopped = false;
};

}  // namespace cc::jobs
