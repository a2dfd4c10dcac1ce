// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace cc {

// SIGINT and SIGTERM as a Qt signal, by a socket pair; main thread. The second one ends the process at once with 130.
// One per process.
class SignalWatcher : public QObject {
  Q_OBJECT
public:
  explicit SignalWatcher(QObject* parent = nullptr);

Q_SIGNALS:
  void interrupted();

private:
  QSocketNotifier* m_notifier = nullptr;
};

}  // namespace cc
