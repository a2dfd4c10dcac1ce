// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Theme.h"
#include "ui/settings/WindowState.h"

#include <QObject>

namespace cc::ui {

enum class NotificationKind { Succeeded, Failed, Lost };

// What the user chose; every change applies at once and is remembered.
class Preferences : public QObject {
  Q_OBJECT
public:
  explicit Preferences(WindowState& state, QObject* parent = nullptr) : QObject(parent), m_state(state) {}

  ColorScheme scheme() const;
  void setScheme(ColorScheme scheme);
  bool notifies(NotificationKind kind) const;
  void setNotifies(NotificationKind kind, bool on);
  bool closesToTray() const;
  void setClosesToTray(bool on);
  // "en", "fr", or empty: the desktop's language. Takes effect at once for new windows.
  QString language() const;
  void setLanguage(const QString& language);
  // Folder shown by the notebook panel.
  QString notebookFolder() const;
  void setNotebookFolder(const QString& folder);

Q_SIGNALS:
  void schemeChanged(cc::ui::ColorScheme scheme);
  void languageChanged(const QString& language);

private:
  WindowState& m_state;
};

}  // namespace cc::ui
