// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>

namespace cc::jobs {

// What the environment adds to a target that leaves it out.
struct BackupDefaults {
  QString driveRoot;  // GOOGLE_DRIVE_ROOT: a folder of Drive, also as a runtime of Colab sees it mounted
  QString bucket;     // PANINI_BACKUP_BUCKET: "name", "gs://name" or "gs://name/path"
  static BackupDefaults fromEnvironment();
};

// A place for copies of results: "gdrive:PATH", "gs://BUCKET/PATH" or a folder. Value.
struct BackupTarget {
  enum class Kind { Drive, Storage, Folder };
  Kind kind = Kind::Folder;
  QString bucket;  // Storage only
  QString path;    // Drive and Storage: without slashes at its ends, empty for the top; Folder: absolute

  // "gdrive:a" is below the default root (unless it begins with that already), "gdrive:/a" is not; "gs:///a" is in the
  // default bucket. UsageBadParameter (name, value, expected).
  static Result<BackupTarget> parse(const QString& text, const BackupDefaults& defaults = {});
  // Means the same whatever the defaults are.
  QString text() const;
  // A file or folder there.
  BackupTarget below(const QString& relative) const;
};

}  // namespace cc::jobs
