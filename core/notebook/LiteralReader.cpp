// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/LiteralReader.h"

#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr int kMaxDepth = 50;
constexpr qsizetype kMaxToken = 200;

bool isWordPart(QChar c) {
  return c.isLetterOrNumber() || c == u'_' || c == u'.';
}

}  // namespace

std::optional<Json> LiteralReader::read(QStringView text, SourceLanguage language) {
  LiteralReader reader(text, language);
  auto found = reader.value(0);
  reader.skipSpace();
  if (!found || !reader.atEnd()) return std::nullopt;
  return found;
}

bool LiteralReader::take(QChar c) {
  skipSpace();
  if (peek() != c || atEnd()) return false;
  ++m_at;
  return true;
}

bool LiteralReader::takeWord(QStringView word) {
  if (!m_text.sliced(m_at).startsWith(word)) return false;
  if (const QChar next = peek(word.size()); !next.isNull() && isWordPart(next)) return false;
  m_at += word.size();
  return true;
}

// As much as a number or a name needs, so that a long list is not looked through again for each of its items.
QStringView LiteralReader::asciiAhead() const {
  qsizetype length = 0;
  while (length < kMaxToken && m_at + length < m_text.size() && peek(length).unicode() < 0x80) ++length;
  return m_text.sliced(m_at, length);
}

// Line ends too: inside brackets they mean nothing, and outside the statement has ended before.
void LiteralReader::skipSpace() {
  while (!atEnd()) {
    if (peek().isSpace()) {
      ++m_at;
    } else if (peek() == u'\\' && (peek(1) == u'\n' || peek(1) == u'\r')) {
      m_at += 2;
    } else if (peek() == u'#') {
      while (!atEnd() && peek() != u'\n') ++m_at;
    } else {
      return;
    }
  }
}

LiteralReader::Found LiteralReader::value(int depth) {
  if (depth > kMaxDepth) return std::nullopt;
  skipSpace();
  if (atEnd()) return std::nullopt;
  const QChar c = peek();
  if (python() && c == u'[') {
    ++m_at;
    return sequence(u']', depth);
  }
  if (python() && c == u'{') {
    ++m_at;
    return dict(depth);
  }
  if (python() && c == u'(') {
    ++m_at;
    return sequence(u')', depth);
  }
  if (c == u'-' || c == u'+' || c == u'.' || (c >= u'0' && c <= u'9')) return number();
  if (auto found = strings()) return found;
  if (auto found = word()) return found;
  return python() ? std::nullopt : call(depth);
}

LiteralReader::Found LiteralReader::word() {
  if (takeWord(python() ? u"None" : u"NULL")) return Json(nullptr);
  if (takeWord(python() ? u"True" : u"TRUE")) return Json(true);
  if (takeWord(python() ? u"False" : u"FALSE")) return Json(false);
  if (!python() && takeWord(u"T")) return Json(true);
  if (!python() && takeWord(u"F")) return Json(false);
  return std::nullopt;
}

LiteralReader::Found LiteralReader::radixNumber() {
  static const QRegularExpression pattern(u"^(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)L?"_s);
  const auto match = pattern.match(asciiAhead());
  if (!match.hasMatch()) return std::nullopt;
  const QString digits = match.captured(1).remove(u'_');
  const QChar kind = digits[1].toLower();
  const int base = kind == u'x' ? 16 : kind == u'o' ? 8 : 2;
  bool fits = false;
  const qint64 number = digits.sliced(2).toLongLong(&fits, base);
  if (!fits) return std::nullopt;
  m_at += match.capturedLength(0);
  return Json(number);
}

LiteralReader::Found LiteralReader::number() {
  static const QRegularExpression pattern(u"^(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?(L?)"_s);
  bool negative = false;
  while (peek() == u'-' || peek() == u'+') {
    if (peek() == u'-') negative = !negative;
    ++m_at;
    skipSpace();
  }
  Found found = radixNumber();
  if (!found) {
    const auto match = pattern.match(asciiAhead());
    if (!match.hasMatch() || (python() && match.capturedLength(1) > 0)) return std::nullopt;
    QString text = match.captured(0).remove(u'_');
    if (text.endsWith(u'L')) text.chop(1);
    m_at += match.capturedLength(0);
    bool fits = false;
    const bool whole = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
    if (whole) {
      // Python refuses 007.
      if (python() && text.size() > 1 && text.startsWith(u'0') && text.count(u'0') != text.size()) return std::nullopt;
      found = Json(text.toLongLong(&fits));
    } else {
      found = Json(text.toDouble(&fits));
    }
    if (!fits) return std::nullopt;
  }
  if (!atEnd() && isWordPart(peek())) return std::nullopt;  // 1j, 3.method()
  if (!negative) return found;
  return found->is_number_float() ? Json(-found->get<double>()) : Json(-found->get<std::int64_t>());
}

// Adjacent strings are one, in Python.
LiteralReader::Found LiteralReader::strings() {
  Found all = oneString();
  if (!all || !python()) return all;
  while (true) {
    const qsizetype before = m_at;
    skipSpace();
    const Found next = oneString();
    if (!next) {
      m_at = before;
      return all;
    }
    all->get_ref<std::string&>() += next->get_ref<const std::string&>();
  }
}

