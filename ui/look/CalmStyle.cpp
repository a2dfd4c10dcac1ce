// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/CalmStyle.h"

#include "ui/look/Icons.h"

#include <QAbstractSpinBox>
#include <QPainter>
#include <QScrollArea>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QColor mix(const QColor& a, const QColor& b, double share) {
  const auto part = [share](int x, int y) { return int(x * (1 - share) + y * share); };
  return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

// Of two lists with a selection, the one that the keys go to must be told from the other.
const QColor kRest(0x5a6472);

bool restsAsSelected(const QStyleOptionViewItem& item, const QWidget* view) {
  return (item.state & QStyle::State_Selected) && view && !view->hasFocus() && view->windowType() != Qt::Popup &&
         view->window()->windowType() != Qt::Popup;
}

// A bar stands on the colour of what it scrolls: a form's is the window's, a table's its base.
QPalette::ColorRole backgroundOfScrolled(const QWidget* bar) {
  for (const QWidget* at = bar ? bar->parentWidget() : nullptr; at; at = at->parentWidget()) {
    const auto* page = qobject_cast<const QScrollArea*>(at);
    if (page && page->widget()) return page->widget()->backgroundRole();
    if (const auto* area = qobject_cast<const QAbstractScrollArea*>(at)) return area->viewport()->backgroundRole();
  }
  return QPalette::Window;
}

bool hasOwnArrow(const QStyleOptionToolButton& button) {
  return (button.features & QStyleOptionToolButton::HasMenu) &&
         !(button.features & QStyleOptionToolButton::MenuButtonPopup);
}

}  // namespace

CalmStyle::CalmStyle() : QProxyStyle(QStyleFactory::create(u"Fusion"_s)) {}

void CalmStyle::drawHeaderSection(const QStyleOption* option, QPainter* painter) const {
  const QPalette& p = option->palette;
  QColor back = p.color(QPalette::Base);
  if (option->state & State_MouseOver) back = mix(back, p.color(QPalette::Text), 0.06);
  painter->fillRect(option->rect, back);
  painter->setPen(p.color(QPalette::Mid));
  painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
  painter->drawLine(option->rect.right(), option->rect.top() + 7, option->rect.right(), option->rect.bottom() - 7);
}

void CalmStyle::drawTabShape(const QStyleOption* option, QPainter* painter) const {
  const bool selected = option->state & State_Selected;
  if (!selected && !(option->state & State_MouseOver)) return;
  const QPalette& p = option->palette;
  QRect line = option->rect.adjusted(8, 0, -8, 0);
  line.setTop(line.bottom() - 1);
  painter->fillRect(line, selected ? p.color(QPalette::Highlight) : p.color(QPalette::Mid));
}

void CalmStyle::drawButton(const QStyleOption* option, QPainter* painter) const {
  const QPalette& p = option->palette;
  const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
  const bool enabled = option->state & State_Enabled;
  const bool primary = button && (button->features & QStyleOptionButton::DefaultButton) && enabled;
  QColor back = primary ? p.color(QPalette::Highlight) : p.color(QPalette::Button);
  const QColor over = primary ? QColor(Qt::white) : p.color(QPalette::Text);
  if (option->state & (State_Sunken | State_On)) {
    back = mix(back, over, 0.16);
  } else if (enabled && (option->state & State_MouseOver)) {
    back = mix(back, over, 0.08);
  }
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(primary ? back.darker(110) : p.color(QPalette::Mid));
  painter->setBrush(back);
  painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  painter->restore();
  if ((option->state & State_HasFocus) && (option->state & State_KeyboardFocusChange)) {
    const QRectF inside = QRectF(option->rect).adjusted(1, 1, -1, -1);
    drawFocusRing(primary ? inside : QRectF(option->rect),
                  p.color(primary ? QPalette::HighlightedText : QPalette::Link), painter);
  }
}

void CalmStyle::drawField(const QStyleOption* option, QPainter* painter, const QColor& back) const {
  const QPalette& p = option->palette;
  const bool focus = (option->state & State_HasFocus) && (option->state & State_Enabled);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setBrush(back);
  painter->setPen(p.color(focus ? QPalette::Link : QPalette::Mid));
  painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  painter->restore();
}

void CalmStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
  switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
      drawHeaderSection(option, painter);
      return;
    case CE_TabBarTabShape:
      drawTabShape(option, painter);
      return;
    case CE_ToolBar:
      painter->fillRect(option->rect, option->palette.color(QPalette::Window));
      return;
    case CE_Splitter: {
      const QPoint c = option->rect.center();
      painter->setPen(option->palette.color(QPalette::Mid));
      if (option->state & State_Horizontal) {
        painter->drawLine(c.x(), option->rect.top(), c.x(), option->rect.bottom());
      } else {
        painter->drawLine(option->rect.left(), c.y(), option->rect.right(), c.y());
      }
      return;
    }
    case CE_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
          item && item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty()) {
        const int y = item->rect.center().y();
        painter->setPen(item->palette.color(QPalette::Dark));
        painter->drawLine(item->rect.left() + 8, y, item->rect.right() - 8, y);
        return;
      }
      break;
    case CE_PushButtonLabel: {
      const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
      if (button && (button->features & QStyleOptionButton::DefaultButton) && (option->state & State_Enabled)) {
        QStyleOptionButton copy(*button);
        copy.palette.setColor(QPalette::ButtonText, copy.palette.color(QPalette::HighlightedText));
        QProxyStyle::drawControl(element, &copy, painter, widget);
        return;
      }
      break;
    }
    default:
      break;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void CalmStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
  switch (element) {
    case PE_PanelButtonCommand:
      drawButton(option, painter);
      return;
    case PE_PanelLineEdit:
      if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option); frame && frame->lineWidth > 0) {
        drawField(option, painter, option->palette.color(QPalette::Base));
        return;
      }
      break;
    case PE_IndicatorCheckBox:
      drawCheckBox(option, painter, widget);
      return;
    case PE_PanelItemViewItem:
    case PE_PanelItemViewRow:
      if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
          item && restsAsSelected(*item, widget)) {
        QStyleOptionViewItem copy(*item);
        copy.palette.setColor(QPalette::Highlight, mix(copy.palette.color(QPalette::Highlight), kRest, 0.75));
        QProxyStyle::drawPrimitive(element, &copy, painter, widget);
        return;
      }
      break;
    case PE_PanelMenu:
      drawMenuPanel(option, painter);
      return;
    case PE_FrameFocusRect:
      if (option->state & State_KeyboardFocusChange) {
        drawFocusRing(option->rect, option->palette.color(QPalette::Link), painter);
      }
      return;
    case PE_PanelScrollAreaCorner:
      painter->fillRect(option->rect, option->palette.color(QPalette::Base));
      return;
    case PE_FrameTabWidget:
    case PE_FrameTabBarBase:
    case PE_PanelStatusBar:
    case PE_FrameStatusBarItem:
      return;
    case PE_PanelButtonTool:
      if (option->state & (State_Sunken | State_On | State_MouseOver)) {
        if (!(option->state & State_Enabled)) return;
        const bool down = option->state & (State_Sunken | State_On);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(
            mix(option->palette.color(QPalette::Window), option->palette.color(QPalette::Text), down ? 0.16 : 0.08));
        painter->drawRoundedRect(option->rect.adjusted(1, 1, -1, -1), 4, 4);
        painter->restore();
      }
      return;
    default:
      break;
  }
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

// A slim rounded handle, no arrows: wheel, keys and drags do their work.
void CalmStyle::drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
  const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
  painter->fillRect(option->rect, option->palette.color(backgroundOfScrolled(widget)));
  if (!bar || bar->maximum <= bar->minimum) return;
  const QRectF handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
  const bool sideways = bar->orientation == Qt::Horizontal;
  const QRectF slim = sideways ? handle.adjusted(2, 3, -2, -3) : handle.adjusted(3, 2, -3, -2);
  QColor color = option->palette.color(QPalette::Text);
  const bool active = option->activeSubControls & SC_ScrollBarSlider;
  color.setAlpha(active && (option->state & State_Sunken) ? 130 : active ? 95 : 60);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  painter->setBrush(color);
  const qreal radius = qMin(slim.width(), slim.height()) / 2;
  painter->drawRoundedRect(slim, radius, radius);
  painter->restore();
}

