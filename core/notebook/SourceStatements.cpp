// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/SourceStatements.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

QString withoutHash(QStringView comment) {
  while (comment.startsWith(u'#')) comment = comment.sliced(1);
  return comment.trimmed().toString();
}

class Scanner {
public:
  Scanner(const QString& source, SourceLanguage language) : m_text(source), m_language(language) {}

  std::vector<SourceStatement> scan() {
    while (m_at < m_text.size()) line();
    return std::move(m_found);
  }

private:
  bool atEnd() const { return m_at >= m_text.size(); }
  QChar current() const { return m_text[m_at]; }

  // One physical line that begins outside of any statement, or the whole statement that begins on it.
  void line() {
    const qsizetype begin = m_at;
    while (!atEnd() && (current() == u' ' || current() == u'\t')) ++m_at;
    if (atEnd() || current() == u'\n' || current() == u'\r') {
      m_above.clear();
      newLine();
      return;
    }
    if (current() == u'#') {
      m_above.append(comment());
      newLine();
      return;
    }
    const std::size_t first = m_found.size();
    const bool indented = m_at > begin;
    while (!atEnd() && current() != u'\n' && current() != u'\r' && current() != u'#') statement(indented);
    const QString behind = !atEnd() && current() == u'#' ? comment() : QString();
    for (std::size_t i = first; i < m_found.size(); ++i) m_found[i].comment = behind;
    m_above.clear();
    newLine();
  }

  QString comment() {
    const qsizetype begin = m_at;
    while (!atEnd() && current() != u'\n' && current() != u'\r') ++m_at;
    return withoutHash(m_text.sliced(begin, m_at - begin));
  }

  void newLine() {
    if (atEnd()) return;
    if (current() == u'\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == u'\n') ++m_at;
    if (current() == u'\n' || current() == u'\r') ++m_line;
    ++m_at;
  }

  // Up to a ";", a comment or a line end outside of brackets.
  void statement(bool indented) {
    const qsizetype begin = m_at;
    const int firstLine = m_line;
    int depth = 0;
    while (!atEnd() && step(depth)) {
    }
    const QStringView text = m_text.sliced(begin, m_at - begin).trimmed();
    if (!text.isEmpty()) {
      m_found.push_back({text.toString(), {}, m_above, firstLine, indented});
    }
    if (!atEnd() && current() == u';') ++m_at;
    while (!atEnd() && (current() == u' ' || current() == u'\t')) ++m_at;
  }

  // Goes on by one token of a statement; false at its end.
  bool step(int& depth) {
    const QChar c = current();
    if (c == u'"' || c == u'\'' || (c == u'`' && m_language == SourceLanguage::R)) {
      const qsizetype end = skipString(m_text, m_at, m_language);
      m_line += int(std::count(m_text.begin() + m_at, m_text.begin() + end, u'\n'));
      m_at = end;
      return true;
    }
    if (c == u'#') {
      if (depth == 0) return false;
      comment();
      return true;
    }
    if (c == u'\n' || c == u'\r') {
      if (depth == 0) return false;
      newLine();
      return true;
    }
    if (c == u';' && depth == 0) return false;
    if (c == u'\\' && m_language == SourceLanguage::Python) {
      ++m_at;
      if (!atEnd() && (current() == u'\n' || current() == u'\r')) newLine();
      return true;
    }
    if (c == u'(' || c == u'[' || c == u'{') ++depth;
    if ((c == u')' || c == u']' || c == u'}') && depth > 0) --depth;
    ++m_at;
    return true;
  }

  QStringView m_text;
  SourceLanguage m_language;
  qsizetype m_at = 0;
  int m_line = 1;
  QStringList m_above;
  std::vector<SourceStatement> m_found;
};

}  // namespace

qsizetype skipString(QStringView text, qsizetype quote, SourceLanguage language) {
  const QChar mark = text[quote];
  const bool triple = language == SourceLanguage::Python && quote + 2 < text.size() && text[quote + 1] == mark &&
                      text[quote + 2] == mark;
  qsizetype at = quote + (triple ? 3 : 1);
  while (at < text.size()) {
    const QChar c = text[at];
    if (c == u'\\') {
      at += 2;
      continue;
    }
    if (triple) {
      if (c == mark && at + 2 < text.size() && text[at + 1] == mark && text[at + 2] == mark) return at + 3;
    } else if (c == mark) {
      return at + 1;
    } else if (c == u'\n' && language == SourceLanguage::Python) {
      return at;
    }
    ++at;
  }
  return text.size();
}

std::vector<SourceStatement> sourceStatements(const QString& source, SourceLanguage language) {
  return Scanner(source, language).scan();
}

}  // namespace cc::notebook
