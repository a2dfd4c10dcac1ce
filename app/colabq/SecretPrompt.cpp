// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/SecretPrompt.h"

#include <termios.h>
#include <unistd.h>
#include <array>
#include <cstdio>

namespace cc::app {

namespace {
constexpr qsizetype kLimit = 64 * 1024;
}

struct SecretPrompt::Echo {
  Echo() {
    if (tcgetattr(STDIN_FILENO, &before) != 0) return;
    termios hidden = before;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    changed = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~Echo() {
    if (!changed) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fputc('\n', stderr);  // the one that was typed did not show
  }
  Echo(const Echo&) = delete;
  termios before{};
  bool changed = false;
};

SecretPrompt::SecretPrompt(QObject* parent) : QObject(parent), m_notifier(STDIN_FILENO, QSocketNotifier::Read) {
  m_notifier.setEnabled(false);
  connect(&m_notifier, &QSocketNotifier::activated, this, &SecretPrompt::read);
}

SecretPrompt::~SecretPrompt() = default;

bool SecretPrompt::isTerminal() const {
  return isatty(STDIN_FILENO) == 1;
}

void SecretPrompt::start() {
  if (isTerminal()) m_echo = std::make_unique<Echo>();
  m_notifier.setEnabled(true);
}

void SecretPrompt::read() {
  std::array<char, 4096> block{};
  const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
  if (count > 0) m_line.append(block.data(), count);
  const qsizetype end = m_line.indexOf('\n');
  if (count > 0 && end < 0 && m_line.size() < kLimit) return;
  m_notifier.setEnabled(false);
  m_echo.reset();
  Q_EMIT entered(QString::fromUtf8(end < 0 ? m_line : m_line.first(end)).trimmed());
}

}  // namespace cc::app
