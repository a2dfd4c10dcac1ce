// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Ids.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>
#include <array>

using namespace Qt::StringLiterals;

namespace cc {

QString newId() {
  static constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  QString id(26, Qt::Uninitialized);
  quint64 time = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch());
  for (int i = 9; i >= 0; --i, time >>= 5) id[i] = QLatin1Char(kAlphabet[time & 31]);
  QRandomGenerator* random = QRandomGenerator::system();
  for (int i = 10; i < 26; ++i) id[i] = QLatin1Char(kAlphabet[random->generate() & 31]);
  return id;
}

QString newUuid() {
  return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString newSecret() {
  std::array<quint32, 8> words{};
  QRandomGenerator::system()->fillRange(words.data(), words.size());
  return QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex());
}

QString slug(const QString& text) {
  QString out;
  for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower()) {
    if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
      out += c;
    } else if (!out.isEmpty() && !out.endsWith(u'-') && c.category() != QChar::Mark_NonSpacing) {
      out += u'-';
    }
    if (out.size() == 40) break;
  }
  while (out.endsWith(u'-')) out.chop(1);
  return out.isEmpty() ? u"job"_s : out;
}

}  // namespace cc
