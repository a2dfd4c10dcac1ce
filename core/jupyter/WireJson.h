// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QByteArrayView>

namespace cc::jupyter {

// Reads one JSON text as kernels send it. Beside what parseJson() takes: bytes that are no UTF-8 and lone surrogates
// become U+FFFD (Python's surrogateescape puts them on the wire), NaN and infinities become null, and nesting deeper
// than 1000 is refused. A long string is held once, in its final place: parseJson() needs three times its size, which
// counts for outputs of 50 MB. The error is NetBadReply with "position".
Result<Json> readWireJson(QByteArrayView text);

}  // namespace cc::jupyter
