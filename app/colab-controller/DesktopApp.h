// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "EngineOpener.h"
#include "Language.h"
#include "ui/look/Dialogs.h"
#include "ui/look/Theme.h"
#include "ui/main/MainWindow.h"
#include "ui/settings/Preferences.h"
#include "ui/settings/WindowState.h"
#include "ui/tray/JobWatcher.h"
#include "ui/tray/Notifier.h"
#include "ui/tray/TrayController.h"
#include "ui/tray/UsageWatcher.h"

#include <QObject>
#include <memory>

class QApplication;

namespace cc::app {

// Composition root of the desktop program: makes the parts, connects them, ends them in order.
class DesktopApp : public QObject {
  Q_OBJECT
public:
  DesktopApp(QApplication& app, const Paths& paths, const QString& sampleNotebook);
  ~DesktopApp() override;
  // Ends in order: the engine stops, what runs elsewhere goes on.
  void quit();
  // One of the two, once, makes and shows the window. Before the event loop runs.
  void start(engine::HostOptions options, const QStringList& notebooks);
  void startFailed(const Error& error);  // also what start() hears of later

private:
  void makeWindow();
  void makeTray();
  void stopEngine();
  void engineOpened(std::shared_ptr<engine::Engine> engine, bool hosted);
  QApplication& m_app;
  QString m_sample;
  ui::OwnFolders m_folders;
  ui::LaunchDefaults m_defaults;
  ui::WindowState m_state;
  ui::Preferences m_preferences;
  Language m_language;
  ui::Theme m_theme;
  ui::DesktopDialogs m_dialogs;
  ui::JobWatcher m_watcher;
  ui::UsageWatcher m_usageWatcher;
  ui::Notifier m_notifier;
  std::unique_ptr<ui::TrayController> m_tray;
  std::unique_ptr<EngineOpener> m_opener;
  std::shared_ptr<engine::Engine> m_engine;
  std::unique_ptr<ui::MainWindow> m_window;
  QStringList m_notebooks;
  QString m_lastNotified;
  bool m_hosted = false, m_quitting = false;
};

}  // namespace cc::app
