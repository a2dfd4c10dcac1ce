// SPDX-License-Identifier: GPL-3.0-or-later
#include "Language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace cc::app {

using namespace Qt::StringLiterals;

void Language::apply(const QString& language) {
  const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
  QLocale::setDefault(locale);
  QCoreApplication::removeTranslator(&m_ours);
  QCoreApplication::removeTranslator(&m_qt);
  // English is the source; its own file only holds the plural forms.
  const bool french = locale.language() == QLocale::French;
  if (m_ours.load(french ? u":/i18n/colab_fr.qm"_s : u":/i18n/colab_en.qm"_s))
    QCoreApplication::installTranslator(&m_ours);
  if (m_qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QCoreApplication::installTranslator(&m_qt);
  }
}

}  // namespace cc::app
