// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc::jupyter {

// Watches the ids that an ipykernel gives its messages, "<session>_<process>_<number>": the numbers have no holes over
// all its channels, so a hole is a message that did not reach us, or the answer to somebody else. Other kernels' ids do
// not have this form and are never missed.
class MessageCounter {
public:
  void add(const QString& messageId);
  bool hasHoles() const { return m_seen > 0 && m_last - m_first + 1 > m_seen; }
  void reset() { *this = MessageCounter(); }
  // The part that names the kernel's process, "" when the id has another form.
  static QString session(const QString& messageId);

private:
  QString m_prefix;
  qint64 m_first = 0, m_last = 0, m_seen = 0;
};

} // namespace cc::jupyter
