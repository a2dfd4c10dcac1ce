// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QHash>
#include <QString>
#include <vector>

namespace cc::ui {

// The samples of one job by time, one column per metric (NaN: not measured): what charts draw from. Late and repeated
// samples are put in their place. Keeps the newest kCapacity.
class SampleRing {
public:
  static constexpr std::size_t kCapacity = 2 * 86'400;

  void add(const std::vector<engine::Sample>& samples);
  void clear();
  bool isEmpty() const { return m_times.empty(); }
  std::size_t size() const { return m_times.size(); }
  EpochMs first() const { return m_times.empty() ? 0 : m_times.front(); }
  EpochMs last() const { return m_times.empty() ? 0 : m_times.back(); }
  const std::vector<EpochMs>& times() const { return m_times; }
  // Metrics seen: "cpu", "process_cpu", "memory", "process_memory", "memory_total", "disk_free", "gpu0",
  // "vram0", "vram_total0", ... Bytes in GiB.
  QStringList metrics() const { return m_names; }
  const std::vector<float>* values(const QString& metric) const;
  QString gpuName(int index) const { return m_gpuNames.value(index); }
  int gpuCount() const { return int(m_gpuNames.size()); }
  // The value measured nearest to a time, within maxDistance; NaN: none.
  float valueAt(const QString& metric, EpochMs time, EpochMs maxDistance) const;

private:
  void put(const QString& metric, std::size_t at, const std::optional<double>& value, double scale = 1);
  std::size_t placeFor(EpochMs time);
  std::vector<EpochMs> m_times;
  QStringList m_names;
  QHash<QString, std::vector<float>> m_columns;
  QHash<int, QString> m_gpuNames;
};

}  // namespace cc::ui
