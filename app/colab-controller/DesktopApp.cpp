// SPDX-License-Identifier: GPL-3.0-or-later
#include "DesktopApp.h"

#include <QApplication>
#include <QDateTime>
#include <QTimer>

namespace cc::app {

using namespace Qt::StringLiterals;
using engine::Engine;

namespace {

constexpr int kTrayMs = 200;         // after the first jobs are seen: the tray talks to the session bus
constexpr int kStopLimitMs = 8'000;  // an engine that does not stop must not keep the program from ending

}  // namespace

DesktopApp::DesktopApp(QApplication& app, const Paths& paths, const QString& sampleNotebook)
    : m_app(app),
      m_sample(sampleNotebook),
      m_folders{.pages = paths.cache + u"/pages"_s,
                .presets = paths.config + u"/presets"_s,
                .sample = paths.data + u"/sample"_s},
      m_state(paths.state + u"/window.ini"_s),
      m_preferences(m_state),
      m_theme(app),
      m_notifier(m_preferences) {
  m_language.apply(m_preferences.language());
  m_theme.setScheme(m_preferences.scheme());
  connect(&m_preferences, &ui::Preferences::schemeChanged, &m_theme, &ui::Theme::setScheme);
  connect(&m_preferences, &ui::Preferences::languageChanged, this, [this](const QString& language) {
    m_language.apply(language);
    // Every text anew: simpler and surer than retranslating each widget. After the dialog's own handler has returned.
    QTimer::singleShot(0, this, &DesktopApp::makeWindow);
  });
  connect(&m_watcher, &ui::JobWatcher::ended, &m_notifier, &ui::Notifier::jobsEnded);
  connect(&m_usageWatcher, &ui::UsageWatcher::low, &m_notifier, &ui::Notifier::unitsLow);
  connect(&m_watcher, &ui::JobWatcher::warned, &m_notifier, &ui::Notifier::jobWarned);
  connect(&m_watcher, &ui::JobWatcher::ended, this, [this](const std::vector<engine::JobSummary>& jobs) {
    const bool bad =
        std::any_of(jobs.begin(), jobs.end(), [](const auto& job) { return job.state != engine::JobState::Succeeded; });
    if (bad && m_tray && !m_window->isActiveWindow()) m_tray->setAttention(true);
  });
  connect(&m_notifier, &ui::Notifier::clicked, this, [this](const QString& job) {
    m_window->bringToFront();
    m_window->selectJob(job);
  });
  connect(&m_notifier, &ui::Notifier::fallback, this,
          [this](const QString& title, const QString& text, const QString& job) {
            m_lastNotified = job;
            if (m_tray) m_tray->message(title, text);
          });
}

DesktopApp::~DesktopApp() = default;

void DesktopApp::makeWindow() {
  const bool visible = !m_window || m_window->isVisible();
  if (m_window) m_window->saveState();
  m_window =
      std::make_unique<ui::MainWindow>(ui::MainWindowParts{m_state, m_preferences, m_dialogs, m_sample, m_folders});
  m_window->setDefaults(m_defaults);
  m_window->setHidesOnClose([] { return ui::TrayController::isAvailable(); });
  connect(m_window.get(), &ui::MainWindow::quitConfirmed, this, &DesktopApp::quit);
  connect(m_window.get(), &ui::MainWindow::changesSeen, this, [this](const engine::ChangeSet& changes) {
    m_watcher.see(changes.jobs);
    if (!m_tray) return;
    m_tray->setCounts(changes.running, changes.queued);
    m_tray->setQueueHeld(changes.queueHeld);
  });
  connect(m_window.get(), &ui::MainWindow::lookedAt, this, [this] {
    if (m_tray) m_tray->setAttention(false);
  });
  if (m_tray) makeTray();
  if (m_engine) m_window->attachEngine(m_engine.get(), m_hosted ? ui::EngineState::Hosted : ui::EngineState::Remote);
  if (visible) m_window->show();
}

void DesktopApp::makeTray() {
  m_tray = std::make_unique<ui::TrayController>();
  connect(m_tray.get(), &ui::TrayController::openRequested, m_window.get(), &ui::MainWindow::bringToFront);
  connect(m_tray.get(), &ui::TrayController::newJobRequested, m_window.get(), [this] {
    m_window->bringToFront();
    m_window->chooseNotebooks();
  });
  connect(m_tray.get(), &ui::TrayController::holdQueueRequested, m_window.get(), &ui::MainWindow::setQueueHeld);
  connect(m_tray.get(), &ui::TrayController::quitRequested, m_window.get(), [this] {
    if (m_window->runningCount() > 0) m_window->bringToFront();
    m_window->requestQuit();
  });
  connect(m_tray.get(), &ui::TrayController::messageClicked, m_window.get(), [this] {
    m_window->bringToFront();
    if (!m_lastNotified.isEmpty()) m_window->selectJob(m_lastNotified);
  });
  m_tray->show();
}

void DesktopApp::start(engine::HostOptions options, const QStringList& notebooks) {
  m_notebooks = notebooks;
  const Config& config = options.config;
  m_defaults = {.retries = config.retries,
                .timeoutMs = config.timeoutMs,
                .cellTimeoutMs = config.cellTimeoutMs,
                .provider = config.defaultProvider};
  m_opener = std::make_unique<EngineOpener>(std::move(options));
  connect(m_opener.get(), &EngineOpener::opened, this, &DesktopApp::engineOpened);
  connect(m_opener.get(), &EngineOpener::failed, this, &DesktopApp::startFailed);
  m_opener->open();  // in a thread of its own, while the window is made
  makeWindow();
  QTimer::singleShot(kTrayMs, this, [this] {
    if (!m_quitting) makeTray();
  });
}

void DesktopApp::startFailed(const Error& error) {
  if (m_quitting) return stopEngine();
  if (!m_window) makeWindow();
  m_window->showEngineState(ui::EngineState::Failed);
  m_window->showError(error);
}

void DesktopApp::engineOpened(std::shared_ptr<Engine> engine, bool hosted) {
  m_engine = std::move(engine);
  m_hosted = hosted;
  connect(m_engine.get(), &Engine::usageChanged, this, [this](const std::vector<engine::UsageInfo>& usage) {
    m_usageWatcher.see(usage, QDateTime::currentMSecsSinceEpoch());
  });
  connect(m_engine.get(), &Engine::stopped, this, [this] {
    if (m_quitting) QApplication::quit();
  });
  if (m_quitting) return stopEngine();
  m_window->attachEngine(m_engine.get(), hosted ? ui::EngineState::Hosted : ui::EngineState::Remote);
  if (!m_notebooks.isEmpty()) m_window->launch(std::exchange(m_notebooks, {}));
}

void DesktopApp::quit() {
  if (m_quitting) return;
  m_quitting = true;
  m_window->showEngineState(ui::EngineState::Stopping);
  m_window->hide();
  if (m_tray) m_tray.reset();
  QTimer::singleShot(kStopLimitMs, this, [] { QApplication::quit(); });
  if (!m_opener || !m_opener->isOpening()) stopEngine();  // what is half open can't be closed
}

void DesktopApp::stopEngine() {
  if (m_engine && m_hosted) {
    m_engine->stop();
  } else {
    QApplication::quit();
  }
}

}  // namespace cc::app
