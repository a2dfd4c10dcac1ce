// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/UsageText.h"

#include "ui/common/CostText.h"
#include "ui/jobs/JobText.h"
#include "ui/look/ErrorText.h"

#include <QCoreApplication>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::UsageInfo;

namespace {

constexpr qint64 kSoonMs = 30 * 60'000;
constexpr double kNothing = 0.005;

struct Text {
  Q_DECLARE_TR_FUNCTIONS(UsageText)
};

std::optional<double> leftOf(const UsageInfo& usage) {
  if (!usage.units && !usage.freeUnits) return std::nullopt;
  return usage.units.value_or(0) + usage.freeUnits.value_or(0);
}

bool spends(const UsageInfo& usage) {
  return usage.unitsPerHour && *usage.unitsPerHour > kNothing;
}

}  // namespace

QString usageShort(const UsageInfo& usage) {
  if (usage.at == 0) return usage.error ? Text::tr("Colab cannot be asked") : QString();
  QStringList parts;
  if (const QString tier = tierText(usage.tier); !tier.isEmpty()) parts << tier;
  if (const auto left = leftOf(usage)) parts << Text::tr("%1 units left").arg(unitsNumber(*left));
  if (spends(usage)) parts << rateText(*usage.unitsPerHour);
  if (usage.lastsUntil > 0) parts << Text::tr("lasts until %1").arg(timeText(usage.lastsUntil));
  return parts.join(u"  ·  "_s);
}

QString usageLong(const UsageInfo& usage) {
  QStringList lines;
  if (!usage.account.isEmpty()) lines << usage.account;
  if (usage.error) lines << errorText(*usage.error).what;
  const auto limited = [](double spent, double limit) {
    return limit > 0 ? Text::tr("%1 of %2 units").arg(unitsNumber(spent), unitsNumber(limit)) : costText(spent, false);
  };
  lines << Text::tr("Spent here today: %1").arg(limited(usage.spentToday, usage.dayLimit));
  lines << Text::tr("Spent here this month: %1").arg(limited(usage.spentThisMonth, usage.monthLimit));
  if (usage.fellToday && *usage.fellToday - usage.spentToday > 0.05 + usage.spentToday * 0.1)
    lines << Text::tr("The balance fell by %1 today: machines elsewhere cost as well")
                 .arg(costText(usage.fellToday, false));
  if (usage.freeUnits && usage.freeRefillAt > 0)
    lines << Text::tr("Free units again at %1").arg(timeText(usage.freeRefillAt));
  if (usage.at > 0) lines << Text::tr("As of %1").arg(timeText(usage.at));
  return lines.join(u'\n');
}

Tone usageTone(const UsageInfo& usage, EpochMs now) {
  const auto left = leftOf(usage);
  if (left && *left < kNothing) return Tone::Bad;
  if (usage.lastsUntil > 0 && usage.lastsUntil - now < kSoonMs) return Tone::Warning;
  return Tone::Neutral;
}

bool exceeds(const engine::ForecastInfo& forecast, qsizetype jobs) {
  return forecast.units && forecast.balance && *forecast.units * double(jobs) > *forecast.balance;
}

QString forecastText(const engine::ForecastInfo& forecast, qsizetype jobs) {
  if (!forecast.paid || !forecast.unitsPerHour) return {};
  QString rate = Text::tr("%1 (%2)").arg(rateText(*forecast.unitsPerHour), rateFromText(forecast.rateFrom));
  if (!forecast.units) return rate;
  const QString units = costText(*forecast.units * double(jobs), false);
  QString text = forecast.basis == u"limit"_s
                     ? Text::tr("At most %1 by the time limit").arg(units)
                     : Text::tr("About %1 as in %n earlier run(s)", nullptr, forecast.runs).arg(units);
  text += u"; "_s + rate;
  if (exceeds(forecast, jobs)) text += u". "_s + Text::tr("Only %1 left").arg(costText(forecast.balance, false));
  return text;
}

}  // namespace cc::ui
