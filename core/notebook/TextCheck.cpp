// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/TextCheck.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace cc::notebook {

namespace {

bool isContinuation(unsigned char byte) {
  return (byte & 0xC0U) == 0x80U;
}

// Length of the well-formed sequence at the beginning of the bytes, or 0.
std::size_t sequenceLength(const unsigned char* at, std::size_t left) {
  const unsigned char lead = at[0];
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return left >= 2 && isContinuation(at[1]) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (left < 3 || !isContinuation(at[1]) || !isContinuation(at[2])) return 0;
    if (lead == 0xE0 && at[1] < 0xA0) return 0;
    if (lead == 0xED && at[1] > 0x9F) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (left < 4 || !isContinuation(at[1]) || !isContinuation(at[2]) || !isContinuation(at[3])) return 0;
    if (lead == 0xF0 && at[1] < 0x90) return 0;
    if (lead == 0xF4 && at[1] > 0x8F) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

std::optional<std::size_t> invalidUtf8At(QByteArrayView bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto size = std::size_t(bytes.size());
  std::size_t i = 0;
  while (i < size) {
    while (i + 8 <= size) {
      std::uint64_t word = 0;
      std::memcpy(&word, data + i, 8);
      if ((word & 0x8080808080808080ULL) != 0) break;
      i += 8;
    }
    if (i >= size) break;
    const std::size_t length = sequenceLength(data + i, size - i);
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

TextPlace placeOf(QByteArrayView bytes, std::size_t position) {
  TextPlace place;
  const std::size_t end = std::min(position, std::size_t(bytes.size()));
  for (std::size_t i = 0; i < end; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[qsizetype(i)]);
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if (!isContinuation(byte)) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace cc::notebook
