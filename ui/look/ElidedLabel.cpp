// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/ElidedLabel.h"

#include <QPainter>
#include <QStyle>

namespace cc::ui {

QSize ElidedLabel::minimumSizeHint() const {
  return {fontMetrics().averageCharWidth() * 4, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRect place = contentsRect();
  style()->drawItemText(&painter, place, int(alignment()) | Qt::TextSingleLine, palette(), isEnabled(),
                        fontMetrics().elidedText(text(), Qt::ElideMiddle, place.width()), foregroundRole());
}

}  // namespace cc::ui
