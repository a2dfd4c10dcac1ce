// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "jupyter/JupyterClient.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <functional>
#include <vector>

namespace cc::jupyter {

// Follows a growing file of JSON objects, one a line, on the runtime by ranged reads, from its first byte. Engine's
// thread.
class RemoteTail : public QObject {
  Q_OBJECT
public:
  // Looks every paceMs; every eighth of it only when nothing was new for a while and nobody said hurry().
  RemoteTail(JupyterClient& client, Clock& clock, QString path, qint64 paceMs, QObject* parent = nullptr);
  void start();
  void stop();
  bool isRunning() const { return m_running; }
  // Something happened there: look at the normal pace again.
  void hurry();
  // Calls back once everything that is in the file now has been delivered, or could not be read.
  void drain(std::function<void(const Status&)> then);

Q_SIGNALS:
  void lines(const QList<QByteArray>& lines);  // complete ones, without the line end
  void failed(const cc::Error& error);         // FileNotFound: not there (yet), else net errors; it goes on trying

private:
  void read();
  void onBytes(const QByteArray& bytes);
  void onError(const Error& error);
  void schedule(qint64 ms);

  JupyterClient& m_client;
  Clock& m_clock;
  QString m_path;
  qint64 m_pace;
  qint64 m_offset = 0;
  QByteArray m_rest;
  Call m_call;
  bool m_running = false, m_reading = false;
  int m_quiet = 0;      // reads in a row that brought nothing
  quint64 m_timer = 0;  // generation: only the newest timer counts
  std::vector<std::function<void(const Status&)>> m_wanted, m_served;
};

}  // namespace cc::jupyter
