// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/PythonHighlighter.h"

#include "ui/look/Icons.h"

#include <QSet>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

bool isKeyword(const QString& word) {
  static const QSet<QString> words{
      u"False"_s,   u"None"_s,     u"True"_s,     u"and"_s,    u"as"_s,   u"assert"_s,  u"async"_s,  u"await"_s,
      u"break"_s,   u"class"_s,    u"continue"_s, u"def"_s,    u"del"_s,  u"elif"_s,    u"else"_s,   u"except"_s,
      u"finally"_s, u"for"_s,      u"from"_s,     u"global"_s, u"if"_s,   u"import"_s,  u"in"_s,     u"is"_s,
      u"lambda"_s,  u"nonlocal"_s, u"not"_s,      u"or"_s,     u"pass"_s, u"raise"_s,   u"return"_s, u"try"_s,
      u"while"_s,   u"with"_s,     u"yield"_s,    u"match"_s,  u"case"_s, u"function"_s};
  return words.contains(word);
}

bool isBuiltin(const QString& word) {
  static const QSet<QString> words{
      u"abs"_s,   u"all"_s,    u"any"_s,        u"bool"_s,      u"bytes"_s,      u"dict"_s,      u"enumerate"_s,
      u"float"_s, u"int"_s,    u"isinstance"_s, u"len"_s,       u"list"_s,       u"map"_s,       u"max"_s,
      u"min"_s,   u"object"_s, u"open"_s,       u"print"_s,     u"range"_s,      u"repr"_s,      u"reversed"_s,
      u"round"_s, u"self"_s,   u"set"_s,        u"sorted"_s,    u"str"_s,        u"sum"_s,       u"super"_s,
      u"tuple"_s, u"type"_s,   u"zip"_s,        u"Exception"_s, u"ValueError"_s, u"TypeError"_s, u"KeyError"_s};
  return words.contains(word);
}

QTextCharFormat colored(QRgb light, QRgb dark, const QPalette& palette) {
  QTextCharFormat format;
  format.setForeground(QColor(isDark(palette) ? dark : light));
  return format;
}

}  // namespace

PythonHighlighter::PythonHighlighter(QTextDocument* document, const QPalette& palette) : QSyntaxHighlighter(document) {
  m_keyword = colored(0x8c2fb8, 0xd2a8ff, palette);
  m_builtin = colored(0x0d6f7a, 0x6fd7e0, palette);
  m_string = colored(0x1a7f45, 0x8fd6a0, palette);
  m_number = colored(0xa0510a, 0xf0b070, palette);
  m_comment = colored(0x636d7a, 0x949eac, palette);
  m_comment.setFontItalic(true);
  m_definition = colored(0x1f62d0, 0x7fb2ff, palette);
  m_decorator = colored(0x9a6400, 0xe5b95c, palette);
}

// Colours a string that starts at a quote; answers the index after it. An open triple quote goes on in the next block.
int PythonHighlighter::readString(const QString& text, int start) {
  const QChar quote = text[start];
  const QString triple(3, quote);
  if (QStringView(text).mid(start, 3) == triple) {
    const int end = int(text.indexOf(triple, start + 3));
    if (end < 0) {
      setFormat(start, int(text.size()) - start, m_string);
      setCurrentBlockState(quote == u'"' ? InDouble : InSingle);
      return int(text.size());
    }
    setFormat(start, end + 3 - start, m_string);
    return end + 3;
  }
  int i = start + 1;
  while (i < text.size() && text[i] != quote) i += text[i] == u'\\' ? 2 : 1;
  i = qMin(int(text.size()), i + 1);
  setFormat(start, i - start, m_string);
  return i;
}

int PythonHighlighter::readWord(const QString& text, int start) {
  int i = start;
  while (i < text.size() && (text[i].isLetterOrNumber() || text[i] == u'_')) ++i;
  const QString word = text.mid(start, i - start);
  if (i < text.size() && (text[i] == u'"' || text[i] == u'\'') && word.size() <= 2) {  // f"", rb''
    setFormat(start, i - start, m_string);
    return i;
  }
  if (isKeyword(word)) {
    setFormat(start, i - start, m_keyword);
  } else if (m_afterDef) {
    setFormat(start, i - start, m_definition);
  } else if (isBuiltin(word)) {
    setFormat(start, i - start, m_builtin);
  }
  m_afterDef = word == u"def"_s || word == u"class"_s;
  return i;
}

void PythonHighlighter::highlightBlock(const QString& text) {
  setCurrentBlockState(Plain);
  m_afterDef = false;
  int i = 0;
  if (previousBlockState() == InSingle || previousBlockState() == InDouble) {
    const QString triple(3, previousBlockState() == InDouble ? u'"' : u'\'');
    const int end = int(text.indexOf(triple));
    if (end < 0) {
      setFormat(0, int(text.size()), m_string);
      setCurrentBlockState(previousBlockState());
      return;
    }
    i = end + 3;
    setFormat(0, i, m_string);
  }
  const QString start = text.trimmed();
  if (i == 0 && (start.startsWith(u'%') || start.startsWith(u'!') || start.startsWith(u'@'))) {
    setFormat(0, int(text.size()), m_decorator);
    return;
  }
  while (i < text.size()) {
    const QChar c = text[i];
    if (c == u'#') {
      setFormat(i, int(text.size()) - i, m_comment);
      return;
    }
    if (c == u'"' || c == u'\'') {
      i = readString(text, i);
    } else if (c.isDigit()) {
      const int begin = i;
      while (i < text.size() && (text[i].isLetterOrNumber() || text[i] == u'.' || text[i] == u'_')) ++i;
      setFormat(begin, i - begin, m_number);
    } else if (c.isLetter() || c == u'_') {
      i = readWord(text, i);
    } else {
      ++i;
    }
  }
}

}  // namespace cc::ui
