// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace cc::app {

// Lines from stdin, as they are typed or piped in. Main thread; nothing blocks.
class LineInput : public QObject {
  Q_OBJECT
public:
  explicit LineInput(QObject* parent = nullptr);
  static bool isTerminal();

Q_SIGNALS:
  void entered(const QString& line);  // trimmed; never empty
  void ended();                       // once, after the last line

private:
  void read();

  QSocketNotifier m_notifier;
  QByteArray m_rest;
};

}  // namespace cc::app
