// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/Icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

// Renders at paint time, so that one QIcon serves every theme, size and pixel ratio.
class TintedSvgEngine : public QIconEngine {
public:
  TintedSvgEngine(QString name, QColor tint) : m_name(std::move(name)), m_tint(tint) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    painter->drawPixmap(rect, tinted(rect.size() * ratio, mode));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return tinted(size, mode); }
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal) override { return tinted(size, mode); }
  QIconEngine* clone() const override { return new TintedSvgEngine(m_name, m_tint); }
  QString key() const override { return u"cc-tinted-svg"_s; }
  QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
  bool isNull() override { return false; }

private:
  QColor colorFor(QIcon::Mode mode) const {
    const QPalette palette = QGuiApplication::palette();
    if (mode == QIcon::Disabled) return palette.color(QPalette::Disabled, QPalette::ButtonText);
    if (mode == QIcon::Selected) return palette.color(QPalette::HighlightedText);
    return m_tint.isValid() ? m_tint : palette.color(QPalette::ButtonText);
  }
  QPixmap tinted(const QSize& size, QIcon::Mode mode) {
    const QColor color = colorFor(mode);
    const quint64 key =
        (quint64(color.rgba()) << 32) | (quint64(size.width() & 0xffff) << 16) | quint64(size.height() & 0xffff);
    if (const auto it = m_cache.constFind(key); it != m_cache.constEnd()) return *it;
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QFile file(u":/icons/"_s + m_name + u".svg"_s);
    if (!size.isEmpty() && file.open(QIODevice::ReadOnly)) {
      QSvgRenderer renderer(file.readAll());
      QPainter painter(&pixmap);
      renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
      painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
      painter.fillRect(pixmap.rect(), color);
    }
    m_cache.insert(key, pixmap);
    return pixmap;
  }
  QString m_name;
  QColor m_tint;
  QHash<quint64, QPixmap> m_cache;
};

}  // namespace

QIcon themedIcon(const QString& name, const QColor& tint) {
  return QIcon(new TintedSvgEngine(name, tint));
}

QIcon applicationIcon() {
  return QIcon(u":/icons/colab-controller.svg"_s);
}

bool isDark(const QPalette& palette) {
  return palette.color(QPalette::Base).lightness() < 128;
}

QColor toneColor(Tone tone, const QPalette& palette) {
  const bool dark = isDark(palette);
  switch (tone) {
    case Tone::Neutral:
      return palette.color(QPalette::Text);
    case Tone::Active:
      return dark ? QColor(0x6ea8ff) : QColor(0x1f62d0);
    case Tone::Waiting:
      return dark ? QColor(0xa9b3c1) : QColor(0x5b6675);
    case Tone::Good:
      return dark ? QColor(0x5fcf8a) : QColor(0x1a7f45);
    case Tone::Bad:
      return dark ? QColor(0xff7b72) : QColor(0xc0322b);
    case Tone::Warning:
      return dark ? QColor(0xf0b64c) : QColor(0x9a6400);
    case Tone::Faint:
      return dark ? QColor(0x949eac) : QColor(0x636d7a);
  }
  return palette.color(QPalette::Text);
}

}  // namespace cc::ui
