// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/CheckText.h"

#include "ui/jobs/JobText.h"
#include "ui/look/ErrorText.h"

#include <QCoreApplication>
#include <QDir>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("CheckText", text);
}

QString titleOf(const QString& id) {
  static const std::pair<const char*, const char*> kTitles[] = {
      {"data_folder", QT_TRANSLATE_NOOP("CheckText", "Data folder")},
      {"results_folder", QT_TRANSLATE_NOOP("CheckText", "Results folder")},
      {"jupyter", QT_TRANSLATE_NOOP("CheckText", "Jupyter server")},
      {"kernels", QT_TRANSLATE_NOOP("CheckText", "Kernels")},
      {"keychain", QT_TRANSLATE_NOOP("CheckText", "Keychain")},
      {"account", QT_TRANSLATE_NOOP("CheckText", "Google account")},
      {"disk_space", QT_TRANSLATE_NOOP("CheckText", "Disk space")},
      {"configuration", QT_TRANSLATE_NOOP("CheckText", "Configuration")}};
  for (const auto& [word, title] : kTitles) {
    if (id == QLatin1StringView(word)) return tr(title);
  }
  return QString(id).replace(u'_', u' ');
}

QString valueText(const QString& key, const QString& value) {
  if (key == u"free_bytes"_s) return tr("%1 free").arg(sizeText(value.toLongLong()));
  if (key == u"features"_s) return tr("allowed: %1").arg(value);
  if (key == u"missing"_s) return tr("not allowed: %1").arg(value);
  if (key == u"kept"_s) return tr("kept in memory until the program ends: there is no keychain");
  if (key == u"path"_s) return QDir::toNativeSeparators(value);
  return value;
}

}  // namespace

CheckText checkText(const engine::DoctorCheck& check) {
  const QString provider = check.params.value(u"provider"_s);
  CheckText text{.title = provider.isEmpty() ? titleOf(check.id) : tr("Provider %1").arg(provider),
                 .isProblem = !check.ok && !check.warning,
                 .isWarning = !check.ok || check.warning};
  if (check.error) {
    const ErrorText error = errorText(*check.error);
    text.found = {error.what, error.why, error.next};
  } else {
    for (auto it = check.params.cbegin(); it != check.params.cend(); ++it) {
      if (it.key() != u"provider"_s) text.found << valueText(it.key(), it.value());
    }
  }
  text.found.removeAll(QString());
  if (check.id == u"keychain"_s && !check.ok) {  // everything runs without one
    text.isProblem = false;
    if (text.found.isEmpty()) text.found << tr("There is none: tokens are kept in memory until the program ends.");
  }
  return text;
}

}  // namespace cc::ui
