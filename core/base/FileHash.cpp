// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/FileHash.h"

#include <QCryptographicHash>
#include <QFile>

namespace cc {

QString sha256Of(QFile& file) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  return hash.addData(&file) ? QString::fromLatin1(hash.result().toHex()) : QString();
}

}  // namespace cc