void CalmStyle::drawSpinBox(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const {
  const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
  if (!spin) return;
  drawField(option, painter, option->palette.color(QPalette::Base));
  for (const auto& [sub, arrow, step] :
       {std::tuple{SC_SpinBoxUp, PE_IndicatorArrowUp, QAbstractSpinBox::StepUpEnabled},
        std::tuple{SC_SpinBoxDown, PE_IndicatorArrowDown, QAbstractSpinBox::StepDownEnabled}}) {
    const QRect rect = subControlRect(CC_SpinBox, option, sub, widget);
    QStyleOptionComplex copy(*option);
    copy.rect = QRect(rect.center().x() - 3, rect.center().y() - 3, 8, 8);
    if (!(spin->stepEnabled & step)) copy.state &= ~State_Enabled;
    const bool active = spin->activeSubControls == sub;
    if (active && (option->state & (State_Sunken | State_MouseOver))) {
      QColor back = option->palette.color(QPalette::Text);
      back.setAlpha(option->state & State_Sunken ? 40 : 20);
      painter->fillRect(rect.adjusted(1, 1, -1, -1), back);
    }
    QProxyStyle::drawPrimitive(arrow, &copy, painter, widget);
  }
}

void CalmStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                   const QWidget* widget) const {
  if (control == CC_ScrollBar) {
    drawScrollBar(option, painter, widget);
  } else if (control == CC_SpinBox) {
    drawSpinBox(option, painter, widget);
  } else if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option); combo && !combo->editable) {
    drawComboBox(*combo, painter, widget);
  } else if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option); tool && hasOwnArrow(*tool)) {
    drawMenuButton(*tool, painter, widget);
  } else {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
  }
}

QRect CalmStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                                const QWidget* widget) const {
  const auto* bar = control == CC_ScrollBar ? qstyleoption_cast<const QStyleOptionSlider*>(option) : nullptr;
  if (!bar) return QProxyStyle::subControlRect(control, option, sub, widget);
  const bool sideways = bar->orientation == Qt::Horizontal;
  const int room = sideways ? bar->rect.width() : bar->rect.height();
  const qint64 range = qint64(bar->maximum) - bar->minimum;
  const int length =
      range > 0 ? qBound(qMin(28, room), int(qint64(room) * bar->pageStep / (range + bar->pageStep)), room) : room;
  const int start =
      sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, room - length, bar->upsideDown);
  const auto part = [&](int from, int size) {
    const QRect rect = sideways ? QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height())
                                : QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size);
    return visualRect(bar->direction, bar->rect, rect);
  };
  switch (sub) {
    case SC_ScrollBarSlider:
      return part(start, length);
    case SC_ScrollBarGroove:
      return bar->rect;
    case SC_ScrollBarSubPage:
      return part(0, start);
    case SC_ScrollBarAddPage:
      return part(start + length, room - start - length);
    default:
      return {};
  }
}

int CalmStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_SplitterWidth:
      return 5;
    case PM_ScrollBarExtent:
      return 12;
    case PM_ScrollView_ScrollBarSpacing:
      return 0;
    case PM_HeaderMargin:
      return 8;
    case PM_ToolBarItemSpacing:
      return 2;
    case PM_ToolBarIconSize:
      return 20;
    case PM_SmallIconSize:
      return 16;
    case PM_FocusFrameHMargin:
      return 5;  // the texts of a list stand below those of its header
    case PM_TabBarTabHSpace:
      return 24;
    case PM_TabBarTabVSpace:
      return 14;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
      return 8;
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
      return 0;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int CalmStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* data) const {
  switch (hint) {
    case SH_EtchDisabledText:
      return 0;
    case SH_UnderlineShortcut:
      return 1;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

QSize CalmStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                  const QWidget* widget) const {
  QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
  if (type == CT_PushButton) result = result.expandedTo({qMax(84, size.width() + 28), 30});
  if (const auto* tool = qstyleoption_cast<const QStyleOptionToolButton*>(option); tool && hasOwnArrow(*tool)) {
    result.rwidth() += kMenuArrowRoom;
  }
  if (type == CT_ItemViewItem) result.setHeight(qMax(result.height(), option->fontMetrics.height() + 8));
  if (type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox) result.setHeight(qMax(result.height(), 30));
  return result;
}

// Fusion's own is a grey picture, and the first one asked for makes Qt load every image format it knows.
QIcon CalmStyle::standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const {
  if (icon == SP_LineEditClearButton) return themedIcon(u"close"_s);
  return QProxyStyle::standardIcon(icon, option, widget);
}

}  // namespace cc::ui
