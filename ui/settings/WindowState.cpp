// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/WindowState.h"

namespace cc::ui {

QStringList WindowState::keys(const QString& group) {
  m_settings.beginGroup(group);
  const QStringList keys = m_settings.childKeys();
  m_settings.endGroup();
  return keys;
}

}  // namespace cc::ui
