// SPDX-License-Identifier: GPL-3.0-or-later
// Marks, menus and focus of the style. A control's edge stands 3:1 off what lies around it, in light and in dark.
#include "ui/look/CalmStyle.h"

#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace cc::ui {

namespace {

struct MarkColors {
  QColor edge, back, tick;
};

MarkColors markColors(const QStyleOption& option, bool on, bool onHighlight) {
  const QPalette& p = option.palette;
  if (onHighlight) {
    const QColor ink = p.color(QPalette::HighlightedText);
    return {ink, on ? ink : QColor(Qt::transparent), p.color(QPalette::Highlight)};
  }
  if (!(option.state & QStyle::State_Enabled)) {
    const QColor faint = p.color(QPalette::Disabled, QPalette::Text);
    return {faint, p.color(QPalette::Window), faint};
  }
  const bool pointed = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
  const QColor edge = p.color(on || pointed ? QPalette::Link : QPalette::PlaceholderText);
  return {edge, p.color(on ? QPalette::Highlight : QPalette::Base), p.color(QPalette::HighlightedText)};
}

}  // namespace

void CalmStyle::drawCheckBox(const QStyleOption* option, QPainter* painter, const QWidget* widget) const {
  const bool some = option->state & State_NoChange;
  const bool on = some || (option->state & State_On);
  const bool inMenu = qobject_cast<const QMenu*>(widget) != nullptr;
  const auto [edge, back, tick] = markColors(*option, on, inMenu && (option->state & State_Selected));
  const qreal side = qMin(16, qMin(option->rect.width(), option->rect.height())) - 1;
  QRectF box(0, 0, side, side);
  box.moveCenter(QRectF(option->rect).center());
  box.moveTopLeft(QPointF(qFloor(box.left()) + 0.5, qFloor(box.top()) + 0.5));
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(edge);
  painter->setBrush(back);
  painter->drawRoundedRect(box, 3, 3);
  if (on) {
    painter->setPen(QPen(tick, qMax(1.6, side / 8), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    const auto at = [&box](qreal x, qreal y) { return box.topLeft() + QPointF(box.width() * x, box.height() * y); };
    QPainterPath path(some ? at(0.25, 0.5) : at(0.22, 0.53));
    if (!some) path.lineTo(at(0.42, 0.73));
    path.lineTo(some ? at(0.75, 0.5) : at(0.79, 0.29));
    painter->drawPath(path);
  }
  painter->restore();
}

void CalmStyle::drawMenuPanel(const QStyleOption* option, QPainter* painter) const {
  painter->save();
  painter->setPen(option->palette.color(QPalette::Dark));
  painter->setBrush(option->palette.color(QPalette::Base));
  painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
  painter->restore();
}

// Only for who goes by the keyboard: a mouse needs no ring.
void CalmStyle::drawFocusRing(const QRectF& around, const QColor& color, QPainter* painter) {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(color, 2));
  painter->setBrush(Qt::NoBrush);
  painter->drawRoundedRect(around.adjusted(1, 1, -1, -1), 4, 4);
  painter->restore();
}

void CalmStyle::drawComboBox(const QStyleOptionComboBox& combo, QPainter* painter, const QWidget* widget) const {
  drawField(&combo, painter, combo.palette.color(QPalette::Button));
  const QRect place = subControlRect(CC_ComboBox, &combo, SC_ComboBoxArrow, widget);
  QStyleOption arrow(combo);
  arrow.rect = QRect(place.center() - QPoint(4, 3), QSize(8, 8));
  QProxyStyle::drawPrimitive(PE_IndicatorArrowDown, &arrow, painter, widget);
}

// Fusion puts the arrow of such a button below its text's baseline, in the corner.
void CalmStyle::drawMenuButton(const QStyleOptionToolButton& button, QPainter* painter, const QWidget* widget) const {
  QStyleOptionToolButton copy(button);
  copy.features &= ~QStyleOptionToolButton::HasMenu;
  QProxyStyle::drawComplexControl(CC_ToolButton, &copy, painter, widget);
  QStyleOption arrow(button);
  const QRect& rect = button.rect;
  arrow.rect = visualRect(button.direction, rect, QRect(rect.right() - kMenuArrowRoom, rect.center().y() - 3, 8, 8));
  QProxyStyle::drawPrimitive(PE_IndicatorArrowDown, &arrow, painter, widget);
}

}  // namespace cc::ui
