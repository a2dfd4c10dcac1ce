// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Result.h"

#include <QHash>
#include <QString>
#include <optional>
#include <vector>

namespace cc::store {

class Database;

// What one holder of a paid machine used of it, from the time the machine was there until it was let go of.
struct LedgerRow {
  qint64 id = 0;
  QString leaseId, provider, account;
  QString jobId;  // empty: kept for the user
  int attempt = 0;
  QString accelerator;
  bool highRam = false;
  EpochMs startedAt = 0, endedAt = 0;  // endedAt 0: goes on
  std::optional<double> unitsPerHour;  // nothing: nobody knows
  QString rateFrom;                    // how the rate was found: a word of jobs::RateSource; empty: not at all
};

// What an account had and spent, as its provider told. Absent values were not told.
struct UsageRow {
  QString provider, account;
  EpochMs at = 0;
  QString tier;
  std::optional<double> units, freeUnits, unitsPerHour;
  std::optional<int> runtimes;
};

// Of all rows of one job.
struct LedgerSum {
  double acceleratorSeconds = 0;  // on machines with an accelerator
  double units = 0;
  bool isComplete = true;  // a rate is known for every row
  bool isMeasured = true;  // by rates that were observed, not estimated
};

// The record of what was paid for: rows of machines held, and samples of the accounts' balances. In the database of the
// jobs, which outlives the store; same thread, errors and durability as JobStore. Rows outlive their jobs.
class LedgerStore {
public:
  explicit LedgerStore(Database& database);

  Status open(const LedgerRow& row);  // without id
  Status close(qint64 id, EpochMs at);
  Status setRate(qint64 id, double unitsPerHour, const QString& rateFrom);
  Result<std::vector<LedgerRow>> openRows();
  Result<std::vector<LedgerRow>> ofJob(const QString& jobId);
  // Those that go on or ended after a time, oldest first.
  Result<std::vector<LedgerRow>> since(EpochMs time);
  // Leases of a provider that had a runtime and have no row.
  Result<QStringList> unrecordedLeases(const QString& provider);
  // By job; of one job when it is named. now: the end of rows that go on.
  Result<QHash<QString, LedgerSum>> sums(EpochMs now, const QString& jobId = {});
  // The newest rate of such a machine that came from one of these sources.
  Result<std::optional<double>> newestRate(const QString& provider, const QString& accelerator, bool highRam,
                                           const QStringList& sources);

  Status addUsage(const UsageRow& usage);
  Result<std::optional<UsageRow>> newestUsage(const QString& provider, const QString& account);
  Result<std::vector<UsageRow>> usageSince(const QString& provider, const QString& account, EpochMs time);
  Status forgetUsage(EpochMs before);

  // How long successful attempts of a notebook took, newest first; of one accelerator unless that is empty. Milliseconds.
  Result<std::vector<qint64>> runDurations(const QString& notebook, const QString& accelerator, int limit);

private:
  Status change(const QString& sql, const QVariantList& binds);
  Result<std::vector<LedgerRow>> readRows(const QString& tail, const QVariantList& binds);
  Result<std::vector<UsageRow>> readUsage(const QString& tail, const QVariantList& binds);

  Database& m_database;
};

}  // namespace cc::store
