// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/CalmStyle.h"

#include "ui/look/Icons.h"
#include "ui/look/Theme.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleOption>
#include <QTreeWidget>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace cc::ui;

namespace {

// As WCAG 2 defines them.
double luminance(const QColor& color) {
  const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (qMax(x, y) + 0.05) / (qMin(x, y) + 0.05);
}

constexpr double kText = 4.5, kMark = 3.0;
constexpr QPalette::ColorRole kBacks[] = {QPalette::Window, QPalette::Base, QPalette::AlternateBase, QPalette::Button};

struct CalmStyleTest : testing::TestWithParam<QPalette> {
  CalmStyle style;
  const QPalette palette = GetParam();

  QImage paint(QStyle::PrimitiveElement element, QStyleOption& option, QPalette::ColorRole back) {
    QImage image(option.rect.size(), QImage::Format_RGB32);
    image.fill(palette.color(back));
    QPainter painter(&image);
    option.palette = palette;
    style.drawPrimitive(element, &option, &painter, nullptr);
    return image;
  }
  static double strongest(const QImage& image, const QColor& back) {
    double most = 1;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) most = qMax(most, contrast(image.pixelColor(x, y), back));
    }
    return most;
  }
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Palettes, CalmStyleTest, testing::Values(lightPalette(), darkPalette()),
                         [](const auto& made) { return isDark(made.param) ? "Dark" : "Light"; });

TEST_P(CalmStyleTest, EveryTextStandsOutFromEveryBackground) {
  for (const auto back : kBacks) {
    for (const auto text : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText,
                            QPalette::Link, QPalette::ToolTipText}) {
      EXPECT_GE(contrast(palette.color(text), palette.color(back)), kText) << text << " on " << back;
    }
    for (const auto tone :
         {Tone::Neutral, Tone::Active, Tone::Waiting, Tone::Good, Tone::Bad, Tone::Warning, Tone::Faint}) {
      EXPECT_GE(contrast(toneColor(tone, palette), palette.color(back)), kText) << int(tone) << " on " << back;
    }
  }
  EXPECT_GE(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)), kText);
}

TEST_P(CalmStyleTest, ACheckBoxIsSeenWhetherCheckedOrNot) {
  for (const auto back : kBacks) {
    QImage looks[2];
    for (const bool on : {false, true}) {
      QStyleOptionButton option;
      option.rect = QRect(0, 0, 16, 16);
      option.state = QStyle::State_Enabled | (on ? QStyle::State_On : QStyle::State_Off);
      looks[on] = paint(QStyle::PE_IndicatorCheckBox, option, back);
      EXPECT_GE(strongest(looks[on], palette.color(back)), kMark) << on << " on " << back;
      EXPECT_GE(contrast(looks[on].pixelColor(0, 8), palette.color(back)), kMark) << "edge, on " << back;
    }
    EXPECT_GE(strongest(looks[1], palette.color(QPalette::Highlight)), kText) << "the tick in its box";
    EXPECT_NE(looks[0], looks[1]);
  }
}

TEST_P(CalmStyleTest, TheFocusOfAButtonIsSeenOnAPrimaryOneToo) {
  for (const bool primary : {false, true}) {
    QStyleOptionButton option;
    option.rect = QRect(0, 0, 90, 30);
    option.features = primary ? QStyleOptionButton::DefaultButton : QStyleOptionButton::None;
    option.state = QStyle::State_Enabled;
    const QImage without = paint(QStyle::PE_PanelButtonCommand, option, QPalette::Window);
    option.state |= QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    const QImage with = paint(QStyle::PE_PanelButtonCommand, option, QPalette::Window);
    double most = 1;
    for (int y = 0; y < 30; ++y) most = qMax(most, contrast(with.pixelColor(45, y), without.pixelColor(45, y)));
    EXPECT_GE(most, kMark) << primary;
  }
}

TEST(CalmStyleBars, AScrollBarStandsOnTheColourOfWhatItScrolls) {
  CalmStyle style;
  for (const auto role : {QPalette::Window, QPalette::Base}) {
    QTreeWidget tree;
    tree.setPalette(lightPalette());
    tree.viewport()->setBackgroundRole(role);
    tree.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    tree.verticalScrollBar()->setStyle(&style);
    tree.resize(200, 200);
    const QImage bar = tree.verticalScrollBar()->grab().toImage();
    EXPECT_EQ(bar.pixelColor(1, bar.height() / 2), lightPalette().color(role));
  }
}

TEST(CalmStyleSizes, AButtonLeavesRoomAroundItsText) {
  auto* style = new CalmStyle;
  for (const QString& text : {u"OK"_s, u"Tout vérifier à nouveau…"_s}) {
    QPushButton button(text);
    style->setParent(&button);
    button.setStyle(style);
    EXPECT_GE(button.sizeHint().width(), button.fontMetrics().horizontalAdvance(text) + 24) << text.toStdString();
    button.setStyle(nullptr);
    style->setParent(nullptr);
  }
  delete style;
}
