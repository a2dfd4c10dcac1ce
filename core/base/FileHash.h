// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QFile;

namespace cc {

// SHA-256, hexadecimal, of what an open file holds from its position on; empty when it can't be read. Reads in blocks and
// takes as long as the disk does: for worker threads.
QString sha256Of(QFile& file);

}  // namespace cc
