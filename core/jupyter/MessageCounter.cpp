// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/MessageCounter.h"

#include <algorithm>

namespace cc::jupyter {

void MessageCounter::add(const QString& messageId) {
  const qsizetype split = messageId.lastIndexOf(u'_');
  bool isNumber = false;
  const qint64 number = QStringView(messageId).mid(split + 1).toLongLong(&isNumber);
  if (split <= 0 || !isNumber) return;
  const QStringView prefix = QStringView(messageId).left(split);
  if (m_seen == 0) {
    m_prefix = prefix.toString();
    m_first = m_last = number;
  } else if (prefix != m_prefix) {
    return;  // a forked child counts on its own
  }
  m_first = std::min(m_first, number);
  m_last = std::max(m_last, number);
  ++m_seen;
}

QString MessageCounter::session(const QString& messageId) {
  const qsizetype last = messageId.lastIndexOf(u'_');
  const qsizetype split = last > 0 ? messageId.lastIndexOf(u'_', last - 1) : -1;
  return split > 0 ? messageId.left(split) : QString();
}

} // namespace cc::jupyter
