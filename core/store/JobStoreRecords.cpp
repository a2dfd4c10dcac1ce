// SPDX-License-Identifier: GPL-3.0-or-later
// Attempts, leases, artifacts, events, records.
#include "store/JobStore.h"
#include "store/Transaction.h"

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

LeaseRow toLease(const Row& row) {
  return {.id = row.text(0),
          .provider = row.text(1),
          .key = row.text(2),
          .state = row.text(3),
          .jobId = row.text(4),
          .request = row.json(5),
          .endpoint = row.json(6),
          .keep = row.flag(7),
          .requestedAt = row.integer(8),
          .releasedAt = row.integer(9),
          .activeAt = row.integer(10)};
}

AttemptRow toAttempt(const Row& row) {
  return {.id = row.text(0),
          .jobId = row.text(1),
          .number = row.number(2),
          .leaseId = row.text(3),
          .provider = row.text(4),
          .runtime = row.text(5),
          .accelerator = row.text(6),
          .state = row.text(7),
          .cellsSent = row.flag(8),
          .progress = row.json(9),
          .error = row.json(10),
          .environment = row.json(11),
          .startedAt = row.integer(12),
          .finishedAt = row.integer(13)};
}

Error missing(const QString& id) {
  return {.code = ErrorCode::StoreConflict, .params = {{u"id"_s, id}, {u"found"_s, u""_s}}};
}

}  // namespace

Status JobStore::addAttempt(const AttemptRow& attempt) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(m_database.write(
      u"INSERT INTO attempts(id, job, number, lease, provider, runtime, accelerator, state, cells_sent, progress,"
      " error, environment, started_at, finished_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
      {attempt.id, attempt.jobId, attempt.number, attempt.leaseId, attempt.provider, attempt.runtime,
       attempt.accelerator, attempt.state, attempt.cellsSent, jsonValue(attempt.progress), jsonValue(attempt.error),
       jsonValue(attempt.environment), attempt.startedAt, attempt.finishedAt}));
  return transaction.commit();
}

Status JobStore::updateAttempt(const AttemptRow& attempt) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed,
         m_database.write(
             u"UPDATE attempts SET lease = ?, provider = ?, runtime = ?, accelerator = ?, state = ?, cells_sent = ?,"
             " progress = ?, error = ?, environment = ?, started_at = ?, finished_at = ? WHERE id = ?"_s,
             {attempt.leaseId, attempt.provider, attempt.runtime, attempt.accelerator, attempt.state, attempt.cellsSent,
              jsonValue(attempt.progress), jsonValue(attempt.error), jsonValue(attempt.environment), attempt.startedAt,
              attempt.finishedAt, attempt.id}));
  CC_CHECK(transaction.commit());
  if (changed != 1) return missing(attempt.id);
  return done();
}

Result<std::vector<AttemptRow>> JobStore::attempts(const QString& jobId) {
  std::vector<AttemptRow> attempts;
  CC_CHECK(m_database.read(
      u"SELECT id, job, number, lease, provider, runtime, accelerator, state, cells_sent, progress, error, environment,"
      " started_at, finished_at FROM attempts WHERE job = ? ORDER BY number"_s,
      {jobId}, [&attempts](const Row& row) { attempts.push_back(toAttempt(row)); }));
  return attempts;
}

Status JobStore::addLease(const LeaseRow& lease) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(m_database.write(
      u"INSERT INTO leases(id, provider, key, state, job, request, endpoint, keep, requested_at, released_at,"
      " active_at) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
      {lease.id, lease.provider, lease.key, lease.state, lease.jobId, jsonValue(lease.request),
       jsonValue(lease.endpoint), lease.keep, lease.requestedAt ? lease.requestedAt : m_clock.now(), lease.releasedAt,
       lease.state == u"active"_s ? m_clock.now() : 0}));
  CC_CHECK(insertEvent({.jobId = lease.jobId,
                        .kind = u"lease"_s,
                        .to = lease.state,
                        .details = {{"lease", toStd(lease.id)}, {"provider", toStd(lease.provider)}},
                        .at = m_clock.now()}));
  return transaction.commit();
}

