// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

class QFileDevice;

namespace cc {

// Why something could not be written here: DiskFull when the system says so or hardly anything is free on that disk, else
// FileUnwritable. Params: path; detail: what the system said. Any thread.
Error writeError(const QFileDevice& file);
// For what is no open file: folders, renames.
Error writeError(const QString& path, const QString& detail);

}  // namespace cc
