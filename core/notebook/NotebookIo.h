// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "notebook/Notebook.h"

#include <QIODevice>

namespace cc::notebook {

struct ReadNotes {
  bool upgradedFrom3 = false;
  int idsAdded = 0;     // cells that lacked the id that 4.5 needs
  int idsReplaced = 0;  // duplicate or malformed ids replaced by new ones
};

// Reads nbformat 4.0-4.5 as it is and 3 upgraded to 4.5; unknown metadata is kept. Reads, checks and joins multi-line
// text. Any thread; big files belong in a worker.
// Errors (each with "path" where there is one): NotebookUnreadable, NotebookNotUtf8 (position), NotebookTruncated
// (position), NotebookNotJson (line, column), NotebookBadVersion (version), NotebookBadStructure (cell, member,
// expected), NotebookTooLarge.
Result<Notebook> readNotebook(const QString& path, ReadNotes* notes = nullptr);
Result<Notebook> parseNotebook(QByteArrayView bytes, ReadNotes* notes = nullptr);

// Writes as nbformat does: indent 1, keys sorted, UTF-8 unescaped, final newline, multi-line text split at line ends.
// Streams into the device: never a second copy of the document in memory.
Status writeNotebook(const Notebook& notebook, QIODevice& device);
// Atomically: a reader sees the old file or the new one. Errors: NotebookUnwritable, DiskFull (path, detail).
Status saveNotebook(const Notebook& notebook, const QString& path);
QByteArray notebookBytes(const Notebook& notebook);

}  // namespace cc::notebook
