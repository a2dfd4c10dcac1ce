// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/cost/Rates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

constexpr double kLeastRate = 1e-6;
constexpr double kAgreement = 0.1;

const auto& words() {
  static const std::array<std::pair<RateSource, QString>, 7> table{{{RateSource::Unknown, {}},
                                                                    {RateSource::Listed, u"listed"_s},
                                                                    {RateSource::Configured, u"configured"_s},
                                                                    {RateSource::Learned, u"learned"_s},
                                                                    {RateSource::Share, u"share"_s},
                                                                    {RateSource::Difference, u"difference"_s},
                                                                    {RateSource::Alone, u"alone"_s}}};
  return table;
}

// The account's rate rose, or fell, by what the one machine costs that came, or went, between two samples.
std::optional<FoundRate> differenceOf(const std::vector<store::LedgerRow>& rows, const store::UsageRow& usage,
                                      const store::UsageRow& before) {
  if (!before.unitsPerHour || !before.runtimes) return std::nullopt;
  const int more = *usage.runtimes - *before.runtimes;
  const double change = (*usage.unitsPerHour - *before.unitsPerHour) * more;
  const store::LedgerRow* moved = nullptr;
  for (const store::LedgerRow& row : rows) {
    const bool came = row.startedAt >= before.at, went = row.endedAt > 0;
    if (!came && !went) continue;
    if (moved || (came && went) || came != (more > 0)) return std::nullopt;
    moved = &row;
  }
  if (!moved || std::abs(more) != 1 || change < kLeastRate) return std::nullopt;
  const RateSource known = rateSourceFromWord(moved->rateFrom);
  if (isMeasured(known)) return std::nullopt;
  // Machines that come and die between two samples hide in the number: what was seen before on one of this kind shows it.
  if (known == RateSource::Learned && std::abs(change - moved->unitsPerHour.value_or(0)) > kAgreement * change) {
    return std::nullopt;
  }
  return FoundRate{moved->id, {change, RateSource::Difference}};
}

}  // namespace

QString toWord(RateSource source) {
  return std::find_if(words().begin(), words().end(), [&](const auto& one) { return one.first == source; })->second;
}

RateSource rateSourceFromWord(const QString& word) {
  const auto found = std::find_if(words().begin(), words().end(), [&](const auto& one) { return one.second == word; });
  return found == words().end() ? RateSource::Unknown : found->first;
}

bool isMeasured(RateSource source) {
  return source == RateSource::Difference || source == RateSource::Alone;
}

std::vector<FoundRate> findRates(const std::vector<store::LedgerRow>& rows, const store::UsageRow& usage,
                                 const std::optional<store::UsageRow>& before) {
  std::vector<FoundRate> found;
  if (rows.empty() || !usage.unitsPerHour || !usage.runtimes) return found;
  if (before) {
    if (const auto difference = differenceOf(rows, usage, *before)) found.push_back(*difference);
  }
  std::vector<store::LedgerRow> open = rows;
  std::erase_if(open, [](const store::LedgerRow& row) { return row.endedAt > 0; });
  if (open.empty() || *usage.unitsPerHour < kLeastRate) return found;
  if (*usage.runtimes == 1 && open.size() == 1) {
    std::erase_if(found, [&](const FoundRate& one) { return one.id == open.front().id; });
    found.push_back({open.front().id, {*usage.unitsPerHour, RateSource::Alone}});
    return found;
  }
  if (static_cast<size_t>(*usage.runtimes) != open.size()) return found;  // others' machines are among them
  double left = *usage.unitsPerHour;
  double weights = 0;
  std::vector<const store::LedgerRow*> unknown;
  for (const store::LedgerRow& row : open) {
    const bool isNew = !found.empty() && found.front().id == row.id;
    if (isNew || isMeasured(rateSourceFromWord(row.rateFrom))) {
      left -= isNew ? found.front().rate.unitsPerHour : row.unitsPerHour.value_or(0);
    } else {
      unknown.push_back(&row);
      weights += row.unitsPerHour.value_or(0);
    }
  }
  if (unknown.empty() || left < kLeastRate) return found;
  const bool isWeighted =
      weights > 0 && std::all_of(unknown.begin(), unknown.end(), [](const auto* row) { return row->unitsPerHour; });
  for (const store::LedgerRow* row : unknown) {
    const double share = isWeighted ? *row->unitsPerHour / weights : 1.0 / static_cast<double>(unknown.size());
    found.push_back({row->id, {left * share, RateSource::Share}});
  }
  return found;
}

std::optional<double> unitsOf(const store::LedgerRow& row, EpochMs from, EpochMs to, EpochMs now) {
  if (!row.unitsPerHour) return std::nullopt;
  const EpochMs begin = std::max(row.startedAt, from);
  const EpochMs end = std::min(row.endedAt ? row.endedAt : now, to);
  return end > begin ? static_cast<double>(end - begin) / kMsPerHour * *row.unitsPerHour : 0.0;
}

}  // namespace cc::jobs
