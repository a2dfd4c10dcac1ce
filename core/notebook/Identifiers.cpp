// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/Identifiers.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

const QSet<QString>& pythonWords() {
  static const QSet<QString> words{u"False"_s,  u"None"_s,     u"True"_s,  u"and"_s,    u"as"_s,       u"assert"_s,
                                   u"async"_s,  u"await"_s,    u"break"_s, u"class"_s,  u"continue"_s, u"def"_s,
                                   u"del"_s,    u"elif"_s,     u"else"_s,  u"except"_s, u"finally"_s,  u"for"_s,
                                   u"from"_s,   u"global"_s,   u"if"_s,    u"import"_s, u"in"_s,       u"is"_s,
                                   u"lambda"_s, u"nonlocal"_s, u"not"_s,   u"or"_s,     u"pass"_s,     u"raise"_s,
                                   u"return"_s, u"try"_s,      u"while"_s, u"with"_s,   u"yield"_s,    u"__debug__"_s};
  return words;
}

const QSet<QString>& rWords() {
  static const QSet<QString> words{u"if"_s,          u"else"_s,     u"repeat"_s,      u"while"_s,        u"function"_s,
                                   u"for"_s,         u"next"_s,     u"break"_s,       u"in"_s,           u"TRUE"_s,
                                   u"FALSE"_s,       u"NULL"_s,     u"Inf"_s,         u"NaN"_s,          u"NA"_s,
                                   u"NA_integer_"_s, u"NA_real_"_s, u"NA_complex_"_s, u"NA_character_"_s};
  return words;
}

}  // namespace

bool isIdentifier(const QString& name, SourceLanguage language) {
  static const QRegularExpression python(u"\\A[\\p{L}_][\\p{L}\\p{M}\\p{Nd}_]*\\z"_s,
                                         QRegularExpression::UseUnicodePropertiesOption);
  static const QRegularExpression r(u"\\A(?:[A-Za-z]|\\.(?![0-9]))[A-Za-z0-9._]*\\z"_s);
  if (language == SourceLanguage::Python) return python.match(name).hasMatch() && !pythonWords().contains(name);
  // "..." and "..1" are reserved, too.
  return r.match(name).hasMatch() && !rWords().contains(name) && !name.startsWith(u"..");
}

std::optional<SourceLanguage> sourceLanguage(const QString& name) {
  const QString lower = name.toLower();
  if (lower == u"python" || lower == u"python3" || lower == u"ipython") return SourceLanguage::Python;
  if (lower == u"r") return SourceLanguage::R;
  return std::nullopt;
}

}  // namespace cc::notebook
