// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QString>
#include <QVariant>

namespace cc::ui {

// The small things remembered between runs (layout, preferences, last choices), in one file below the state folder.
// Nothing here is a record: the file may be deleted at any time. Window's thread.
class WindowState {
public:
  explicit WindowState(const QString& file) : m_settings(file, QSettings::IniFormat) {}

  QVariant value(const QString& key, const QVariant& fallback = {}) const { return m_settings.value(key, fallback); }
  void setValue(const QString& key, const QVariant& value) {
    if (m_settings.value(key) != value) m_settings.setValue(key, value);
  }
  QStringList keys(const QString& group);
  void remove(const QString& key) { m_settings.remove(key); }
  void flush() { m_settings.sync(); }

private:
  QSettings m_settings;
};

}  // namespace cc::ui
