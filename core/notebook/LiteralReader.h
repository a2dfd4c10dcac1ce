// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "notebook/SourceStatements.h"

#include <QString>
#include <optional>

namespace cc::notebook {

// Reads a literal of Python (None, booleans, numbers, strings with every prefix but b and f, lists, tuples, dicts with
// string keys) or R (NULL, booleans, numbers, strings, c(...) and list(...)) as the JSON value it stands for. Nothing for
// any other expression, for integers beyond 64 bit and for values nested deeper than 50.
class LiteralReader {
public:
  static std::optional<Json> read(QStringView text, SourceLanguage language);

private:
  LiteralReader(QStringView text, SourceLanguage language) : m_text(text), m_language(language) {}

  using Found = std::optional<Json>;
  Found value(int depth);
  Found word();
  Found number();
  Found radixNumber();
  Found strings();
  Found oneString();
  std::optional<QString> prefix();
  bool escape(QString& out);
  bool codePoint(QString& out, int digits, int base);
  Found sequence(QChar close, int depth);
  Found dict(int depth);
  Found call(int depth);
  bool callItem(Json& items, Json& named, int depth);

  bool python() const { return m_language == SourceLanguage::Python; }
  bool atEnd() const { return m_at >= m_text.size(); }
  QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar(); }
  bool take(QChar c);
  bool takeWord(QStringView word);
  QStringView asciiAhead() const;
  void skipSpace();

  QStringView m_text;
  SourceLanguage m_language;
  qsizetype m_at = 0;
};

}  // namespace cc::notebook
