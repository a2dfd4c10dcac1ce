// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/FileGlob.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace cc {

FileGlob::FileGlob(const QString& pattern) {
  for (const QString& text : QDir::cleanPath(pattern).split(u'/', Qt::SkipEmptyParts)) {
    if (text == u"**"_s) {
      if (m_parts.empty() || !m_parts.back().anyFolders) m_parts.push_back({.anyFolders = true, .name = {}});
      continue;
    }
    // Case counts, as it does on the machines where kernels run.
    m_parts.push_back({.dot = text.startsWith(u'.'),
                       .name = QRegularExpression(QRegularExpression::wildcardToRegularExpression(text),
                                                  QRegularExpression::DotMatchesEverythingOption)});
  }
}

QString FileGlob::escape(const QString& path) {
  QString pattern;
  for (const QChar c : path) {
    if (c == u'*' || c == u'?' || c == u'[')
      pattern += u'[' + QString(c) + u']';
    else
      pattern += c;
  }
  return pattern;
}

bool FileGlob::partMatches(const Part& part, const QString& name) const {
  if (name.startsWith(u'.') && !part.dot) return false;
  return part.anyFolders || part.name.match(name).hasMatch();
}

// below: the names are a folder's, and it is enough that something in it may still match.
bool FileGlob::match(size_t part, const QStringList& names, qsizetype name, bool below) const {
  if (name == names.size()) {
    if (below) return part < m_parts.size();
    // "folder/**" stands for everything in the folder, and nothing is left here to stand for.
    return part == m_parts.size();
  }
  if (part == m_parts.size()) return false;
  const Part& wanted = m_parts[part];
  if (!wanted.anyFolders) return partMatches(wanted, names[name]) && match(part + 1, names, name + 1, below);
  if (match(part + 1, names, name, below)) return true;
  if (!partMatches(wanted, names[name])) return false;
  // At the end, ** takes files too.
  const bool last = part + 1 == m_parts.size() && name + 1 == names.size() && !below;
  return last || match(part, names, name + 1, below);
}

bool FileGlob::matches(const QString& path) const {
  return match(0, path.split(u'/', Qt::SkipEmptyParts), 0, false);
}

bool FileGlob::mayMatchBelow(const QString& folder) const {
  return match(0, folder.split(u'/', Qt::SkipEmptyParts), 0, true);
}

}  // namespace cc
