// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/DropHint.h"

#include "ui/look/Icons.h"

#include <QPainter>

namespace cc::ui {

using namespace Qt::StringLiterals;

DropHint::DropHint(QWidget* parent) : QWidget(parent) {
  setObjectName(u"dropHintOverlay"_s);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void DropHint::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor veil = palette().color(QPalette::Window);
  veil.setAlpha(200);
  painter.fillRect(rect(), veil);
  const QColor accent = toneColor(Tone::Active, palette());
  painter.setPen(QPen(accent, 2, Qt::DashLine));
  painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 12, 12);
  const QRect icon(rect().center().x() - 28, rect().center().y() - 60, 56, 56);
  themedIcon(u"drop"_s, accent).paint(&painter, icon);
  QFont big = font();
  big.setPointSizeF(big.pointSizeF() * 1.4);
  painter.setFont(big);
  painter.setPen(accent);
  painter.drawText(rect().adjusted(20, 30, -20, 0), Qt::AlignCenter, tr("Drop notebooks or a folder to run them"));
}

}  // namespace cc::ui
