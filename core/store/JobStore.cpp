// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs: adding, reading, counting. Changes are in JobStoreChanges.cpp, the other tables in JobStoreRecords.cpp.
#include "store/JobStore.h"

#include "base/Ids.h"
#include "store/Transaction.h"

using namespace Qt::StringLiterals;

namespace cc::store {

namespace {

const QString kListColumns =
    u"id, position, priority, state, schedule, name, notebook, provider, sweep, results_dir, attempts,"
    " retries_left, created_at, started_at, finished_at, not_before"_s;
const QString kFullColumns = kListColumns +
                             u", progress, error,"
                             " (SELECT spec FROM job_specs WHERE job_specs.seq = jobs.seq)"_s;

JobRow toJob(const Row& row, bool withSpec) {
  JobRow job;
  job.id = row.text(0);
  job.position = row.integer(1);
  job.priority = row.number(2);
  job.state = row.text(3);
  job.schedule = row.text(4);
  job.name = row.text(5);
  job.notebook = row.text(6);
  job.provider = row.text(7);
  job.sweep = row.text(8);
  job.resultsDir = row.text(9);
  job.attempts = row.number(10);
  job.retriesLeft = row.number(11);
  job.createdAt = row.integer(12);
  job.startedAt = row.integer(13);
  job.finishedAt = row.integer(14);
  job.notBefore = row.integer(15);
  if (withSpec) {
    job.progress = row.json(16);
    job.error = row.json(17);
    job.spec = row.json(18);
  }
  return job;
}

QString likePattern(QString text) {
  text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
  return u'%' + text + u'%';
}

// WHERE clause of a query, appending its values.
QString condition(const JobQuery& query, QVariantList& binds) {
  QStringList parts;
  if (!query.states.isEmpty()) {
    QStringList marks;
    for (const QString& state : query.states) {
      marks += u"?"_s;
      binds += state;
    }
    parts += u"state IN ("_s + marks.join(u',') + u')';
  }
  if (!query.text.isEmpty()) {
    parts += u"(name LIKE ? ESCAPE '\\' OR notebook LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\')"_s;
    const QString pattern = likePattern(query.text);
    binds << pattern << pattern << pattern;
  }
  return parts.isEmpty() ? QString() : u" WHERE "_s + parts.join(u" AND "_s);
}

}  // namespace

JobStore::JobStore(Database& database, Clock& clock) : m_database(database), m_clock(clock) {}

JobStore::Batch::Batch(JobStore& store) : m_transaction(std::make_unique<Transaction>(store.m_database)) {}

JobStore::Batch::~Batch() = default;

Status JobStore::Batch::commit() {
  if (!m_transaction) return Error{.detail = u"batch committed twice"_s};
  const auto transaction = std::move(m_transaction);
  return transaction->commit();
}

Status JobStore::addJobs(std::vector<JobRow>& jobs) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  qint64 last = 0;
  CC_CHECK(
      m_database.read(u"SELECT max(position) FROM jobs"_s, {}, [&last](const Row& row) { last = row.integer(0); }));
  for (JobRow& job : jobs) {
    job.position = last += kPositionStep;
    CC_CHECK(insertJob(job));
  }
  return transaction.commit();
}

Status JobStore::insertJob(JobRow& job) {
  if (job.id.isEmpty()) job.id = newId();
  if (job.createdAt == 0) job.createdAt = m_clock.now();
  if (job.state.isEmpty()) job.state = u"queued"_s;
  if (job.schedule.isEmpty()) job.schedule = u"waiting"_s;
  CC_CHECK(m_database.write(
      u"INSERT INTO jobs(id, position, priority, state, schedule, name, notebook, provider, sweep, results_dir,"
      " attempts, retries_left, created_at, started_at, finished_at, not_before, progress, error)"
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
      {job.id, job.position, job.priority, job.state, job.schedule, job.name, job.notebook, job.provider, job.sweep,
       job.resultsDir, job.attempts, job.retriesLeft, job.createdAt, job.startedAt, job.finishedAt, job.notBefore,
       jsonValue(job.progress), jsonValue(job.error)}));
  CC_CHECK(m_database.write(u"INSERT INTO job_specs(seq, spec) VALUES(last_insert_rowid(), ?)"_s,
                            {QString::fromUtf8(dumpJson(job.spec))}));
  return insertEvent({.jobId = job.id, .kind = u"submitted"_s, .to = job.state, .at = m_clock.now()});
}

