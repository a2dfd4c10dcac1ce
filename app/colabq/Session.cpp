// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/Session.h"

#include "base/Log.h"
#include "engine/HostedEngine.h"
#include "engine/RemoteEngine.h"

#include <QTimer>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace cc::app {

namespace {
// Another process holds the lock but does not answer yet: it is starting. So many times, so long apart.
constexpr int kTries = 50;
constexpr auto kPause = 100ms;
constexpr auto kStopLimit = 10s;
}  // namespace

Session::Session(const Options& options, Paths paths, Terminal& terminal)
    : m_options(options), m_paths(std::move(paths)), m_terminal(terminal), m_triesLeft(kTries) {}

void Session::start() {
  m_command = makeCommand(m_options, m_terminal);
  connect(m_command.get(), &Command::finished, this, &Session::end, Qt::QueuedConnection);
  if (m_command->needs() == Needs::Nothing) return m_command->start(nullptr);
  if (m_command->needs() == Needs::Own) return host(true);
  connectOrHost();
}

void Session::connectOrHost() {
  engine::connectEngine(m_paths, this, [this](Result<std::shared_ptr<engine::Engine>> connected) {
    if (connected.ok()) {
      m_remote = *connected;
      return begin(m_remote.get());
    }
    const Needs needs = m_command->needs();
    if (connected.error().code != ErrorCode::EngineNotRunning || needs == Needs::Running) {
      return m_command->lost(connected.error());
    }
    host(needs == Needs::Serving);
  });
}

void Session::host(bool serve) {
  auto config = Config::load(m_paths.configFile, m_paths.defaultResults());
  if (!config.ok()) return m_command->lost(config.error());
  installLog(m_paths.logFile(), m_options.verbose ? u"debug"_s : config->logLevel, m_options.verbose);
  m_hosting = true;
  engine::hostEngine({.paths = m_paths, .config = *config, .runJobs = serve, .serveSocket = serve}, this,
                     [this, serve](const Result<std::shared_ptr<engine::Engine>>& hosted) {
                       m_hosting = false;
                       if (hosted.ok()) m_hosted = *hosted;
                       if (m_ending) return leave();
                       if (hosted.ok()) return begin(m_hosted.get());
                       notHosted(hosted.error(), serve);
                     });
}

// The holder may be starting, ending, or a command that only looks around for a moment.
void Session::notHosted(const Error& error, bool serve) {
  if (error.code != ErrorCode::EngineElsewhere || --m_triesLeft < 0) return m_command->lost(error);
  QTimer::singleShot(kPause, this, [this, serve] {
    if (m_command->needs() == Needs::Own) {
      host(serve);
    } else {
      connectOrHost();
    }
  });
}

void Session::begin(engine::Engine* engine) {
  connect(engine, &engine::Engine::failed, this, [this](const Error& error) {
    if (!m_ending) m_command->lost(error);
  });
  connect(engine, &engine::Engine::stopped, this, [this] {
    if (!m_ending) m_command->lost(Error{.code = ErrorCode::EngineStopping});
  });
  m_command->setHosted(engine == m_hosted.get());
  m_command->start(engine);
}

void Session::interrupt() {
  if (m_ending) return;
  if (!m_command || !m_command->interrupt()) end(130);
}

void Session::end(int exitCode) {
  if (std::exchange(m_ending, true)) return;
  m_exitCode = exitCode;
  m_terminal.setProgress({});
  if (!m_hosting) leave();
}

void Session::leave() {
  if (!m_hosted) return Q_EMIT ended(m_exitCode);
  connect(
      m_hosted.get(), &engine::Engine::stopped, this, [this] { Q_EMIT ended(m_exitCode); }, Qt::QueuedConnection);
  QTimer::singleShot(kStopLimit, this, [this] { Q_EMIT ended(m_exitCode); });
  m_hosted->stop();
}

}  // namespace cc::app
