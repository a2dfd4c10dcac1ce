// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/LedgerStore.h"

#include "store/Database.h"
#include "store/Transaction.h"

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

QVariant orNull(const std::optional<double>& value) {
  return value ? QVariant(*value) : QVariant();
}

}  // namespace

LedgerStore::LedgerStore(Database& database) : m_database(database) {}

Status LedgerStore::change(const QString& sql, const QVariantList& binds) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed, m_database.write(sql, binds));
  Q_UNUSED(changed)
  return transaction.commit();
}

Status LedgerStore::open(const LedgerRow& row) {
  return change(
      u"INSERT INTO ledger(lease, provider, account, job, attempt, accelerator, high_ram, started_at, ended_at,"
      " units_per_hour, rate_from) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
      {row.leaseId, row.provider, row.account, row.jobId, row.attempt, row.accelerator, row.highRam, row.startedAt,
       row.endedAt, orNull(row.unitsPerHour), row.rateFrom});
}

Status LedgerStore::close(qint64 id, EpochMs at) {
  return change(u"UPDATE ledger SET ended_at = max(started_at, ?) WHERE id = ? AND ended_at = 0"_s, {at, id});
}

Status LedgerStore::setRate(qint64 id, double unitsPerHour, const QString& rateFrom) {
  return change(u"UPDATE ledger SET units_per_hour = ?, rate_from = ? WHERE id = ?"_s, {unitsPerHour, rateFrom, id});
}

Result<std::vector<LedgerRow>> LedgerStore::readRows(const QString& tail, const QVariantList& binds) {
  std::vector<LedgerRow> rows;
  const QString sql =
      u"SELECT id, lease, provider, account, job, attempt, accelerator, high_ram, started_at, ended_at,"
      " units_per_hour, rate_from FROM ledger WHERE "_s +
      tail;
  CC_CHECK(m_database.read(sql, binds, [&rows](const Row& row) {
    rows.push_back({.id = row.integer(0),
                    .leaseId = row.text(1),
                    .provider = row.text(2),
                    .account = row.text(3),
                    .jobId = row.text(4),
                    .attempt = row.number(5),
                    .accelerator = row.text(6),
                    .highRam = row.flag(7),
                    .startedAt = row.integer(8),
                    .endedAt = row.integer(9),
                    .unitsPerHour = row.real(10),
                    .rateFrom = row.text(11)});
  }));
  return rows;
}

Result<std::vector<LedgerRow>> LedgerStore::openRows() {
  return readRows(u"ended_at = 0 ORDER BY id"_s, {});
}

Result<std::vector<LedgerRow>> LedgerStore::ofJob(const QString& jobId) {
  return readRows(u"job = ? ORDER BY id"_s, {jobId});
}

Result<std::vector<LedgerRow>> LedgerStore::since(EpochMs time) {
  return readRows(u"(ended_at = 0 OR ended_at > ?) ORDER BY id"_s, {time});
}

Result<QStringList> LedgerStore::unrecordedLeases(const QString& provider) {
  QStringList ids;
  CC_CHECK(
      m_database.read(u"SELECT id FROM leases WHERE provider = ? AND active_at > 0"
                      " AND NOT EXISTS (SELECT 1 FROM ledger WHERE lease = leases.id) ORDER BY active_at"_s,
                      {provider}, [&ids](const Row& row) { ids << row.text(0); }));
  return ids;
}

Result<QHash<QString, LedgerSum>> LedgerStore::sums(EpochMs now, const QString& jobId) {
  QHash<QString, LedgerSum> sums;
  const QString rows =
      u"SELECT job, accelerator, units_per_hour AS rate, rate_from IN ('alone', 'difference') AS measured,"
      " max(0, CASE ended_at WHEN 0 THEN ? ELSE ended_at END - started_at) / 1000.0 AS seconds FROM ledger WHERE "_s +
      (jobId.isEmpty() ? u"job <> ?"_s : u"job = ?"_s);
  CC_CHECK(m_database.read(
      u"SELECT job, total(CASE WHEN accelerator IN ('', 'NONE') THEN 0 ELSE seconds END), total(seconds * rate / 3600),"
      " min(rate IS NOT NULL), min(measured) FROM ("_s +
          rows + u") GROUP BY job"_s,
      {now, jobId}, [&sums](const Row& row) {
        sums.insert(row.text(0), {.acceleratorSeconds = row.real(1).value_or(0),
                                  .units = row.real(2).value_or(0),
                                  .isComplete = row.flag(3),
                                  .isMeasured = row.flag(4)});
      }));
  return sums;
}

