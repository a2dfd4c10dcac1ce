// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace cc::ui {

// One line of plain text that ends in "…" where its place is too narrow; text() stays whole.
class ElidedLabel : public QLabel {
  Q_OBJECT
public:
  using QLabel::QLabel;
  QSize sizeHint() const override { return minimumSizeHint(); }
  QSize minimumSizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace cc::ui
