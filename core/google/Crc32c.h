// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace cc::google {

// CRC-32C (Castagnoli), continued: 0 to begin with, then what the call before gave.
quint32 crc32c(quint32 before, QByteArrayView bytes);
// As Cloud Storage writes it: base64 of the four bytes, the highest first.
QByteArray crc32cText(quint32 crc);

}  // namespace cc::google
