// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QByteArrayView>
#include <optional>
#include <string_view>

namespace cc::notebook {

// Where and why a text is no JSON.
struct JsonProblem {
  qptrdiff position = 0;      // in bytes, from 0
  bool endsTooEarly = false;  // what is there is the beginning of a JSON text
  bool tooDeep = false;
  QString text;
};

// Deeper than any output that Python, whose own limit is about 1000, could have written.
inline constexpr int kMaxJsonDepth = 1'100;

// Reads one JSON text as Python's json module does, which writes notebooks and messages: NaN and the infinities are
// numbers, a number beyond doubles is infinite, integers of any size stay exact, of equal members the last one counts.
// Where Python would keep what no UTF-8 can hold (lone surrogates, bytes that are no UTF-8), there is U+FFFD. A long
// string is held once, in its final place: parseJson() needs three times its size, which counts for outputs of 50 MB.
std::optional<JsonProblem> readPythonJson(QByteArrayView text, Json& out);
// The same; the error is NetBadReply with "position".
Result<Json> parsePythonJson(QByteArrayView text);

// The digits of an integer that has no place in 64 bits: read as a binary value, written as it was.
std::optional<std::string_view> bigInteger(const Json& json);

}  // namespace cc::notebook
