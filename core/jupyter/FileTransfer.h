// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "jupyter/JupyterClient.h"

namespace cc::jupyter {

struct TransferProgress {
  qint64 done = 0, total = 0;
};

// Uploads a local file in base64 chunks of 2 MiB (PUT /api/contents with "chunk"), then compares the size. A failed
// chunk starts again from chunk 1, since chunks append blindly. Parents are made. progress may be null.
Call uploadFile(JupyterClient& client, const QString& source, const QString& target,
                std::function<void(TransferProgress)> progress, QObject* context, Reply<Nothing> reply);
Call uploadBytes(JupyterClient& client, const QByteArray& bytes, const QString& target, QObject* context,
                 Reply<Nothing> reply);

// Uploads a local file in parts of 20 MiB, eight at once, to target.part-0, -1, ...: their paths, to be put together
// there. Errors as uploadFile().
Call uploadParts(JupyterClient& client, const QString& source, const QString& target, QObject* context,
                 Reply<QStringList> reply);

// Downloads by ranged GET /files into target + ".part", resuming what is there, then checks size and SHA-256 and
// renames. A part file that belongs to another content (hash differs at the end) is fetched anew once.
// TransferCorrupt, TransferSourceChanged, FileNotFound, FileUnwritable, DiskFull, net errors after retries.
Call downloadFile(JupyterClient& client, const QString& source, const QString& target, qint64 size,
                  const QString& sha256, std::function<void(TransferProgress)> progress, QObject* context,
                  Reply<Nothing> reply);

}  // namespace cc::jupyter
