// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace cc::notebook {

// Length in bytes of the line end at the position as Python's str.splitlines() knows them (LF, CR, CRLF, VT, FF, FS, GS,
// RS, NEL, LS, PS), or 0. Text is valid UTF-8.
inline std::size_t lineEndLength(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '\r') return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
  if ((byte >= 0x0A && byte <= 0x0C) || (byte >= 0x1C && byte <= 0x1E)) return 1;
  if (byte == 0xC2 && text.substr(at, 2) == "\xC2\x85") return 2;
  if (byte == 0xE2 && (text.substr(at, 3) == "\xE2\x80\xA8" || text.substr(at, 3) == "\xE2\x80\xA9")) return 3;
  return 0;
}

// Calls take(line with its end, length of that end) for each line; not at all for an empty text.
template <typename Take>
void forEachLine(std::string_view text, Take&& take) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = lineEndLength(text, i);
    if (end == 0) {
      ++i;
      continue;
    }
    i += end;
    take(text.substr(begin, i - begin), end);
    begin = i;
  }
  if (begin < text.size()) take(text.substr(begin), std::size_t{0});
}

}  // namespace cc::notebook