// The prefix of the string that begins here, in lower case; nothing when none begins here.
std::optional<QString> LiteralReader::prefix() {
  qsizetype length = 0;
  while (python() && length < 2 && peek(length).isLetter()) ++length;
  if (peek(length) != u'"' && peek(length) != u'\'') return std::nullopt;
  const QString letters = m_text.sliced(m_at, length).toString().toLower();
  // Bytes are no JSON; what an f-string says is known only when it runs.
  if (!letters.isEmpty() && letters != u"r" && letters != u"u") return std::nullopt;
  return letters;
}

LiteralReader::Found LiteralReader::oneString() {
  const auto letters = prefix();
  if (!letters) return std::nullopt;
  const bool raw = *letters == u"r";
  const qsizetype quote = m_at + letters->size();
  const QChar mark = m_text[quote];
  const qsizetype end = skipString(m_text, quote, m_language);
  const bool triple = python() && end - quote >= 6 && m_text[quote + 1] == mark && m_text[quote + 2] == mark;
  const qsizetype marks = triple ? 3 : 1;
  if (end - quote < 2 * marks || m_text[end - 1] != mark) return std::nullopt;
  QString text;
  m_at = quote + marks;
  while (m_at < end - marks) {
    if (peek() == u'\\' && !raw) {
      ++m_at;
      if (!escape(text)) return std::nullopt;
    } else {
      text += m_text[m_at++];
    }
  }
  if (m_at != end - marks) return std::nullopt;
  m_at = end;
  return Json(toStd(text));
}

bool LiteralReader::escape(QString& out) {
  static constexpr QStringView kNames = u"ntrabfv'\"\\";
  static constexpr QStringView kValues = u"\n\t\r\a\b\f\v'\"\\";
  const QChar c = peek();
  if (c == u'\n' || c == u'\r') {
    ++m_at;
    if (c == u'\r' && peek() == u'\n') ++m_at;
    return true;
  }
  if (c == u'x') return ++m_at, codePoint(out, 2, 16);
  if (c == u'u') return ++m_at, codePoint(out, 4, 16);
  if (c == u'U') return ++m_at, codePoint(out, 8, 16);
  if (c == u'N' && python()) return false;
  if (c >= u'0' && c <= u'7') {
    int digits = 1;
    while (digits < 3 && peek(digits) >= u'0' && peek(digits) <= u'7') ++digits;
    return codePoint(out, digits, 8);
  }
  ++m_at;
  if (const qsizetype known = kNames.indexOf(c); known >= 0) {
    out += kValues[known];
  } else {
    out += u'\\';
    out += c;
  }
  return true;
}

bool LiteralReader::codePoint(QString& out, int digits, int base) {
  bool valid = false;
  const char32_t code = m_text.sliced(m_at).left(digits).toString().toUInt(&valid, base);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (!valid || m_text.size() - m_at < digits || code > 0x10FFFF || surrogate) return false;
  m_at += digits;
  out += QString::fromUcs4(&code, 1);
  return true;
}

// Behind "[" or "(". A single value in parentheses is that value.
LiteralReader::Found LiteralReader::sequence(QChar close, int depth) {
  Json items = Json::array();
  bool comma = false;
  while (!take(close)) {
    if (!items.empty() && !comma) return std::nullopt;
    auto item = value(depth + 1);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
    comma = take(u',');
  }
  if (close == u')' && items.size() == 1 && !comma) return items[0];
  return items;
}

LiteralReader::Found LiteralReader::dict(int depth) {
  Json members = Json::object();
  bool comma = true;
  while (!take(u'}')) {
    if (!comma) return std::nullopt;
    const auto key = value(depth + 1);
    if (!key || !key->is_string() || !take(u':')) return std::nullopt;
    auto member = value(depth + 1);
    if (!member) return std::nullopt;
    members[key->get<std::string>()] = std::move(*member);
    comma = take(u',');
  }
  return members;
}

// R's c(...) and list(...): an array, or an object when every item has a name.
LiteralReader::Found LiteralReader::call(int depth) {
  if (!takeWord(u"list") && !takeWord(u"c")) return std::nullopt;
  if (!take(u'(')) return std::nullopt;
  Json items = Json::array();
  Json named = Json::object();
  bool comma = true;
  while (!take(u')')) {
    if (!comma || !callItem(items, named, depth)) return std::nullopt;
    comma = take(u',');
  }
  if (named.empty()) return items;
  return items.empty() ? Found(named) : std::nullopt;
}

bool LiteralReader::callItem(Json& items, Json& named, int depth) {
  static const QRegularExpression name(u"^\\s*(?:([A-Za-z.][A-Za-z0-9._]*)|\"([^\"\\\\]*)\")\\s*=(?!=)"_s);
  const auto match = name.match(asciiAhead());
  if (match.hasMatch()) m_at += match.capturedLength(0);
  auto item = value(depth + 1);
  if (!item) return false;
  if (match.hasMatch()) {
    named[toStd(match.captured(1) + match.captured(2))] = std::move(*item);
  } else {
    items.push_back(std::move(*item));
  }
  return true;
}

}  // namespace cc::notebook
