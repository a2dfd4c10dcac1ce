// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/ErrorPresenter.h"

#include "base/Config.h"
#include "ui/common/AccountErrorTexts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cc::ui {

namespace {

QString shown(const QString& value, const QString& form) {
  bool isNumber = false;
  const qint64 number = value.toLongLong(&isNumber);
  if (!isNumber) return value;
  if (form == u"number"_s) return QString::number(number + 1);
  if (form == u"duration"_s) return formatDuration(number);
  if (form == u"bytes"_s) return QLocale::c().formattedDataSize(number, 1, QLocale::DataSizeSIFormat);
  return value;
}

// Replaces the placeholders; false in *complete when one had no value.
QString replaced(const QString& text, const QMap<QString, QString>& params, bool* complete) {
  static const QRegularExpression placeholder(u"\\{([a-z_]+)(?::([a-z]+))?\\}"_s);
  QString out;
  qsizetype from = 0;
  auto matches = placeholder.globalMatch(text);
  while (matches.hasNext()) {
    const auto match = matches.next();
    const QString value = params.value(match.captured(1));
    if (value.isEmpty()) *complete = false;
    out += text.mid(from, match.capturedStart() - from) + shown(value, match.captured(2));
    from = match.capturedEnd();
  }
  return out + text.mid(from);
}

QString filled(const char* source, const QMap<QString, QString>& params) {
  const QString text = QCoreApplication::translate("ErrorPresenter", source);
  QString out;
  qsizetype from = 0;
  while (from < text.size()) {
    qsizetype open = text.indexOf(u'[', from);
    if (open < 0) open = text.size();
    bool complete = true;
    out += replaced(text.mid(from, open - from), params, &complete);
    if (open == text.size()) break;
    const qsizetype close = text.indexOf(u']', open);
    if (close < 0) break;
    complete = true;
    const QString part = replaced(text.mid(open + 1, close - open - 1), params, &complete);
    if (complete) out += part;
    from = close + 1;
  }
  return out.trimmed();
}

}  // namespace

ErrorPresentation present(const Error& error) {
  const ErrorWords* words = accountErrorWords(error);
  if (!words) words = errorWords(error.code);
  if (!words) return {.title = errorWord(error.code), .explanation = error.detail, .hint = {}};
  return {.title = filled(words->title, error.params),
          .explanation = filled(words->explanation, error.params),
          .hint = filled(words->hint, error.params)};
}

QString message(const Error& error) {
  const ErrorPresentation text = present(error);
  return text.explanation.isEmpty() ? text.title : text.title + u' ' + text.explanation;
}

}  // namespace cc::ui
