// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/CachedFile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace cc::providers {

QString cachedFile(const QString& cache, const QString& identity, const QString& name) {
  const QByteArray hash = QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
  const QString folder = cache + u'/' + QString::fromLatin1(hash);
  QDir().mkpath(folder);
  // A new entry changes the folder's time, which is what the cache is tidied by.
  QFile used(folder + u"/.used"_s);
  used.remove();
  if (used.open(QIODevice::WriteOnly)) used.close();
  QString clean = name;
  clean.replace(u'/', u'_').replace(u'\\', u'_');
  return folder + u'/' + (clean.isEmpty() || clean.startsWith(u'.') ? u"_"_s + clean : clean);
}

}  // namespace cc::providers
