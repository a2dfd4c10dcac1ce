// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QMutex>
#include <QString>

namespace cc {

// A file that is appended to and rotated: engine.log, engine.log.1 (newer) ... engine.log.<kept>. Thread-safe.
class LogFile {
public:
  LogFile(const QString& path, qint64 maxBytes, int kept);
  bool isOpen() const { return m_file.isOpen(); }
  QString errorText() const { return m_file.errorString(); }
  void write(const QByteArray& line);

private:
  void open();
  void rotate();

  QMutex m_mutex;
  QString m_path;
  qint64 m_maxBytes;
  int m_kept;
  QFile m_file;
};

}  // namespace cc
