// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/DropField.h"

#include "ui/look/Icons.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {
QString onlyFile(const QMimeData* data) {
  const auto urls = data->urls();
  return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}
}  // namespace

DropField::DropField(const QString& invitation, QWidget* parent) : QFrame(parent), m_invitation(invitation) {
  setObjectName(u"clientDropField"_s);
  setAccessibleName(invitation);
  setAcceptDrops(true);
  setMinimumHeight(76);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(18, 12, 14, 12);
  row->setSpacing(12);
  m_text = new QLabel(invitation, this);
  m_text->setObjectName(u"clientFileLabel"_s);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setWordWrap(true);
  m_button = new QPushButton(tr("Choose…"), this);
  m_button->setObjectName(u"chooseClientButton"_s);
  m_button->setAutoDefault(false);
  row->addWidget(m_text, 1);
  row->addWidget(m_button);
}

void DropField::setFile(const QString& path) {
  m_file = path;
  m_text->setText(path.isEmpty() ? m_invitation : QFileInfo(path).fileName());
  m_text->setToolTip(path);
  update();
}

void DropField::dragEnterEvent(QDragEnterEvent* event) {
  if (onlyFile(event->mimeData()).isEmpty()) return;
  event->setDropAction(Qt::CopyAction);
  event->accept();
  m_hot = true;
  update();
}

void DropField::dragLeaveEvent(QDragLeaveEvent*) {
  m_hot = false;
  update();
}

void DropField::dropEvent(QDropEvent* event) {
  m_hot = false;
  event->setDropAction(Qt::CopyAction);
  event->accept();
  update();
  Q_EMIT dropped(onlyFile(event->mimeData()));
}

void DropField::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool full = !m_file.isEmpty();
  const QColor line = toneColor(m_hot || full ? Tone::Active : Tone::Faint, palette());
  painter.setPen(QPen(line, m_hot ? 2 : 1.2, full ? Qt::SolidLine : Qt::DashLine));
  painter.setBrush(palette().color(QPalette::Base));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 8, 8);
}

}  // namespace cc::ui
