// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/MessageBar.h"

#include "ui/look/ErrorText.h"
#include "ui/look/Icons.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTimer>
#include <QToolButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
  setObjectName(u"messageBar"_s);
  setAccessibleName(tr("Message"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(12, 8, 8, 8);
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(2);
  m_icon = new QLabel(this);
  m_title = new QLabel(this);
  m_title->setObjectName(u"messageTitleLabel"_s);
  m_title->setTextFormat(Qt::PlainText);
  m_title->setWordWrap(true);
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_body = new QLabel(this);
  m_body->setObjectName(u"messageBodyLabel"_s);
  m_body->setTextFormat(Qt::PlainText);
  m_body->setWordWrap(true);
  m_body->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_detailsButton = new QToolButton(this);
  m_detailsButton->setObjectName(u"messageDetailsButton"_s);
  m_detailsButton->setText(tr("Details"));
  m_detailsButton->setCheckable(true);
  m_detailsButton->setToolTip(tr("Show what the system or the server said"));
  auto* close = new QToolButton(this);
  close->setObjectName(u"messageCloseButton"_s);
  close->setIcon(themedIcon(u"close"_s));
  close->setAutoRaise(true);
  close->setToolTip(tr("Dismiss this message"));
  close->setAccessibleName(tr("Dismiss"));
  m_details = new QPlainTextEdit(this);
  m_details->setObjectName(u"messageDetailsText"_s);
  m_details->setAccessibleName(tr("Details of the error"));
  m_details->setReadOnly(true);
  m_details->setMaximumHeight(110);
  m_details->hide();
  grid->addWidget(m_icon, 0, 0, 2, 1, Qt::AlignTop);
  grid->addWidget(m_title, 0, 1);
  grid->addWidget(m_body, 1, 1);
  grid->addWidget(m_detailsButton, 0, 2, 2, 1, Qt::AlignTop);
  grid->addWidget(close, 0, 3, 2, 1, Qt::AlignTop);
  grid->addWidget(m_details, 2, 1, 1, 3);
  grid->setColumnStretch(1, 1);
  connect(close, &QToolButton::clicked, this, &QWidget::hide);
  connect(m_detailsButton, &QToolButton::toggled, m_details, &QWidget::setVisible);
  hide();
}

void MessageBar::showError(const Error& error) {
  const ErrorText text = errorText(error);
  m_isError = true;
  ++m_shown;
  m_title->setText(text.what);
  QStringList lines{text.why, text.next};
  lines.removeAll(QString());
  m_body->setText(lines.join(u' '));
  m_body->setVisible(!lines.isEmpty());
  setDetails(text.details);
  m_icon->setPixmap(
      themedIcon(u"warning"_s, toneColor(Tone::Bad, palette())).pixmap(QSize(20, 20), devicePixelRatioF()));
  show();
  update();
}

void MessageBar::showText(const QString& text) {
  m_isError = false;
  const int shown = ++m_shown;
  m_title->setText(text);
  m_body->hide();
  setDetails({});
  m_icon->setPixmap(
      themedIcon(u"details"_s, toneColor(Tone::Active, palette())).pixmap(QSize(20, 20), devicePixelRatioF()));
  show();
  update();
  QTimer::singleShot(6000, this, [this, shown] {
    if (shown == m_shown) hide();
  });
}

QString MessageBar::text() const {
  return isHidden() ? QString() : m_title->text();
}

void MessageBar::setDetails(const QString& details) {
  m_detailsButton->setChecked(false);
  m_detailsButton->setVisible(!details.isEmpty());
  m_details->setPlainText(details);
}

void MessageBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) update();
}

void MessageBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QColor tone = toneColor(m_isError ? Tone::Bad : Tone::Active, palette());
  QColor back = tone;
  back.setAlpha(isDark(palette()) ? 38 : 22);
  painter.fillRect(rect(), back);
  painter.fillRect(QRect(0, 0, 3, height()), tone);
}

}  // namespace cc::ui
