// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/NumberEdit.h"

#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <cmath>
#include <limits>

namespace cc::ui {

using namespace Qt::StringLiterals;

NumberEdit::NumberEdit(Kind kind, QWidget* parent) : QAbstractSpinBox(parent), m_kind(kind) {
  connect(lineEdit(), &QLineEdit::textChanged, this, &NumberEdit::valueChanged);
  setAccelerated(true);
}

QString NumberEdit::format(const Json& number) {
  if (number.is_number_integer() || number.is_number_unsigned()) return fromStd(number.dump());
  if (!number.is_number_float()) return {};
  return QString::number(number.get<double>(), 'g', QLocale::FloatingPointShortest);
}

std::optional<Json> NumberEdit::parse(const QString& written, Kind kind) {
  QString text = written.trimmed();
  text.remove(u'_');
  bool ok = false;
  if (const qint64 whole = text.toLongLong(&ok); ok) return kind == Kind::Int ? Json(whole) : Json(double(whole));
  if (kind == Kind::Int) return {};
  const double number = text.toDouble(&ok);
  return ok && std::isfinite(number) ? std::optional<Json>(number) : std::nullopt;
}

void NumberEdit::setValue(const Json& value) {
  lineEdit()->setText(format(value));
}

std::optional<Json> NumberEdit::value() const {
  return parse(text(), m_kind);
}

void NumberEdit::stepBy(int steps) {
  const auto now = value();
  if (!now) return;
  if (m_kind == Kind::Int) {
    const qint64 old = now->get<qint64>(), room = std::numeric_limits<qint64>::max() - std::abs(qint64(steps));
    if (std::abs(old) < room) setValue(old + steps);
    return;
  }
  // The exponent of the last written digit: "0.25" steps by 0.01, "1e-4" by 1e-4.
  static const QRegularExpression shape(u"^\\s*[-+]?(\\d*)(?:\\.(\\d*))?(?:[eE]([-+]?\\d+))?\\s*$"_s);
  const auto match = shape.match(text());
  const int digits = int(match.captured(2).size()), exponent = match.captured(3).toInt();
  const double next = now->get<double>() + steps * std::pow(10.0, exponent - digits);
  lineEdit()->setText(match.captured(3).isEmpty() ? QString::number(next, 'f', digits)
                                                  : QString::number(next, 'e', qMax(0, digits)));
}

QAbstractSpinBox::StepEnabled NumberEdit::stepEnabled() const {
  return value() ? StepUpEnabled | StepDownEnabled : StepEnabled(StepNone);
}

QValidator::State NumberEdit::validate(QString& input, int&) const {
  return parse(input, m_kind) ? QValidator::Acceptable : QValidator::Intermediate;
}

}  // namespace cc::ui
