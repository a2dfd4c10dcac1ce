// SPDX-License-Identifier: GPL-3.0-or-later
#include "google/Crc32c.h"

#include <QByteArray>
#include <QtEndian>
#include <array>

namespace cc::google {

namespace {

constexpr quint32 kPolynomial = 0x82F63B78;  // reflected
using Tables = std::array<std::array<quint32, 256>, 8>;

constexpr Tables makeTables() {
  Tables tables{};
  for (quint32 i = 0; i < 256; ++i) {
    quint32 crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? kPolynomial : 0);
    tables[0][i] = crc;
  }
  for (size_t t = 1; t < 8; ++t) {
    for (size_t i = 0; i < 256; ++i) tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xff];
  }
  return tables;
}

constexpr Tables kTables = makeTables();

}  // namespace

// Eight bytes a step: each of them has a table of what it does to the rest.
quint32 crc32c(quint32 before, QByteArrayView bytes) {
  quint32 crc = ~before;
  const char* at = bytes.data();
  qsizetype left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    const quint32 low = crc ^ qFromLittleEndian<quint32>(at);
    const quint32 high = qFromLittleEndian<quint32>(at + 4);
    crc = kTables[7][low & 0xff] ^ kTables[6][(low >> 8) & 0xff] ^ kTables[5][(low >> 16) & 0xff] ^
          kTables[4][low >> 24] ^ kTables[3][high & 0xff] ^ kTables[2][(high >> 8) & 0xff] ^
          kTables[1][(high >> 16) & 0xff] ^ kTables[0][high >> 24];
  }
  for (; left > 0; ++at, --left) crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<uchar>(*at)) & 0xff];
  return ~crc;
}

QByteArray crc32cText(quint32 crc) {
  QByteArray bytes(4, '\0');
  qToBigEndian(crc, bytes.data());
  return bytes.toBase64();
}

}  // namespace cc::google
