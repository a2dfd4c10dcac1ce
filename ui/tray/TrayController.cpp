// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray/TrayController.h"

#include "ui/look/Icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QPainter>

namespace cc::ui {

using namespace Qt::StringLiterals;

TrayController::TrayController(QObject* parent) : QObject(parent), m_menu(std::make_unique<QMenu>()) {
  m_menu->setObjectName(u"trayMenu"_s);
  m_counts = m_menu->addAction(QString());
  m_counts->setObjectName(u"trayCountsAction"_s);
  m_counts->setEnabled(false);
  m_menu->addSeparator();
  auto* open = m_menu->addAction(themedIcon(u"window"_s), tr("Open window"));
  open->setObjectName(u"trayOpenAction"_s);
  auto* create = m_menu->addAction(themedIcon(u"new-job"_s), tr("New job…"));
  create->setObjectName(u"trayNewJobAction"_s);
  m_hold = m_menu->addAction(themedIcon(u"hold"_s), tr("Hold queue"));
  m_hold->setObjectName(u"trayHoldAction"_s);
  m_hold->setCheckable(true);
  m_menu->addSeparator();
  auto* quit = m_menu->addAction(themedIcon(u"quit"_s), tr("Quit"));
  quit->setObjectName(u"trayQuitAction"_s);
  connect(open, &QAction::triggered, this, &TrayController::openRequested);
  connect(create, &QAction::triggered, this, &TrayController::newJobRequested);
  connect(m_hold, &QAction::triggered, this, &TrayController::holdQueueRequested);
  connect(quit, &QAction::triggered, this, &TrayController::quitRequested);
  connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
    if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) Q_EMIT openRequested();
  });
  connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayController::messageClicked);
  m_icon.setContextMenu(m_menu.get());
  setCounts(0, 0);
}

TrayController::~TrayController() {
  m_icon.setContextMenu(nullptr);
}

void TrayController::show() {
  updateIcon();
  m_icon.show();
}

void TrayController::setCounts(int running, int queued) {
  m_running = running;
  m_queued = queued;
  const QString text = running == 0 && queued == 0
                           ? tr("Nothing is running")
                           : tr("%n running", nullptr, running) + u", "_s + tr("%n queued", nullptr, queued);
  m_counts->setText(text);
  m_icon.setToolTip(QCoreApplication::applicationName() + u"\n"_s + text);
  updateIcon();
}

void TrayController::setQueueHeld(bool held) {
  m_hold->setChecked(held);
  m_hold->setText(held ? tr("Queue is on hold") : tr("Hold queue"));
}

void TrayController::setAttention(bool on) {
  if (on == m_attention) return;
  m_attention = on;
  updateIcon();
}

void TrayController::message(const QString& title, const QString& text) {
  m_icon.showMessage(title, text, applicationIcon(), 8000);
}

void TrayController::updateIcon() {
  QIcon icon;
  for (const int size : {22, 32, 48, 64}) {
    QPixmap pixmap = applicationIcon().pixmap(size);
    if (m_running > 0 || m_attention) {
      QPainter painter(&pixmap);
      painter.setRenderHint(QPainter::Antialiasing);
      const qreal d = size * 0.42;
      painter.setPen(QPen(Qt::white, size / 16.0));
      painter.setBrush(m_attention ? QColor(0xd6473f) : QColor(0x25995a));
      painter.drawEllipse(QRectF(size - d - 1, size - d - 1, d, d));
    }
    icon.addPixmap(pixmap);
  }
  m_icon.setIcon(icon);
}

}  // namespace cc::ui
