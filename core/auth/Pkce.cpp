// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/Pkce.h"

#include "base/Redactor.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <array>

namespace cc::auth {

namespace {

constexpr auto kBase64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

template <size_t Words>
QString randomText() {
  std::array<quint32, Words> words{};
  QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
  const QByteArray bytes(reinterpret_cast<const char*>(words.data()), sizeof words);
  return QString::fromLatin1(bytes.toBase64(kBase64Url));
}

}  // namespace

Pkce Pkce::make() {
  Pkce pkce;
  pkce.verifier = randomText<12>();
  pkce.challenge = challengeOf(pkce.verifier);
  Redactor::remember(pkce.verifier);
  return pkce;
}

QString Pkce::challengeOf(const QString& verifier) {
  return QString::fromLatin1(
      QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256).toBase64(kBase64Url));
}

QString newState() {
  return randomText<6>();
}

}  // namespace cc::auth
