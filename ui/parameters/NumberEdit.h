// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QAbstractSpinBox>
#include <optional>

namespace cc::ui {

// A spin box for any number that JSON can hold: 64-bit integers, or floats written as the user likes ("1e-4"). Steps
// change the last written digit, so that 0.001 steps by 0.001.
class NumberEdit : public QAbstractSpinBox {
  Q_OBJECT
public:
  enum class Kind { Int, Float };
  explicit NumberEdit(Kind kind, QWidget* parent = nullptr);
  void setValue(const Json& value);
  std::optional<Json> value() const;  // nothing while the text is no such number
  void stepBy(int steps) override;
  QValidator::State validate(QString& input, int& pos) const override;
  static std::optional<Json> parse(const QString& text, Kind kind);
  static QString format(const Json& number);

Q_SIGNALS:
  void valueChanged();

protected:
  StepEnabled stepEnabled() const override;

private:
  Kind m_kind;
};

}  // namespace cc::ui