Status JobStore::changeLease(const QString& leaseId, const QString& from, const QString& to, const Json& endpoint) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  const bool ends = to == u"released"_s || to == u"lost"_s;
  CC_TRY(const int changed,
         m_database.write(u"UPDATE leases SET state = ?, endpoint = ifnull(?, endpoint), released_at = ifnull(?,"
                          " released_at), active_at = CASE active_at WHEN 0 THEN ? ELSE active_at END"
                          " WHERE id = ? AND state = ?"_s,
                          {to, jsonValue(endpoint), ends ? QVariant(m_clock.now()) : QVariant(),
                           to == u"active"_s ? m_clock.now() : 0, leaseId, from}));
  if (changed != 1) {
    Error error = conflict(u"leases"_s, leaseId, from);
    CC_CHECK(transaction.commit());
    return error;
  }
  if (from != to) {
    CC_TRY(const auto row, lease(leaseId));
    CC_CHECK(insertEvent({.jobId = row->jobId,
                          .kind = u"lease"_s,
                          .from = from,
                          .to = to,
                          .details = {{"lease", toStd(leaseId)}, {"provider", toStd(row->provider)}},
                          .at = m_clock.now()}));
  }
  return transaction.commit();
}

Status JobStore::noteRuntime(const QString& leaseId, EpochMs since, const Json& endpoint) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(const int changed,
         m_database.write(u"UPDATE leases SET endpoint = ?, active_at = CASE active_at WHEN 0 THEN ? ELSE active_at END"
                          " WHERE id = ? AND state IN ('requested', 'releasing')"_s,
                          {jsonValue(endpoint), since, leaseId}));
  Q_UNUSED(changed)
  return transaction.commit();
}

Status JobStore::assignLease(const QString& leaseId, const QString& fromJob, const QString& toJob, bool keep,
                             const Json& request) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_TRY(
      const int changed,
      m_database.write(u"UPDATE leases SET job = ?, keep = ?, request = ifnull(?, request) WHERE id = ? AND job = ?"_s,
                       {toJob, keep, jsonValue(request), leaseId, fromJob}));
  CC_TRY(const auto row, lease(leaseId));
  CC_CHECK(transaction.commit());
  if (changed == 1) return done();
  return Error{.code = ErrorCode::StoreConflict,
               .params = {{u"id"_s, leaseId}, {u"expected"_s, fromJob}, {u"found"_s, row ? row->jobId : u""_s}}};
}

Result<std::vector<LeaseRow>> JobStore::readLeases(const QString& tail, const QVariantList& binds) {
  std::vector<LeaseRow> leases;
  const QString sql =
      u"SELECT id, provider, key, state, job, request, endpoint, keep, requested_at, released_at, active_at FROM"
      " leases"_s +
      tail;
  CC_CHECK(m_database.read(sql, binds, [&leases](const Row& row) { leases.push_back(toLease(row)); }));
  return leases;
}

Result<std::vector<LeaseRow>> JobStore::leases(const QStringList& states) {
  if (states.isEmpty()) return readLeases(u" ORDER BY requested_at, id"_s, {});
  QVariantList binds;
  QStringList marks;
  for (const QString& state : states) {
    binds += state;
    marks += u"?"_s;
  }
  return readLeases(u" WHERE state IN ("_s + marks.join(u',') + u") ORDER BY requested_at, id"_s, binds);
}

Result<std::optional<LeaseRow>> JobStore::lease(const QString& id) {
  CC_TRY(auto leases, readLeases(u" WHERE id = ?"_s, {id}));
  if (leases.empty()) return std::optional<LeaseRow>();
  return std::optional<LeaseRow>(std::move(leases.front()));
}

