// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace cc::app {

// One line from stdin without showing it: typed at a terminal or piped in. Main thread; nothing blocks.
class SecretPrompt : public QObject {
  Q_OBJECT
public:
  explicit SecretPrompt(QObject* parent = nullptr);
  ~SecretPrompt() override;  // the terminal shows what is typed again
  bool isTerminal() const;
  void start();

Q_SIGNALS:
  void entered(const QString& secret);  // once; empty at the end of the input

private:
  struct Echo;
  void read();

  std::unique_ptr<Echo> m_echo;
  QSocketNotifier m_notifier;
  QByteArray m_line;
};

}  // namespace cc::app
