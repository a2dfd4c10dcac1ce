// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc {

// A new id that sorts by time of creation: 26 characters, lower case Crockford base 32 (the ULID layout). Any thread.
QString newId();
// A random RFC 4122 version 4 UUID without braces.
QString newUuid();
// 256 bits from the system's generator, hexadecimal: for tokens.
QString newSecret();
// Lower case letters, digits and dashes, at most 40 characters: for file names. "job" when nothing is left.
QString slug(const QString& text);

}  // namespace cc
