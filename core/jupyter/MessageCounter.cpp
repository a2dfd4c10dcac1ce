// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/MessageCounter.h"

#include <algorithm>
#include <utility>

namespace cc::jupyter {

namespace {
constexpr size_t kMostAhead = 100'000;
}

void MessageCounter::add(const QString& messageId) {
  const qsizetype split = messageId.lastIndexOf(u'_');
  bool isNumber = false;
  const qint64 number = QStringView(messageId).mid(split + 1).toLongLong(&isNumber);
  if (split <= 0 || !isNumber) return;
  const QStringView prefix = QStringView(messageId).left(split);
  if (m_complete < 0) {
    m_prefix = prefix.toString();
    m_complete = number;
    return;
  }
  if (prefix != m_prefix || number <= m_complete) return;  // a forked child counts on its own
  m_ahead.insert(number);
  advance();
  // Nobody acts on holes: forget the oldest.
  if (m_ahead.size() > kMostAhead) {
    m_complete = *m_ahead.begin();
    m_ahead.erase(m_ahead.begin());
  }
}

void MessageCounter::startAt(const QString& messageId) {
  const MessageCounter before = std::exchange(*this, MessageCounter());
  add(messageId);
  if (m_complete < 0 || before.m_prefix != m_prefix) return;
  m_complete = std::max(m_complete, before.m_complete);
  m_ahead.insert(before.m_ahead.upper_bound(m_complete), before.m_ahead.end());
  advance();
}

void MessageCounter::advance() {
  while (!m_ahead.empty() && *m_ahead.begin() == m_complete + 1) {
    ++m_complete;
    m_ahead.erase(m_ahead.begin());
  }
}

QString MessageCounter::session(const QString& messageId) {
  const qsizetype last = messageId.lastIndexOf(u'_');
  const qsizetype split = last > 0 ? messageId.lastIndexOf(u'_', last - 1) : -1;
  return split > 0 ? messageId.left(split) : QString();
}

}  // namespace cc::jupyter
