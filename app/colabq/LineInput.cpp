// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/LineInput.h"

#include <unistd.h>
#include <array>

namespace cc::app {

namespace {
constexpr qsizetype kLimit = 64 * 1024;
}

LineInput::LineInput(QObject* parent) : QObject(parent), m_notifier(STDIN_FILENO, QSocketNotifier::Read) {
  connect(&m_notifier, &QSocketNotifier::activated, this, &LineInput::read);
}

bool LineInput::isTerminal() {
  return isatty(STDIN_FILENO) == 1;
}

void LineInput::read() {
  std::array<char, 4096> block{};
  const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
  if (count > 0) m_rest.append(block.data(), count);
  const bool over = count <= 0 || m_rest.size() > kLimit;
  if (over) {
    m_notifier.setEnabled(false);
    m_rest.append('\n');
  }
  for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
    const QString line = QString::fromUtf8(m_rest.first(end)).trimmed();
    m_rest.remove(0, end + 1);
    if (!line.isEmpty()) Q_EMIT entered(line);
  }
  if (over) Q_EMIT ended();
}

}  // namespace cc::app
