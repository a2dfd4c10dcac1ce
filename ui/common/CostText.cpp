// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/CostText.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cc::ui {

QString unitsNumber(double units) {
  const double size = std::abs(units);
  const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;  // of what is shown: 99.97 is "100", not "100.0"
  return QLocale().toString(units, 'f', decimals);
}

QString costText(const std::optional<double>& units, bool estimated) {
  if (!units) return {};
  const bool tiny = *units > 0 && *units < 0.005;  // something was paid
  const QString number = tiny ? u"< "_s + unitsNumber(0.01) : unitsNumber(*units);
  const QString text = QCoreApplication::translate("CostText", "%1 units").arg(number);
  return estimated && !tiny ? u"~ "_s + text : text;
}

QString tierText(const QString& tier) {
  if (tier == u"pro_plus"_s) return u"Pro+"_s;
  if (tier == u"pro"_s) return u"Pro"_s;
  return tier == u"none"_s ? QCoreApplication::translate("CostText", "free") : QString();
}

QString rateText(double unitsPerHour) {
  return QCoreApplication::translate("CostText", "%1 units an hour").arg(unitsNumber(unitsPerHour));
}

QString rateFromText(const QString& rateFrom) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("CostText", text); };
  if (rateFrom == u"alone"_s) return tr(QT_TRANSLATE_NOOP("CostText", "observed while it was the only machine"));
  if (rateFrom == u"difference"_s) return tr(QT_TRANSLATE_NOOP("CostText", "observed when the machine came"));
  if (rateFrom == u"share"_s) return tr(QT_TRANSLATE_NOOP("CostText", "its share of what the account spends"));
  if (rateFrom == u"learned"_s) return tr(QT_TRANSLATE_NOOP("CostText", "as observed on an earlier machine"));
  if (rateFrom == u"configured"_s) return tr(QT_TRANSLATE_NOOP("CostText", "as configured"));
  return rateFrom.isEmpty() ? QString() : tr(QT_TRANSLATE_NOOP("CostText", "estimate"));
}

}  // namespace cc::ui
