// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QString>

namespace cc::ui {

// A notebook as one HTML page that needs no other file: no scripts, no addresses that load, pictures inside, light and
// dark by the reader's own setting. Its content security policy forbids whatever the sanitizer might have missed.
QString notebookPage(const Json& notebook, const QString& title);

// Reads a notebook and writes its page below folder, named after the job's folder; the page's path. Reads and writes
// the disk: for the pool. FileNotFound, NotebookNotJson, FileUnwritable (path).
Result<QString> writeNotebookPage(const QString& notebook, const QString& folder);

}  // namespace cc::ui