Result<std::optional<double>> LedgerStore::newestRate(const QString& provider, const QString& accelerator, bool highRam,
                                                      const QStringList& sources) {
  std::optional<double> rate;
  QVariantList binds{provider, accelerator, highRam};
  QStringList marks;
  for (const QString& source : sources) {
    marks << u"?"_s;
    binds << source;
  }
  CC_CHECK(
      m_database.read(u"SELECT units_per_hour FROM ledger WHERE provider = ? AND accelerator = ? AND high_ram = ?"
                      " AND rate_from IN ("_s +
                          marks.join(u',') + u") ORDER BY id DESC LIMIT 1"_s,
                      binds, [&rate](const Row& row) { rate = row.real(0); }));
  return rate;
}

Status LedgerStore::addUsage(const UsageRow& usage) {
  return change(
      u"INSERT INTO usage(provider, account, at, tier, units, free_units, units_per_hour, runtimes)"
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?)"_s,
      {usage.provider, usage.account, usage.at, usage.tier, orNull(usage.units), orNull(usage.freeUnits),
       orNull(usage.unitsPerHour), usage.runtimes ? QVariant(*usage.runtimes) : QVariant()});
}

Result<std::vector<UsageRow>> LedgerStore::readUsage(const QString& tail, const QVariantList& binds) {
  std::vector<UsageRow> rows;
  const QString sql =
      u"SELECT provider, account, at, tier, units, free_units, units_per_hour, runtimes FROM usage"
      " WHERE provider = ? AND account = ?"_s +
      tail;
  CC_CHECK(m_database.read(sql, binds, [&rows](const Row& row) {
    const auto runtimes = row.real(7);
    rows.push_back({.provider = row.text(0),
                    .account = row.text(1),
                    .at = row.integer(2),
                    .tier = row.text(3),
                    .units = row.real(4),
                    .freeUnits = row.real(5),
                    .unitsPerHour = row.real(6),
                    .runtimes = runtimes ? std::optional(row.number(7)) : std::nullopt});
  }));
  return rows;
}

Result<std::optional<UsageRow>> LedgerStore::newestUsage(const QString& provider, const QString& account) {
  CC_TRY(auto rows, readUsage(u" ORDER BY at DESC, id DESC LIMIT 1"_s, {provider, account}));
  if (rows.empty()) return std::optional<UsageRow>();
  return std::optional(std::move(rows.front()));
}

Result<std::vector<UsageRow>> LedgerStore::usageSince(const QString& provider, const QString& account, EpochMs time) {
  return readUsage(u" AND at >= ? ORDER BY at, id"_s, {provider, account, time});
}

Status LedgerStore::forgetUsage(EpochMs before) {
  return change(u"DELETE FROM usage WHERE at < ?"_s, {before});
}

Result<std::vector<qint64>> LedgerStore::runDurations(const QString& notebook, const QString& accelerator, int limit) {
  std::vector<qint64> durations;
  CC_CHECK(m_database.read(
      u"SELECT attempts.finished_at - attempts.started_at FROM attempts JOIN jobs ON jobs.id = attempts.job"
      " WHERE jobs.notebook = ? AND attempts.state = 'succeeded' AND ? IN ('', attempts.accelerator)"
      " ORDER BY attempts.finished_at DESC LIMIT ?"_s,
      {notebook, accelerator, limit}, [&durations](const Row& row) { durations.push_back(row.integer(0)); }));
  return durations;
}

}  // namespace cc::store
