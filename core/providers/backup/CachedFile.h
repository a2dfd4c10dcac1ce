// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cc::providers {

// Where a file of a store lies in the cache of inputs: one folder for each content, so that a name stays a name. identity
// names the content: the store's id of the file, and its checksum. Makes the folder and marks it as used now.
QString cachedFile(const QString& cache, const QString& identity, const QString& name);

}  // namespace cc::providers
