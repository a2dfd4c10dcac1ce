// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/LogFile.h"

#include <QDir>
#include <QFileInfo>
#include <QMutexLocker>

using namespace Qt::StringLiterals;

namespace cc {

LogFile::LogFile(const QString& path, qint64 maxBytes, int kept) : m_path(path), m_maxBytes(maxBytes), m_kept(kept) {
  QDir().mkpath(QFileInfo(path).absolutePath());
  open();
}

void LogFile::open() {
  m_file.setFileName(m_path);
  const bool isNew = !QFile::exists(m_path);
  if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered)) return;
  if (isNew) m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

void LogFile::write(const QByteArray& line) {
  const QMutexLocker lock(&m_mutex);
  if (!m_file.isOpen()) return;
  if (m_file.size() > 0 && m_file.size() + line.size() > m_maxBytes) rotate();
  m_file.write(line);
}

void LogFile::rotate() {
  m_file.close();
  const auto numbered = [this](int number) -> QString { return m_path + u'.' + QString::number(number); };
  QFile::remove(numbered(m_kept));
  for (int number = m_kept - 1; number >= 1; --number) QFile::rename(numbered(number), numbered(number + 1));
  QFile::rename(m_path, numbered(1));
  open();
}

}  // namespace cc
