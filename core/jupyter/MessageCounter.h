// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <set>

namespace cc::jupyter {

// Watches the ids that an ipykernel gives its messages, "<session>_<process>_<number>": the numbers have no holes over
// all its channels, so a hole that stays is a message that did not reach us, or the answer to somebody else. The
// channels overtake each other, so a hole may be filled later. Other kernels' ids have another form: no holes then.
class MessageCounter {
public:
  void add(const QString& messageId);
  // Nothing before this id is missed any more; what came ahead of it counts.
  void startAt(const QString& messageId);
  bool hasHoles() const { return !m_ahead.empty(); }
  // Everything up to this number has come.
  qint64 complete() const { return m_complete; }
  void reset() { *this = MessageCounter(); }
  // The part that names the kernel's session, "" when the id has another form. A restarted kernel has a new one.
  static QString session(const QString& messageId);

private:
  void advance();
  QString m_prefix;
  qint64 m_complete = -1;
  std::set<qint64> m_ahead;
};

}  // namespace cc::jupyter
