// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/AccountText.h"

#include <QCoreApplication>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {
QString tr(const char* text) {
  return QCoreApplication::translate("AccountText", text);
}
}  // namespace

QString featureNames(const QStringList& features) {
  QStringList names;
  for (const QString& feature : features) {
    names << (feature == u"colab"_s     ? u"Colab"_s
              : feature == u"drive"_s   ? u"Drive"_s
              : feature == u"storage"_s ? u"Cloud Storage"_s
                                        : feature);
  }
  return names.join(u", "_s);
}

QString accountState(const engine::AccountInfo& account) {
  static const std::pair<const char*, const char*> kCauses[] = {
      {"seven_days", QT_TRANSLATE_NOOP("AccountText",
                                       "Sign in again: Google ends each sign-in after seven days while the consent "
                                       "screen of the OAuth client is in testing.")},
      {"session_control",
       QT_TRANSLATE_NOOP("AccountText", "Sign in again: your organisation limits how long it lasts.")},
      {"client_changed",
       QT_TRANSLATE_NOOP("AccountText", "The OAuth client was deleted or changed: sign in with its new file.")},
      {"revoked", QT_TRANSLATE_NOOP("AccountText", "Sign in again: access was taken back in the Google account.")}};
  for (const auto& [word, text] : kCauses) {
    if (account.signInNeeded == QLatin1StringView(word)) return tr(text);
  }
  if (!account.signInNeeded.isEmpty()) return tr("Sign in again: Google does not accept the sign-in any more.");
  if (!account.persistent) {
    return tr("Signed in for this run only: there is no keychain, so it is kept in memory until the program ends.");
  }
  return tr("Signed in");
}

}  // namespace cc::ui
