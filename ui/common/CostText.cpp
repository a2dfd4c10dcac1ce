// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/CostText.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cc::ui {

QString unitsNumber(double units) {
  const double size = std::abs(units);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return QLocale().toString(units, 'f', decimals);
}

QString costText(const std::optional<double>& units, bool estimated) {
  if (!units) return {};
  const QString text = QCoreApplication::translate("CostText", "%1 units").arg(unitsNumber(*units));
  return estimated ? u"~ "_s + text : text;
}

QString tierText(const QString& tier) {
  if (tier == u"pro_plus"_s) return u"Pro+"_s;
  if (tier == u"pro"_s) return u"Pro"_s;
  return tier == u"none"_s ? QCoreApplication::translate("CostText", "free") : QString();
}

QString rateText(double unitsPerHour) {
  return QCoreApplication::translate("CostText", "%1 units an hour").arg(unitsNumber(unitsPerHour));
}

}  // namespace cc::ui
