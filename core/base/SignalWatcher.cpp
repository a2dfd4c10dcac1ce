// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/SignalWatcher.h"

#include <QSocketNotifier>
#include <atomic>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <csignal>
#endif

namespace cc {

#ifdef Q_OS_UNIX
namespace {
// A signal handler has nothing else to hold on to.
int s_pair[2] = {-1, -1};
volatile std::sig_atomic_t s_count = 0;

extern "C" void onSignal(int) {
  s_count = s_count + 1;
  if (s_count > 1) _exit(130);
  const char byte = 1;
  const ssize_t written = ::write(s_pair[0], &byte, 1);
  static_cast<void>(written);
}
}  // namespace

SignalWatcher::SignalWatcher(QObject* parent) : QObject(parent) {
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s_pair) != 0) return;
  m_notifier = new QSocketNotifier(s_pair[1], QSocketNotifier::Read, this);
  connect(m_notifier, &QSocketNotifier::activated, this, [this] {
    char byte = 0;
    if (::read(s_pair[1], &byte, 1) == 1) Q_EMIT interrupted();
  });
  struct sigaction action {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}
#else
SignalWatcher::SignalWatcher(QObject* parent) : QObject(parent) {}
#endif

}  // namespace cc
