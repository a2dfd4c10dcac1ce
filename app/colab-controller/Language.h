// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>

namespace cc::app {

// The program's and Qt's own texts in one language; empty: the desktop's.
class Language {
public:
  void apply(const QString& language);

private:
  QTranslator m_ours, m_qt;
};

}  // namespace cc::app
