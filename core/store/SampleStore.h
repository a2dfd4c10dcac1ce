// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Json.h"
#include "base/Result.h"

#include <QString>
#include <QVariant>
#include <vector>

namespace cc::store {

class Database;

struct SampleRow {
  QString jobId;
  int attempt = 0;
  EpochMs time = 0;  // of the runtime's clock
  Json data;         // what the sampler measured; its shape is the writer's
};

// Measurements, one a second and job, in a file of their own (samples.sqlite): they may lose the last seconds on power
// loss, and must not slow down the queue. The database is open with sampleSchema() and Durability::Normal, is used by
// one thread, and outlives the store. Errors: StoreUnusable, StoreBusy, StoreCorrupt, DiskFull.
class SampleStore {
public:
  explicit SampleStore(Database& database);

  // One transaction. A sample of the same job, attempt and time replaces the present one: delivery may repeat.
  Status append(const std::vector<SampleRow>& samples);
  // Oldest first. since: only later or equal times. limit 0: all; otherwise the first ones of them.
  Result<std::vector<SampleRow>> since(const QString& jobId, EpochMs since, int limit = 0);
  // The newest count of them, oldest first.
  Result<std::vector<SampleRow>> last(const QString& jobId, int count);
  Status remove(const QString& jobId);

private:
  Result<std::vector<SampleRow>> readSamples(const QString& tail, const QVariantList& binds);

  Database& m_database;
};

}  // namespace cc::store
