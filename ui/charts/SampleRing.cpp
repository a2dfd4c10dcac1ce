// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/SampleRing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double kGiB = 1.0 / (1024.0 * 1024.0 * 1024.0);
constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

}  // namespace

void SampleRing::clear() {
  m_times.clear();
  m_names.clear();
  m_columns.clear();
  m_gpuNames.clear();
}

std::size_t SampleRing::placeFor(EpochMs time) {
  const auto it = std::lower_bound(m_times.begin(), m_times.end(), time);
  const std::size_t at = std::size_t(it - m_times.begin());
  if (it != m_times.end() && *it == time) return at;
  m_times.insert(it, time);
  for (auto& column : m_columns) column.insert(column.begin() + std::ptrdiff_t(at), kNothing);
  return at;
}

void SampleRing::put(const QString& metric, std::size_t at, const std::optional<double>& value, double scale) {
  if (!value || !std::isfinite(*value)) return;
  auto it = m_columns.find(metric);
  if (it == m_columns.end()) {
    it = m_columns.insert(metric, std::vector<float>(m_times.size(), kNothing));
    m_names << metric;
  }
  (*it)[at] = float(*value * scale);
}

void SampleRing::add(const std::vector<engine::Sample>& samples) {
  for (const engine::Sample& sample : samples) {
    if (sample.time <= 0) continue;
    const std::size_t at = placeFor(sample.time);
    put(u"cpu"_s, at, sample.cpuPercent);
    put(u"process_cpu"_s, at, sample.processCpuPercent);
    put(u"memory"_s, at, sample.memoryUsed, kGiB);
    put(u"process_memory"_s, at, sample.processMemory, kGiB);
    put(u"memory_total"_s, at, sample.memoryTotal, kGiB);
    put(u"disk_free"_s, at, sample.diskFree, kGiB);
    if (sample.diskFree && sample.diskTotal) put(u"disk_used"_s, at, *sample.diskTotal - *sample.diskFree, kGiB);
    put(u"disk_total"_s, at, sample.diskTotal, kGiB);
    for (const auto& gpu : sample.gpus) {
      const QString n = QString::number(gpu.index);
      m_gpuNames.insert(gpu.index, gpu.name);
      put(u"gpu"_s + n, at, gpu.utilization);
      put(u"vram"_s + n, at, gpu.memoryUsed, kGiB);
      put(u"vram_total"_s + n, at, gpu.memoryTotal, kGiB);
      put(u"gpu_temperature"_s + n, at, gpu.temperature);
      put(u"gpu_power"_s + n, at, gpu.power);
    }
  }
  if (m_times.size() <= kCapacity + kCapacity / 16) return;
  const auto spare = std::ptrdiff_t(m_times.size() - kCapacity);
  m_times.erase(m_times.begin(), m_times.begin() + spare);
  for (auto& column : m_columns) column.erase(column.begin(), column.begin() + spare);
}

const std::vector<float>* SampleRing::values(const QString& metric) const {
  const auto it = m_columns.constFind(metric);
  return it == m_columns.constEnd() ? nullptr : &*it;
}

float SampleRing::valueAt(const QString& metric, EpochMs time, EpochMs maxDistance) const {
  const auto* column = values(metric);
  if (!column || m_times.empty()) return kNothing;
  const auto after = std::lower_bound(m_times.begin(), m_times.end(), time);
  float best = kNothing;
  EpochMs distance = maxDistance + 1;
  for (auto it = after == m_times.begin() ? after : after - 1; it != m_times.end() && it <= after; ++it) {
    const float value = (*column)[std::size_t(it - m_times.begin())];
    const EpochMs away = std::abs(*it - time);
    if (!std::isnan(value) && away < distance) {
      best = value;
      distance = away;
    }
  }
  return best;
}

}  // namespace cc::ui
