// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Config.h"

#include <QRegularExpression>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace cc {

namespace {
struct Unit {
  QLatin1StringView name;
  qint64 ms;
};
constexpr std::array kUnits{Unit{"d"_L1, 86'400'000}, Unit{"h"_L1, 3'600'000}, Unit{"m"_L1, 60'000},
                            Unit{"s"_L1, 1'000}, Unit{"ms"_L1, 1}};
constexpr double kLongestMs =
    100.0 * 366 * 86'400'000;  // a century: beyond is a mistake, and sums stay far from overflow
}  // namespace

std::optional<qint64> parseDuration(const QString& text) {
  const QString trimmed = text.trimmed();
  bool plain = false;
  const double seconds = trimmed.toDouble(&plain);
  if (plain) {
    if (!(seconds >= 0) || seconds * 1000 > kLongestMs) return std::nullopt;
    return qRound64(seconds * 1000);
  }
  static const QRegularExpression part(u"\\G\\s*(\\d+(?:\\.\\d+)?)\\s*(ms|d|h|m|s)"_s);
  double total = 0;
  qsizetype at = 0;
  size_t nextUnit = 0;
  while (at < trimmed.size()) {
    const auto match = part.match(trimmed, at);
    if (!match.hasMatch()) return std::nullopt;
    size_t unit = nextUnit;
    while (unit < kUnits.size() && kUnits[unit].name != match.capturedView(2)) ++unit;
    if (unit == kUnits.size()) return std::nullopt;  // twice the same, or a small one before a big one
    total += match.capturedView(1).toDouble() * static_cast<double>(kUnits[unit].ms);
    nextUnit = unit + 1;
    at = match.capturedEnd();
  }
  if (trimmed.isEmpty() || total > kLongestMs) return std::nullopt;
  return qRound64(total);
}

QString formatDuration(qint64 ms) {
  if (ms <= 0) return u"0s"_s;
  QString out;
  for (const Unit& unit : kUnits) {
    if (ms < unit.ms) continue;
    out += QString::number(ms / unit.ms) + unit.name;
    ms %= unit.ms;
  }
  return out;
}

std::optional<QString> nearest(const QString& word, const QStringList& candidates) {
  std::optional<QString> best;
  qsizetype bestDistance = std::max<qsizetype>(1, word.size() / 3) + 1;
  for (const QString& candidate : candidates) {
    const QString a = word.toLower(), b = candidate.toLower();
    // Optimal string alignment: a swap of two neighbours counts as one error.
    std::vector<std::vector<qsizetype>> cost(static_cast<size_t>(a.size()) + 1,
                                             std::vector<qsizetype>(static_cast<size_t>(b.size()) + 1));
    for (size_t i = 0; i < cost.size(); ++i) {
      for (size_t j = 0; j < cost[i].size(); ++j) {
        if (i == 0 || j == 0) {
          cost[i][j] = static_cast<qsizetype>(i + j);
          continue;
        }
        const auto ai = static_cast<qsizetype>(i) - 1, bj = static_cast<qsizetype>(j) - 1;
        cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[ai] != b[bj])});
        if (i > 1 && j > 1 && a[ai] == b[bj - 1] && a[ai - 1] == b[bj]) {
          cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    if (cost.back().back() < bestDistance) {
      bestDistance = cost.back().back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace cc
