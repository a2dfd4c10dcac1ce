// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QString>

namespace cc {

Q_DECLARE_LOGGING_CATEGORY(lcNet)
Q_DECLARE_LOGGING_CATEGORY(lcJupyter)
Q_DECLARE_LOGGING_CATEGORY(lcJobs)
Q_DECLARE_LOGGING_CATEGORY(lcStore)
Q_DECLARE_LOGGING_CATEGORY(lcEngine)
Q_DECLARE_LOGGING_CATEGORY(lcUi)

// Sends Qt messages, redacted, to the file (rotated at 5 MB, three kept) and, at or above stderrLevel, to stderr.
// Called once by main(). level: "debug", "info", "warning", "error". An unwritable file is reported once on stderr.
void installLog(const QString& file, const QString& level, bool alsoStderr);

}  // namespace cc
