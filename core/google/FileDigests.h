// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <functional>
#include <optional>

namespace cc::google {

// What a file holds, in every form that a store tells. Hexadecimal in lower case; crc32c as Cloud Storage writes it.
struct FileDigests {
  qint64 size = 0;
  QByteArray md5, sha256, crc32c;
};

// What a store says about a file; empty members are not told. True when nothing that is told differs, and something is.
bool agrees(const FileDigests& local, const FileDigests& told);

// Reads the file in a thread of the pool, then answers in context's thread, unless context has gone; nothing when it
// cannot be read.
void digestsOf(const QString& path, QObject* context, std::function<void(std::optional<FileDigests>)> then);

}  // namespace cc::google
