// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/PythonJsonWriter.h"

#include "notebook/PythonJsonReader.h"
#include "notebook/PythonLines.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace cc::notebook {

namespace {

constexpr std::size_t kBuffer = 64 * 1024;

struct Decimal {
  std::string digits;
  int exponent = 0;  // of the first digit
};

Decimal shortest(double magnitude) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), magnitude, std::chars_format::scientific).ptr;
  Decimal decimal;
  const std::string_view all(text.data(), std::size_t(end - text.data()));
  const std::size_t mark = all.find('e');
  for (const char c : all.substr(0, mark)) {
    if (c != '.') decimal.digits += c;
  }
  decimal.exponent = std::atoi(all.data() + mark + 1);
  return decimal;
}

std::string withExponent(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += '.' + decimal.digits.substr(1);
  const std::string power = std::to_string(std::abs(decimal.exponent));
  return text + 'e' + (decimal.exponent < 0 ? '-' : '+') + (power.size() < 2 ? "0" : "") + power;
}

std::string withPoint(const Decimal& decimal) {
  if (decimal.exponent < 0) return "0." + std::string(std::size_t(-decimal.exponent - 1), '0') + decimal.digits;
  const auto whole = std::size_t(decimal.exponent) + 1;
  if (decimal.digits.size() <= whole) return decimal.digits + std::string(whole - decimal.digits.size(), '0') + ".0";
  return decimal.digits.substr(0, whole) + '.' + decimal.digits.substr(whole);
}

// The two-character escape of a control character or quote, or null.
const char* shortEscape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\f':
      return "\\f";
    case '\b':
      return "\\b";
    default:
      return nullptr;
  }
}

}  // namespace

std::string pythonFloat(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  const std::string sign = std::signbit(value) ? "-" : "";
  const Decimal decimal = shortest(std::fabs(value));
  return sign + (decimal.exponent < -4 || decimal.exponent >= 16 ? withExponent(decimal) : withPoint(decimal));
}

PythonJsonWriter::PythonJsonWriter(QIODevice& device) : m_device(device) {
  m_buffer.reserve(kBuffer + 1024);
}

bool PythonJsonWriter::flush() {
  if (m_failed) return false;
  std::size_t written = 0;
  while (written < m_buffer.size()) {
    errno = 0;
    const qint64 count = m_device.write(m_buffer.data() + written, qint64(m_buffer.size() - written));
    if (count <= 0) {
      m_failed = true;
      m_errno = errno;
      break;
    }
    written += std::size_t(count);
  }
  m_buffer.clear();
  return !m_failed;
}

void PythonJsonWriter::raw(std::string_view text) {
  if (m_failed) return;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, kBuffer);
    m_buffer += part;
    text.remove_prefix(part.size());
    if (m_buffer.size() >= kBuffer) flush();
  }
}

void PythonJsonWriter::separate() {
  if (!m_empty) raw(",");
  raw("\n");
  static const std::string spaces(256, ' ');
  for (auto left = std::size_t(m_depth); left > 0;) {
    const std::size_t count = std::min(left, spaces.size());
    raw(std::string_view(spaces).substr(0, count));
    left -= count;
  }
  m_empty = false;
}

void PythonJsonWriter::open(char bracket) {
  raw({&bracket, 1});
  ++m_depth;
  m_empty = true;
}

void PythonJsonWriter::close(char bracket) {
  --m_depth;
  if (!m_empty) {
    m_empty = true;
    separate();
  }
  raw({&bracket, 1});
  m_empty = false;
}

void PythonJsonWriter::key(std::string_view name) {
  separate();
  string(name);
  raw(": ");
}

void PythonJsonWriter::item() {
  separate();
}

void PythonJsonWriter::string(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  raw("\"");
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    raw(text.substr(plain, i - plain));
    plain = i + 1;
    if (const char* escape = shortEscape(c)) {
      raw(escape);
    } else {
      const auto code = static_cast<unsigned char>(c);
      const std::array<char, 6> escaped{'\\', 'u', '0', '0', kHex[code >> 4U], kHex[code & 15U]};
      raw({escaped.data(), escaped.size()});
    }
  }
  raw(text.substr(plain));
  raw("\"");
}

void PythonJsonWriter::lines(std::string_view text) {
  openArray();
  forEachLine(text, [this](std::string_view line, std::size_t /*end*/) {
    item();
    string(line);
  });
  closeArray();
}

void PythonJsonWriter::scalar(const Json& json) {
  if (json.is_string()) {
    string(json.get_ref<const std::string&>());
  } else if (json.is_boolean()) {
    raw(json.get<bool>() ? "true" : "false");
  } else if (json.is_number_unsigned()) {
    raw(std::to_string(json.get<std::uint64_t>()));
  } else if (json.is_number_integer()) {
    raw(std::to_string(json.get<std::int64_t>()));
  } else if (json.is_number_float()) {
    raw(pythonFloat(json.get<double>()));
  } else if (const auto digits = bigInteger(json)) {
    raw(*digits);
  } else {
    raw("null");
  }
}

void PythonJsonWriter::value(const Json& json) {
  struct Level {
    const Json* container;
    Json::const_iterator next;
  };
  std::vector<Level> levels;
  const auto begin = [&](const Json& element) {
    if (!element.is_structured()) {
      scalar(element);
      return;
    }
    open(element.is_object() ? '{' : '[');
    levels.push_back({&element, element.begin()});
  };
  begin(json);
  while (!levels.empty()) {
    Level& level = levels.back();
    const bool object = level.container->is_object();
    if (level.next == level.container->end()) {
      close(object ? '}' : ']');
      levels.pop_back();
      continue;
    }
    const Json::const_iterator current = level.next++;
    if (object) {
      key(current.key());
    } else {
      item();
    }
    begin(*current);
  }
}

}  // namespace cc::notebook
