// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSystemTrayIcon>
#include <memory>

class QAction;
class QMenu;

namespace cc::ui {

// The icon in the tray: whether something runs or has failed, and the few actions that need no window.
class TrayController : public QObject {
  Q_OBJECT
public:
  explicit TrayController(QObject* parent = nullptr);
  ~TrayController() override;
  static bool isAvailable() { return QSystemTrayIcon::isSystemTrayAvailable(); }
  void show();
  void setCounts(int running, int queued);
  void setQueueHeld(bool held);
  void setAttention(bool on);  // something failed since the window was last looked at
  void message(const QString& title, const QString& text);
  QMenu* menu() const { return m_menu.get(); }

Q_SIGNALS:
  void openRequested();
  void newJobRequested();
  void holdQueueRequested(bool held);
  void quitRequested();
  void messageClicked();

private:
  void updateIcon();
  std::unique_ptr<QMenu> m_menu;
  QSystemTrayIcon m_icon;
  QAction* m_counts;
  QAction* m_hold;
  int m_running = 0, m_queued = 0;
  bool m_attention = false;
};

}  // namespace cc::ui
