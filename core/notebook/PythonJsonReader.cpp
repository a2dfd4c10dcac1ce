// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/PythonJsonReader.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";

bool isPlain(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

// True when none of eight bytes needs a look: all plain ASCII inside a string.
bool allPlain(const char* p) {
  quint64 word;
  std::memcpy(&word, p, sizeof word);
  constexpr quint64 kOnes = 0x0101010101010101ULL, kHighs = 0x8080808080808080ULL;
  const quint64 quote = word ^ (kOnes * '"'), slash = word ^ (kOnes * '\\');
  const quint64 odd = (word - kOnes * 0x20) | (quote - kOnes) | (slash - kOnes) | word;
  return (odd & kHighs) == 0;
}

// Length of the well-formed UTF-8 sequence at p, 0 when there is none.
int sequenceLength(const char* p, const char* end) {
  const auto byte = [&](int i) { return p + i < end ? static_cast<unsigned char>(p[i]) : 0U; };
  const auto tail = [&](int i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0), second = byte(1);
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if ((lead & 0xF0U) == 0xE0U) {
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
    return tail(1) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
    return tail(1) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

void appendUtf8(std::string& out, unsigned code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

class Reader {
public:
  explicit Reader(QByteArrayView text) : m_begin(text.data()), m_at(text.data()), m_end(text.data() + text.size()) {}

  std::optional<JsonProblem> read(Json& out) {
    if (value(out, 0)) {
      skipSpace();
      if (m_at == m_end) return std::nullopt;
      fail("text after the value");
    }
    return JsonProblem{.position = m_at - m_begin,
                       .endsTooEarly = m_at == m_end && !m_tooDeep,
                       .tooDeep = m_tooDeep,
                       .text = QString::fromLatin1(m_problem)};
  }

private:
  bool fail(const char* problem) {
    m_problem = problem;
    return false;
  }

  bool failAt(const char* place, const char* problem) {
    m_at = place;
    return fail(problem);
  }

  void skipSpace() {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t')) ++m_at;
  }

  bool take(char c) {
    if (m_at == m_end || *m_at != c) return false;
    ++m_at;
    return true;
  }

  bool word(std::string_view text) {
    const std::string_view here(m_at, std::min(static_cast<size_t>(m_end - m_at), text.size()));
    if (text.substr(0, here.size()) != here) return fail("unknown word");
    m_at += here.size();
    return here.size() == text.size() || fail("text ends too early");
  }

  bool deeper(int depth) {
    m_tooDeep = depth > kMaxJsonDepth;
    return !m_tooDeep || fail("nested too deeply");
  }

  bool value(Json& out, int depth) {
    skipSpace();
    if (m_at == m_end) return fail("text ends too early");
    switch (*m_at) {
      case '{':
        return object(out, depth + 1);
      case '[':
        return array(out, depth + 1);
      case '"': {
        out = std::string();
        return string(out.get_ref<std::string&>());
      }
      case 't':
        out = true;
        return word("true");
      case 'f':
        out = false;
        return word("false");
      case 'n':
        return word("null");
      case 'N':
        out = std::numeric_limits<double>::quiet_NaN();
        return word("NaN");
      case 'I':
        out = std::numeric_limits<double>::infinity();
        return word("Infinity");
      default:
        return number(out);
    }
  }

  bool object(Json& out, int depth) {
    if (!deeper(depth)) return false;
    out = Json::object();
    auto& members = out.get_ref<Json::object_t&>();
    ++m_at;
    skipSpace();
    if (take('}')) return true;
    for (;;) {
      skipSpace();
      if (m_at == m_end || *m_at != '"') return fail("a member's name is missing");
      std::string key;
      if (!string(key)) return false;
      skipSpace();
      if (!take(':')) return fail("':' is missing");
      Json& slot = members[std::move(key)];
      slot = nullptr;
      if (!value(slot, depth)) return false;
      skipSpace();
      if (take('}')) return true;
      if (!take(',')) return fail("',' or '}' is missing");
    }
  }

  bool array(Json& out, int depth) {
    if (!deeper(depth)) return false;
    out = Json::array();
    auto& items = out.get_ref<Json::array_t&>();
    ++m_at;
    skipSpace();
    if (take(']')) return true;
    for (;;) {
      if (!value(items.emplace_back(), depth)) return false;
      skipSpace();
      if (take(']')) return true;
      if (!take(',')) return fail("',' or ']' is missing");
    }
  }

  // The bytes up to the closing quote, at most: escapes only shrink, and replaced bytes make it grow by itself.
  size_t boundOfString() const {
    for (const char* p = m_at; p != m_end; ++p) {
      p = static_cast<const char*>(std::memchr(p, '"', static_cast<size_t>(m_end - p)));
      if (!p) break;
      const char* slash = p;
      while (slash != m_at && slash[-1] == '\\') --slash;
      if ((p - slash) % 2 == 0) return static_cast<size_t>(p - m_at);
    }
    return 0;
  }

  bool string(std::string& out) {
    ++m_at;
    for (const char* run = m_at;;) {
      while (m_end - m_at >= 8 && allPlain(m_at)) m_at += 8;
      while (m_at != m_end && isPlain(static_cast<unsigned char>(*m_at))) ++m_at;
      if (m_at == m_end) return fail("a string does not end");
      const auto c = static_cast<unsigned char>(*m_at);
      if (c >= 0x80) {
        if (const int length = sequenceLength(m_at, m_end)) {
          m_at += length;
          continue;
        }
      }
      if (c != '"' && out.empty()) out.reserve(static_cast<size_t>(m_at - run) + boundOfString());
      out.append(run, m_at);
      if (c == '"') {
        ++m_at;
        return true;
      }
      if (c < 0x20) return fail("a control character in a string");
      ++m_at;
      if (c != '\\') {
        out += kReplacement;
      } else if (!escape(out)) {
        return false;
      }
      run = m_at;
    }
  }

  bool escape(std::string& out) {
    if (m_at == m_end) return fail("a string does not end");
    switch (*m_at++) {
      case '"':
        out += '"';
        return true;
      case '\\':
        out += '\\';
        return true;
      case '/':
        out += '/';
        return true;
      case 'b':
        out += '\b';
        return true;
      case 'f':
        out += '\f';
        return true;
      case 'n':
        out += '\n';
        return true;
      case 'r':
        out += '\r';
        return true;
      case 't':
        out += '\t';
        return true;
      case 'u':
        return unicode(out);
      default:
        return fail("an unknown escape");
    }
  }

  bool hex(unsigned& code) {
    const char* last = m_at + std::min<qptrdiff>(4, m_end - m_at);
    const bool complete = last - m_at == 4;
    const auto [stop, problem] = std::from_chars(m_at, last, code, 16);
    if (stop != last) return fail("an unfinished escape");
    m_at = last;
    return (complete && problem == std::errc()) || fail("an unfinished escape");
  }

  bool unicode(std::string& out) {
    unsigned code = 0;
    if (!hex(code)) return false;
    if (code >= 0xD800 && code < 0xDC00 && m_end - m_at >= 6 && m_at[0] == '\\' && m_at[1] == 'u') {
      const char* before = m_at;
      m_at += 2;
      unsigned low = 0;
      if (!hex(low)) return false;
      if (low >= 0xDC00 && low < 0xE000) {
        appendUtf8(out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
        return true;
      }
      m_at = before;
    }
    appendUtf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    return true;
  }

  const char* digits(const char* p) const {
    while (p != m_end && *p >= '0' && *p <= '9') ++p;
    return p;
  }

  bool number(Json& out) {
    const char* first = m_at;
    const char* p = first + (*first == '-' ? 1 : 0);
    if (p != first && p != m_end && *p == 'I') {
      m_at = p;
      out = -std::numeric_limits<double>::infinity();
      return word("Infinity");
    }
    const char* whole = p;
    p = digits(p);
    if (p == whole || (*whole == '0' && p - whole > 1)) return failAt(p == m_end ? p : first, "no JSON value");
    bool integer = true;
    if (p != m_end && *p == '.') {
      integer = false;
      const char* fraction = ++p;
      p = digits(p);
      if (p == fraction) return failAt(p, "an unfinished number");
    }
    if (p != m_end && (*p == 'e' || *p == 'E')) {
      integer = false;
      ++p;
      if (p != m_end && (*p == '+' || *p == '-')) ++p;
      const char* exponent = p;
      p = digits(p);
      if (p == exponent) return failAt(p, "an unfinished number");
    }
    m_at = p;
    store(out, first, p, integer);
    return true;
  }

  static void store(Json& out, const char* first, const char* last, bool integer) {
    qint64 whole = 0;
    if (integer && *first != '-') {
      quint64 natural = 0;
      if (std::from_chars(first, last, natural).ec == std::errc()) {
        out = natural;
        return;
      }
    } else if (integer && std::from_chars(first, last, whole).ec == std::errc()) {
      out = whole;
      return;
    }
    if (integer) {
      out = Json::binary(Json::binary_t::container_type(first, last));  // see bigInteger()
      return;
    }
    double real = 0;
    if (std::from_chars(first, last, real).ec == std::errc()) {
      out = real;
    } else {
      out = beyondDoubles(first, last);
    }
  }

  // A number too large is infinite and one too small is 0, with its sign.
  static double beyondDoubles(const char* first, const char* last) {
    const double sign = *first == '-' ? -1 : 1;
    const char* whole = first + (sign < 0 ? 1 : 0);
    const char* rest = std::find_if(whole, last, [](char c) { return c < '0' || c > '9'; });
    const char* mark = std::find_if(rest, last, [](char c) { return c == 'e' || c == 'E'; });
    qint64 exponent = 0;
    if (mark != last) {
      const char* digits = mark + (mark[1] == '+' ? 2 : 1);
      if (std::from_chars(digits, last, exponent).ec != std::errc()) exponent = *digits == '-' ? -kFar : kFar;
    }
    const bool large = exponent + (*whole == '0' ? 0 : rest - whole) > 0;
    return sign * (large ? std::numeric_limits<double>::infinity() : 0.0);
  }

  static constexpr qint64 kFar = 1'000'000'000'000;
  const char* m_begin;
  const char* m_at;
  const char* m_end;
  const char* m_problem = "";
  bool m_tooDeep = false;
};

}  // namespace

std::optional<JsonProblem> readPythonJson(QByteArrayView text, Json& out) {
  return Reader(text).read(out);
}

Result<Json> parsePythonJson(QByteArrayView text) {
  Json out;
  const auto problem = readPythonJson(text, out);
  if (!problem) return out;
  return Error{.code = ErrorCode::NetBadReply,
               .params = {{u"position"_s, QString::number(problem->position)}},
               .detail = problem->text};
}

std::optional<std::string_view> bigInteger(const Json& json) {
  if (!json.is_binary()) return std::nullopt;
  const auto& digits = json.get_binary();
  return std::string_view(reinterpret_cast<const char*>(digits.data()), digits.size());
}

}  // namespace cc::notebook
