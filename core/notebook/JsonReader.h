// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "base/Result.h"

#include <QByteArrayView>
#include <limits>
#include <string>
#include <vector>

namespace cc::notebook {

// Reads a notebook's JSON text. Errors: NotebookNotUtf8 (position), NotebookTruncated (position), NotebookNotJson (line,
// column). Nesting is limited because copying and writing nested values costs stack.
class JsonReader : public nlohmann::json_sax<Json> {
public:
  // Deeper than any output that Python, whose own limit is about 1000, could have written.
  static constexpr std::size_t kMaxDepth = 1'100;

  static Result<Json> read(QByteArrayView bytes);

  bool null() override;
  bool boolean(bool value) override;
  bool number_integer(number_integer_t value) override;
  bool number_unsigned(number_unsigned_t value) override;
  bool number_float(number_float_t value, const string_t& text) override;
  bool string(string_t& value) override;
  bool binary(binary_t& value) override;
  bool start_object(std::size_t size) override;
  bool key(string_t& name) override;
  bool end_object() override;
  bool start_array(std::size_t size) override;
  bool end_array() override;
  bool parse_error(std::size_t position, const std::string& token, const nlohmann::detail::exception& error) override;

private:
  static constexpr std::size_t kUnknownPosition = std::numeric_limits<std::size_t>::max();

  JsonReader() = default;
  Json* add(Json value);
  bool open(Json value);
  Error failure(QByteArrayView bytes) const;

  Json m_root;
  std::vector<Json*> m_open;
  std::string m_key;
  bool m_tooDeep = false;
  std::size_t m_position = kUnknownPosition;  // of the parser's error, from 1
  std::string m_message;
};

}  // namespace cc::notebook
