// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/EmptyState.h"

#include "ui/look/Icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cc::ui {

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& hint, QWidget* parent)
    : QWidget(parent), m_iconName(icon) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 16, 24, 16);
  column->addStretch(2);
  m_icon = new QLabel(this);
  m_icon->setAlignment(Qt::AlignCenter);
  m_title = new QLabel(title, this);
  m_title->setAlignment(Qt::AlignCenter);
  m_title->setWordWrap(true);
  m_title->setTextFormat(Qt::PlainText);
  QFont big = font();
  big.setPointSizeF(big.pointSizeF() * 1.25);
  m_title->setFont(big);
  m_hint = new QLabel(hint, this);
  m_hint->setAlignment(Qt::AlignCenter);
  m_hint->setWordWrap(true);
  m_hint->setTextFormat(Qt::PlainText);
  m_buttons = new QHBoxLayout;
  m_buttons->setAlignment(Qt::AlignCenter);
  column->addWidget(m_icon);
  column->addSpacing(6);
  column->addWidget(m_title);
  column->addWidget(m_hint);
  column->addSpacing(10);
  column->addLayout(m_buttons);
  column->addStretch(3);
  refresh();
}

QPushButton* EmptyState::addButton(const QString& text, const QString& objectName, bool primary) {
  auto* button = new QPushButton(text, this);
  button->setObjectName(objectName);
  button->setDefault(primary);
  button->setAutoDefault(false);
  m_buttons->addWidget(button);
  return button;
}

void EmptyState::setTexts(const QString& title, const QString& hint) {
  m_title->setText(title);
  m_hint->setText(hint);
  m_hint->setVisible(!hint.isEmpty());
}

QString EmptyState::title() const {
  return m_title->text();
}

void EmptyState::refresh() {
  m_icon->setPixmap(
      themedIcon(m_iconName, toneColor(Tone::Faint, palette())).pixmap(QSize(40, 40), devicePixelRatioF()));
  QPalette faint = m_hint->palette();
  faint.setColor(QPalette::WindowText, toneColor(Tone::Faint, palette()));
  m_hint->setPalette(faint);
}

void EmptyState::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace cc::ui
