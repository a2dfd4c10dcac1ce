// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "store/LedgerStore.h"

#include <QString>
#include <optional>
#include <vector>

namespace cc::jobs {

inline constexpr double kMsPerHour = 3'600'000.0;

// How the price of a machine was found, the worst first. Providers tell one rate for the whole account, so that of one
// machine has to be derived.
enum class RateSource {
  Unknown,
  Listed,      // shipped with the program, dated
  Configured,  // the user's own figure
  Learned,     // observed earlier on a machine of the same kind
  Share,       // what the account pays, less what was observed, among the others; when told twice, see findRates()
  Difference,  // by how much the account's rate changed when the machine came, or went
  Alone,       // the account's rate while it was the only machine
};
QString toWord(RateSource source);
RateSource rateSourceFromWord(const QString& word);  // Unknown for any other word
bool isMeasured(RateSource source);

struct Rate {
  double unitsPerHour = 0;
  RateSource source = RateSource::Unknown;
};

// What a sample of the account says about its machines of ours: better rates by id of their rows, none where nothing
// better is known than what the rows hold. before: the sample that preceded it, if any.
struct FoundRate {
  qint64 id = 0;
  Rate rate;
};
// rows: those that go on, and those that ended since before. A share takes the place of another guess only when before
// says the same, half a minute or more ago, of the same machines.
std::vector<FoundRate> findRates(const std::vector<store::LedgerRow>& rows, const store::UsageRow& usage,
                                 const std::optional<store::UsageRow>& before);

// Units that a row used between two times; now: the end of one that goes on. Nothing when no rate is known.
std::optional<double> unitsOf(const store::LedgerRow& row, EpochMs from, EpochMs to, EpochMs now);

}  // namespace cc::jobs
