// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/AttemptRun.h"

namespace cc::providers {

// Artifacts of a kernel on this machine, read where they are: no kernel is asked, so it may be of any language or gone.
// Both block and belong into a worker.

// Files below folder that match, hashed, in order of their paths, 10,000 at most. Links are followed, not out of it.
Result<std::vector<jobs::RemoteFile>> findLocalFiles(const QString& folder, const QStringList& globs);
// Copies, and reads the copy again to compare. TransferSourceChanged when the file is another by now; DiskFull.
Status copyLocalFile(const QString& folder, const jobs::RemoteFile& file, const QString& target);
// Copies a file to a place below folder, replacing what is there, and reads the copy again to compare. FileUnreadable,
// FileUnwritable, DiskFull, TransferSourceChanged.
Status placeLocalFile(const QString& source, const QString& folder, const QString& path);

}  // namespace cc::providers
