// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/JsonReader.h"

#include "notebook/TextCheck.h"

#include <QString>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

Error notJson(QByteArrayView bytes, std::size_t position, const QString& detail) {
  const TextPlace place = placeOf(bytes, position);
  return Error{.code = ErrorCode::NotebookNotJson,
               .params = {{u"line"_s, QString::number(place.line)}, {u"column"_s, QString::number(place.column)}},
               .detail = detail};
}

Error notUtf8(std::size_t position, const QString& detail) {
  return Error{
      .code = ErrorCode::NotebookNotUtf8, .params = {{u"position"_s, QString::number(position)}}, .detail = detail};
}

bool hasOtherByteOrderMark(QByteArrayView bytes) {
  if (bytes.size() < 2) return false;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
}

QString tail(const std::string& message) {
  // "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ...": the place is said apart.
  const std::size_t colon = message.find(": ");
  return QString::fromStdString(colon == std::string::npos ? message : message.substr(colon + 2));
}

}  // namespace

Result<Json> JsonReader::read(QByteArrayView bytes) {
  if (hasOtherByteOrderMark(bytes)) return notUtf8(0, u"byte order mark of UTF-16 or UTF-32"_s);
  if (const auto bad = invalidUtf8At(bytes)) {
    const auto byte = static_cast<unsigned char>(bytes[qsizetype(*bad)]);
    return notUtf8(*bad, u"byte 0x"_s + QString::number(byte, 16));
  }
  // Python and this parser skip or reject it differently; some editors on Windows write it.
  if (bytes.startsWith(QByteArrayView("\xEF\xBB\xBF"))) bytes = bytes.sliced(3);
  // The parser would take a NUL for the text's end and accept whatever follows it.
  if (const auto nul = std::find(bytes.begin(), bytes.end(), '\0'); nul != bytes.end()) {
    return notJson(bytes, std::size_t(nul - bytes.begin()), u"NUL byte"_s);
  }
  JsonReader reader;
  bool complete = false;
  try {
    complete = Json::sax_parse(bytes.begin(), bytes.end(), &reader);
  } catch (const std::exception& error) {
    reader.m_message = error.what();
  }
  if (complete) return std::move(reader.m_root);
  return reader.failure(bytes);
}

Error JsonReader::failure(QByteArrayView bytes) const {
  const auto size = std::size_t(bytes.size());
  if (m_tooDeep) {
    return Error{.code = ErrorCode::NotebookBadStructure,
                 .params = {{u"member"_s, QString()}, {u"expected"_s, u"at most %1 levels"_s.arg(kMaxDepth)}},
                 .detail = u"nested too deeply"_s};
  }
  const QString detail = tail(m_message);
  if (m_position == kUnknownPosition) return notJson(bytes, 0, detail);
  // The parser reads one byte past what it complains about; only a text that ends too early gets past the end.
  if (m_position > size) {
    return Error{
        .code = ErrorCode::NotebookTruncated, .params = {{u"position"_s, QString::number(size)}}, .detail = detail};
  }
  return notJson(bytes, m_position > 0 ? m_position - 1 : 0, detail);
}

Json* JsonReader::add(Json value) {
  if (m_open.empty()) {
    m_root = std::move(value);
    return &m_root;
  }
  Json& parent = *m_open.back();
  if (parent.is_array()) {
    parent.push_back(std::move(value));
    return &parent.back();
  }
  Json& member = parent[m_key];
  member = std::move(value);
  return &member;
}

bool JsonReader::open(Json value) {
  if (m_open.size() >= kMaxDepth) {
    m_tooDeep = true;
    return false;
  }
  m_open.push_back(add(std::move(value)));
  return true;
}

bool JsonReader::null() {
  return add(nullptr) != nullptr;
}

bool JsonReader::boolean(bool value) {
  return add(value) != nullptr;
}

bool JsonReader::number_integer(number_integer_t value) {
  return add(value) != nullptr;
}

bool JsonReader::number_unsigned(number_unsigned_t value) {
  return add(value) != nullptr;
}

bool JsonReader::number_float(number_float_t value, const string_t& /*text*/) {
  return add(value) != nullptr;
}

bool JsonReader::string(string_t& value) {
  return add(std::move(value)) != nullptr;
}

bool JsonReader::binary(binary_t& value) {
  return add(std::move(value)) != nullptr;
}

bool JsonReader::start_object(std::size_t /*size*/) {
  return open(Json::object());
}

bool JsonReader::key(string_t& name) {
  m_key = std::move(name);
  return true;
}

bool JsonReader::end_object() {
  m_open.pop_back();
  return true;
}

bool JsonReader::start_array(std::size_t /*size*/) {
  return open(Json::array());
}

bool JsonReader::end_array() {
  m_open.pop_back();
  return true;
}

bool JsonReader::parse_error(std::size_t position, const std::string& /*token*/,
                             const nlohmann::detail::exception& error) {
  m_position = position;
  m_message = error.what();
  return false;
}

}  // namespace cc::notebook
