// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QSyntaxHighlighter>

namespace cc::ui {

// Colours Python (and, roughly, R and others): keywords, strings over several lines, numbers, comments, definitions,
// decorators, magics.
class PythonHighlighter : public QSyntaxHighlighter {
  Q_OBJECT
public:
  PythonHighlighter(QTextDocument* document, const QPalette& palette);

protected:
  void highlightBlock(const QString& text) override;

private:
  enum BlockState { Plain = 0, InSingle = 1, InDouble = 2 };
  int readString(const QString& text, int start);
  int readWord(const QString& text, int start);
  QTextCharFormat m_keyword, m_builtin, m_string, m_number, m_comment, m_definition, m_decorator;
  bool m_afterDef = false;
};

}  // namespace cc::ui
