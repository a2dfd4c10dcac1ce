// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <vector>

namespace cc {

// A pattern of file paths below a folder, as Python's glob with recursive=True reads it: *, ? and [] inside a part of the
// path, ** for any number of folders; names that begin with a dot only where the pattern has the dot.
class FileGlob {
public:
  explicit FileGlob(const QString& pattern);
  // The pattern that only this path matches.
  static QString escape(const QString& path);
  // path: '/'-separated, relative.
  bool matches(const QString& path) const;
  // Whether something below the folder can match; empty: the folder itself.
  bool mayMatchBelow(const QString& folder) const;

private:
  struct Part {
    bool anyFolders = false;  // **
    bool dot = false;         // the pattern itself begins with one
    QRegularExpression name;
  };
  bool partMatches(const Part& part, const QString& name) const;
  bool match(size_t part, const QStringList& names, qsizetype name, bool below) const;

  std::vector<Part> m_parts;
};

}  // namespace cc
