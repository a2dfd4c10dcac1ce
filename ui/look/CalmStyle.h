// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QStyleOptionComboBox;
class QStyleOptionToolButton;

namespace cc::ui {

// Fusion without its gradients: flat headers, tabs underlined, thin splitters, quiet tool bars. All colours come from
// the palette.
class CalmStyle : public QProxyStyle {
  Q_OBJECT
public:
  CalmStyle();
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                       const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  QIcon standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const override;

private:
  static constexpr int kMenuArrowRoom = 14;
  void drawHeaderSection(const QStyleOption* option, QPainter* painter) const;
  void drawTabShape(const QStyleOption* option, QPainter* painter) const;
  void drawButton(const QStyleOption* option, QPainter* painter) const;
  void drawScrollBar(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const;
  void drawSpinBox(const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const;
  void drawField(const QStyleOption* option, QPainter* painter, const QColor& back) const;
  void drawCheckBox(const QStyleOption* option, QPainter* painter, const QWidget* widget) const;
  void drawMenuButton(const QStyleOptionToolButton& button, QPainter* painter, const QWidget* widget) const;
  void drawMenuPanel(const QStyleOption* option, QPainter* painter) const;
  void drawComboBox(const QStyleOptionComboBox& combo, QPainter* painter, const QWidget* widget) const;
  static void drawFocusRing(const QRectF& around, const QColor& color, QPainter* painter);
};

}  // namespace cc::ui
