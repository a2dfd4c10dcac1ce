// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc {

// Secrets known to this process are replaced by "[redacted]" wherever text leaves it (logs, errors, events, results).
// Thread-safe.
class Redactor {
public:
  // Remembers a secret (tokens, keys). Shorter than 8 characters is ignored.
  static void remember(const QString& secret);
  // The same for one that is replaced every hour or oftener: only the newest 256 of these are kept.
  static void rememberForNow(const QString& secret);
  // text without remembered secrets, without token=... query values, Authorization values and bearer tokens.
  static QString redact(QString text);
};

}  // namespace cc
