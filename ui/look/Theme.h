// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>
#include <QVariant>

class QApplication;
class QDBusVariant;

namespace cc::ui {

enum class ColorScheme { System, Light, Dark };

QPalette lightPalette();
QPalette darkPalette();

// Style and palette of the program. Follows the desktop's preference (org.freedesktop.portal.Settings) while the scheme
// is System. Window's thread; made once by main().
class Theme : public QObject {
  Q_OBJECT
public:
  explicit Theme(QApplication& app, QObject* parent = nullptr);
  void setScheme(ColorScheme scheme);
  ColorScheme scheme() const { return m_scheme; }

private Q_SLOTS:
  void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
  void askDesktop();
  void desktopPrefers(const QVariant& value);
  void apply();
  QApplication& m_app;
  ColorScheme m_scheme = ColorScheme::System;
  bool m_asked = false, m_desktopDark = false;
  QPalette m_applied;
};

}  // namespace cc::ui
