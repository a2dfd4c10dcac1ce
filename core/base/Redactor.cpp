// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Redactor.h"

#include <QMutex>
#include <QMutexLocker>
#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace cc {

namespace {

constexpr qsizetype kShortestSecret = 8;
constexpr qsizetype kMostPassing = 256;

struct Known {
  QMutex mutex;
  QStringList secrets;  // longest first: one may contain another
  QStringList passing;  // oldest first
};
Known& known() {
  static auto* instance = new Known;  // never freed: logs are written until the very end
  return *instance;
}

void add(QStringList& secrets, const QString& secret) {
  if (secrets.contains(secret)) return;
  secrets.append(secret);
  std::stable_sort(secrets.begin(), secrets.end(),
                   [](const QString& a, const QString& b) { return a.size() > b.size(); });
}

void replacePatterns(QString& text) {
  static const QRegularExpression values(
      u"(?i)(\\b(?:(?:access_|refresh_|id_)?token|client_secret|api_key|password|upload_id)|(?<=[?&])code)="
      "(?!\\[redacted\\])[^&\\s\"'<>#;,)\\]]+"_s);
  static const QRegularExpression members(
      u"(?i)(\"(?:(?:access_|refresh_|id_)?token|client_secret|password)\"\\s*:\\s*\")[^\"]+(?=\")"_s);
  static const QRegularExpression header(
      u"(?i)\\b((?:authorization|x-colab-runtime-proxy-token|x-goog-colab-token)[\"']?\\s*[:=]\\s*[\"']?)(?:(?:bearer|token|basic|negotiate)\\s+)?[^\\s\"',}]+"_s);
  static const QRegularExpression bearer(u"(?i)\\b(bearer\\s+)(?!\\[redacted\\])[A-Za-z0-9._~+/=-]{8,}"_s);
  text.replace(values, u"\\1=[redacted]"_s);
  text.replace(members, u"\\1[redacted]"_s);
  text.replace(header, u"\\1[redacted]"_s);
  text.replace(bearer, u"\\1[redacted]"_s);
}

}  // namespace

void Redactor::remember(const QString& secret) {
  if (secret.size() < kShortestSecret) return;
  Known& all = known();
  const QMutexLocker lock(&all.mutex);
  add(all.secrets, secret);
  add(all.secrets, QString::fromLatin1(QUrl::toPercentEncoding(secret)));  // as it stands in addresses
}

void Redactor::rememberForNow(const QString& secret) {
  if (secret.size() < kShortestSecret) return;
  Known& all = known();
  const QMutexLocker lock(&all.mutex);
  if (all.passing.contains(secret)) return;
  all.passing.append(secret);
  if (all.passing.size() > kMostPassing) all.passing.removeFirst();
}

QString Redactor::redact(QString text) {
  {
    Known& all = known();
    const QMutexLocker lock(&all.mutex);
    for (const QString& secret : all.passing) text.replace(secret, u"[redacted]"_s);
    for (const QString& secret : all.secrets) text.replace(secret, u"[redacted]"_s);
  }
  // Most lines hold none of these words; the expressions are the dear part.
  for (const QLatin1StringView word : {"token"_L1, "secret"_L1, "authorization"_L1, "bearer"_L1, "password"_L1,
                                       "api_key"_L1, "upload_id"_L1, "code="_L1}) {
    if (text.contains(word, Qt::CaseInsensitive)) {
      replacePatterns(text);
      break;
    }
  }
  return text;
}

}  // namespace cc
