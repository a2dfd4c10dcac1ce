// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace cc::notebook {

enum class SourceLanguage { Python, R };

// One statement of a parameters cell as it is written, found without understanding it: only strings, brackets, comments
// and line ends are known.
struct SourceStatement {
  QString text;               // trimmed, without the comment behind it
  QString comment;            // behind it on its last line, without "#"
  QStringList commentsAbove;  // the lines directly above, without "#"
  int line = 0;               // of its beginning, from 1
  bool indented = false;      // belongs to a block
};

// Tolerant: broken source gives some statements, never an error.
std::vector<SourceStatement> sourceStatements(const QString& source, SourceLanguage language);

// Index behind the string literal that begins at the quote; a string without end stops at the line's end (or the text's
// end when it has triple quotes).
qsizetype skipString(QStringView text, qsizetype quote, SourceLanguage language);

}  // namespace cc::notebook
