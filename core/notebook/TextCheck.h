// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <cstddef>
#include <optional>

namespace cc::notebook {

// Position of the first byte that is no well-formed UTF-8 (overlong forms and surrogates are not), or nothing.
std::optional<std::size_t> invalidUtf8At(QByteArrayView bytes);

// Line and column, from 1, of a byte; columns count characters.
struct TextPlace {
  qint64 line = 1;
  qint64 column = 1;
};
TextPlace placeOf(QByteArrayView bytes, std::size_t position);

}  // namespace cc::notebook
