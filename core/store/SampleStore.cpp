// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/SampleStore.h"

#include "store/Transaction.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::store {

SampleStore::SampleStore(Database& database) : m_database(database) {}

Status SampleStore::append(const std::vector<SampleRow>& samples) {
  if (samples.empty()) return done();
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  for (const SampleRow& sample : samples) {
    CC_CHECK(m_database.write(u"INSERT OR REPLACE INTO samples(job, attempt, time, data) VALUES(?, ?, ?, ?)"_s,
                              {sample.jobId, sample.attempt, sample.time, QString::fromUtf8(dumpJson(sample.data))}));
  }
  return transaction.commit();
}

Result<std::vector<SampleRow>> SampleStore::readSamples(const QString& tail, const QVariantList& binds) {
  std::vector<SampleRow> samples;
  const QString sql = u"SELECT job, attempt, time, data FROM samples WHERE job = ?"_s + tail;
  CC_CHECK(m_database.read(sql, binds, [&samples](const Row& row) {
    samples.push_back({.jobId = row.text(0), .attempt = row.number(1), .time = row.integer(2), .data = row.json(3)});
  }));
  return samples;
}

Result<std::vector<SampleRow>> SampleStore::since(const QString& jobId, EpochMs since, int limit) {
  return readSamples(u" AND time >= ? ORDER BY time, attempt LIMIT ?"_s, {jobId, since, limit > 0 ? limit : -1});
}

Result<std::vector<SampleRow>> SampleStore::last(const QString& jobId, int count) {
  CC_TRY(auto samples, readSamples(u" ORDER BY time DESC, attempt DESC LIMIT ?"_s, {jobId, std::max(count, 0)}));
  std::reverse(samples.begin(), samples.end());
  return samples;
}

Status SampleStore::remove(const QString& jobId) {
  Transaction transaction(m_database);
  CC_CHECK(transaction.begun());
  CC_CHECK(m_database.write(u"DELETE FROM samples WHERE job = ?"_s, {jobId}));
  return transaction.commit();
}

}  // namespace cc::store
