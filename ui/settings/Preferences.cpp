// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/Preferences.h"

#include <QDir>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QString notificationKey(NotificationKind kind) {
  switch (kind) {
    case NotificationKind::Succeeded:
      return u"notify/succeeded"_s;
    case NotificationKind::Failed:
      return u"notify/failed"_s;
    case NotificationKind::Lost:
      return u"notify/lost"_s;
  }
  return {};
}

}  // namespace

ColorScheme Preferences::scheme() const {
  const QString word = m_state.value(u"look/scheme"_s).toString();
  return word == u"light"_s ? ColorScheme::Light : word == u"dark"_s ? ColorScheme::Dark : ColorScheme::System;
}

void Preferences::setScheme(ColorScheme scheme) {
  m_state.setValue(u"look/scheme"_s, scheme == ColorScheme::Light  ? u"light"_s
                                     : scheme == ColorScheme::Dark ? u"dark"_s
                                                                   : u"system"_s);
  Q_EMIT schemeChanged(scheme);
}

bool Preferences::notifies(NotificationKind kind) const {
  return m_state.value(notificationKey(kind), true).toBool();
}
void Preferences::setNotifies(NotificationKind kind, bool on) {
  m_state.setValue(notificationKey(kind), on);
}

bool Preferences::closesToTray() const {
  return m_state.value(u"window/closesToTray"_s, true).toBool();
}
void Preferences::setClosesToTray(bool on) {
  m_state.setValue(u"window/closesToTray"_s, on);
}

QString Preferences::language() const {
  return m_state.value(u"look/language"_s).toString();
}
void Preferences::setLanguage(const QString& language) {
  m_state.setValue(u"look/language"_s, language);
  Q_EMIT languageChanged(language);
}

QString Preferences::notebookFolder() const {
  const QString folder = m_state.value(u"notebooks/folder"_s).toString();
  return !folder.isEmpty() && QDir(folder).exists() ? folder : QDir::homePath();
}
void Preferences::setNotebookFolder(const QString& folder) {
  m_state.setValue(u"notebooks/folder"_s, folder);
}

}  // namespace cc::ui