Result<std::vector<JobRow>> JobStore::readJobs(const QString& tail, const QVariantList& binds, bool withSpec) {
  const QString sql = u"SELECT "_s + (withSpec ? kFullColumns : kListColumns) + u" FROM jobs"_s + tail;
  std::vector<JobRow> jobs;
  CC_CHECK(m_database.read(sql, binds, [&](const Row& row) { jobs.push_back(toJob(row, withSpec)); }));
  return jobs;
}

Result<std::optional<JobRow>> JobStore::job(const QString& id) {
  CC_TRY(auto jobs, readJobs(u" WHERE id = ?"_s, {id}, true));
  if (jobs.empty()) return std::optional<JobRow>();
  return std::optional<JobRow>(std::move(jobs.front()));
}

Result<QString> JobStore::findJobId(const QString& idOrPrefix) {
  const QString prefix = idOrPrefix.trimmed().toLower();
  QStringList found;
  if (!prefix.isEmpty()) {
    // A range, unlike LIKE, uses the index. '~' follows every character of an id.
    CC_CHECK(m_database.read(u"SELECT id FROM jobs WHERE id >= ? AND id < ? ORDER BY id LIMIT 5"_s,
                             {prefix, QString(prefix + u'~')}, [&found](const Row& row) { found += row.text(0); }));
  }
  if (found.contains(prefix)) return prefix;
  if (found.size() == 1) return found.front();
  Error error{.code = ErrorCode::UsageUnknownJob, .params = {{u"job"_s, idOrPrefix}}};
  if (!found.isEmpty()) error.params.insert(u"matches"_s, found.join(u", "_s));
  return error;
}

Result<std::vector<JobRow>> JobStore::jobs(const JobQuery& query) {
  QVariantList binds;
  QString tail = condition(query, binds);
  tail += query.newestFirst ? u" ORDER BY seq DESC LIMIT ? OFFSET ?"_s : u" ORDER BY seq LIMIT ? OFFSET ?"_s;
  binds << (query.limit > 0 ? query.limit : -1) << query.offset;
  return readJobs(tail, binds, query.withSpec);
}

Result<int> JobStore::countJobs(const JobQuery& query) {
  QVariantList binds;
  const QString sql = u"SELECT count(*) FROM jobs"_s + condition(query, binds);
  int count = 0;
  CC_CHECK(m_database.read(sql, binds, [&count](const Row& row) { count = row.number(0); }));
  return count;
}

Result<QMap<QString, int>> JobStore::countByState() {
  QMap<QString, int> counts;
  CC_CHECK(m_database.read(u"SELECT state, count(*) FROM jobs GROUP BY state"_s, {},
                           [&counts](const Row& row) { counts.insert(row.text(0), row.number(1)); }));
  return counts;
}

Result<std::vector<JobRow>> JobStore::nextQueued(int limit, bool withSpec, const QStringList& busyProviders) {
  // The partial index by name: left alone, SQLite takes the one by state and sorts all that is queued.
  QString tail = u" INDEXED BY jobs_queue WHERE state = 'queued'"_s;
  QVariantList binds;
  for (const QString& provider : busyProviders) {
    tail += u" AND provider <> ?"_s;
    binds << provider;
  }
  binds << (limit > 0 ? limit : -1);
  return readJobs(tail + u" ORDER BY priority DESC, position LIMIT ?"_s, binds, withSpec);
}

}  // namespace cc::store
