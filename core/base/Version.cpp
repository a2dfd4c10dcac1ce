// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Version.h"

namespace cc {

QString programVersion() {
  return QStringLiteral(CC_VERSION);
}

}  // namespace cc
