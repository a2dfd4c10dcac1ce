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
constexpr EpochMs kSettledMs = 30'000;  // nearer samples may both be of the same moment of change

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

// The account's rate rose, or fell, by what the one machine costs that came, or went, between two samples. Machines that
// are being made count there before we know of them: only when all were ours both times is it that one's price.
std::optional<FoundRate> differenceOf(const std::vector<store::LedgerRow>& rows, const store::UsageRow& usage,
                                      const store::UsageRow& before) {
  if (!before.unitsPerHour || !before.runtimes) return std::nullopt;
  const int more = *usage.runtimes - *before.runtimes;
  const double change = (*usage.unitsPerHour - *before.unitsPerHour) * more;
  const store::LedgerRow* moved = nullptr;
  const auto open = std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.endedAt == 0; });
  const auto earlier =
      std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return row.startedAt < before.at; });
  if (open != *usage.runtimes || earlier != *before.runtimes) return std::nullopt;
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

// The account told the same twice and no machine of ours came or went: what it spends is for those that we know of. Told
// in between, it is for one that has gone or that we have not heard of yet.
bool isSettled(const std::vector<store::LedgerRow>& rows, const store::UsageRow& usage,
               const std::optional<store::UsageRow>& before) {
  return before && before->unitsPerHour && before->runtimes == usage.runtimes && usage.at - before->at >= kSettledMs &&
         std::abs(*before->unitsPerHour - *usage.unitsPerHour) < kLeastRate &&
         std::all_of(rows.begin(), rows.end(),
                     [&](const store::LedgerRow& row) { return row.endedAt == 0 && row.startedAt < before->at; });
}

// The machine may have died, and the only one that is counted be another: what was seen before is believed until it lasts.
bool contradicts(const store::LedgerRow& row, double unitsPerHour) {
  const RateSource known = rateSourceFromWord(row.rateFrom);
  const double seen = row.unitsPerHour.value_or(0);
  return (isMeasured(known) || known == RateSource::Learned) && std::abs(unitsPerHour - seen) > kAgreement * seen;
}

// Divides what the account spends among the machines that nothing was measured of, by what each was taken to cost; where
// nothing at all is known of some, they get what the others leave.
void share(double left, const std::vector<store::LedgerRow>& open, bool settled, std::vector<FoundRate>& found) {
  std::vector<const store::LedgerRow*> guessed, unpriced;
  for (const store::LedgerRow& row : open) {
    if (!found.empty() && found.front().id == row.id) {
      left -= found.front().rate.unitsPerHour;
    } else if (isMeasured(rateSourceFromWord(row.rateFrom))) {
      left -= row.unitsPerHour.value_or(0);
    } else {
      (row.unitsPerHour ? guessed : unpriced).push_back(&row);
    }
  }
  double guesses = 0;
  for (const store::LedgerRow* row : guessed) guesses += *row->unitsPerHour;
  if (!unpriced.empty()) {
    const double each = (left - guesses) / static_cast<double>(unpriced.size());
    for (const store::LedgerRow* row : unpriced) {
      if (each >= kLeastRate) found.push_back({row->id, {each, RateSource::Share}});
    }
  } else if (guesses > 0 && left >= kLeastRate && settled) {
    for (const store::LedgerRow* row : guessed)
      found.push_back({row->id, {left * *row->unitsPerHour / guesses, RateSource::Share}});
  }
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
    if (contradicts(open.front(), *usage.unitsPerHour) && !isSettled(rows, usage, before)) return found;
    std::erase_if(found, [&](const FoundRate& one) { return one.id == open.front().id; });
    found.push_back({open.front().id, {*usage.unitsPerHour, RateSource::Alone}});
    return found;
  }
  if (static_cast<size_t>(*usage.runtimes) != open.size()) return found;  // others' machines are among them
  share(*usage.unitsPerHour, open, isSettled(rows, usage, before), found);
  return found;
}

std::optional<double> unitsOf(const store::LedgerRow& row, EpochMs from, EpochMs to, EpochMs now) {
  if (!row.unitsPerHour) return std::nullopt;
  const EpochMs begin = std::max(row.startedAt, from);
  const EpochMs end = std::min(row.endedAt ? row.endedAt : now, to);
  return end > begin ? static_cast<double>(end - begin) / kMsPerHour * *row.unitsPerHour : 0.0;
}

}  // namespace cc::jobs