Status JobStore::addArtifact(const ArtifactRow& artifact) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(
      m_database.write(u"INSERT INTO artifacts(job, path, attempt, size, sha256, verified, at)"
                       " VALUES(?, ?, ?, ?, ?, ?, ?)"
                       " ON CONFLICT(job, path) DO UPDATE SET attempt = excluded.attempt, size = excluded.size,"
                       " sha256 = excluded.sha256, verified = excluded.verified, at = excluded.at"_s,
                       {artifact.jobId, artifact.path, artifact.attempt, artifact.size, artifact.sha256,
                        artifact.verified, artifact.at ? artifact.at : m_clock.now()}));
  return transaction.commit();
}

Result<std::vector<ArtifactRow>> JobStore::artifacts(const QString& jobId) {
  std::vector<ArtifactRow> artifacts;
  CC_CHECK(
      m_database.read(u"SELECT job, attempt, path, size, sha256, at, verified FROM artifacts WHERE job = ?"
                      " ORDER BY path"_s,
                      {jobId}, [&artifacts](const Row& row) {
                        artifacts.push_back({.jobId = row.text(0),
                                             .attempt = row.number(1),
                                             .path = row.text(2),
                                             .size = row.integer(3),
                                             .sha256 = row.text(4),
                                             .verified = row.text(6),
                                             .at = row.integer(5)});
                      }));
  return artifacts;
}

Status JobStore::addEvent(EventRow event) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  if (event.at == 0) event.at = m_clock.now();
  CC_CHECK(insertEvent(event));
  return transaction.commit();
}

Status JobStore::insertEvent(const EventRow& event) {
  CC_CHECK(m_database.write(
      u"INSERT INTO events(job, kind, from_state, to_state, reason, details, at)"
      " VALUES(?, ?, ?, ?, ?, ?, ?)"_s,
      {event.jobId, event.kind, event.from, event.to, event.reason, jsonValue(event.details), event.at}));
  return done();
}

Result<std::vector<EventRow>> JobStore::readEvents(const QString& tail, const QVariantList& binds) {
  std::vector<EventRow> events;
  const QString sql = u"SELECT number, job, kind, from_state, to_state, reason, details, at FROM events"_s + tail;
  CC_CHECK(m_database.read(sql, binds, [&events](const Row& row) {
    events.push_back({.number = row.integer(0),
                      .jobId = row.text(1),
                      .kind = row.text(2),
                      .from = row.text(3),
                      .to = row.text(4),
                      .reason = row.text(5),
                      .details = row.json(6),
                      .at = row.integer(7)});
  }));
  return events;
}

Result<std::vector<EventRow>> JobStore::events(const QString& jobId) {
  if (jobId.isEmpty()) return readEvents(u" ORDER BY number"_s, {});
  return readEvents(u" WHERE job = ? ORDER BY number"_s, {jobId});
}

Result<std::vector<EventRow>> JobStore::eventsAfter(qint64 number, int limit) {
  return readEvents(u" WHERE number > ? ORDER BY number LIMIT ?"_s, {number, limit > 0 ? limit : -1});
}

Result<std::vector<EventRow>> JobStore::eventsSince(EpochMs time) {
  return readEvents(u" WHERE at >= ? ORDER BY number"_s, {time});
}

Result<std::optional<Json>> JobStore::record(const QString& name) {
  std::optional<Json> value;
  CC_CHECK(m_database.read(u"SELECT value FROM records WHERE name = ?"_s, {name},
                           [&value](const Row& row) { value = row.json(0); }));
  return value;
}

Status JobStore::setRecord(const QString& name, const Json& value) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(
      m_database.write(u"INSERT INTO records(name, value) VALUES(?, ?)"
                       " ON CONFLICT(name) DO UPDATE SET value = excluded.value"_s,
                       {name, QString::fromUtf8(dumpJson(value))}));
  return transaction.commit();
}

}  // namespace cc::store
