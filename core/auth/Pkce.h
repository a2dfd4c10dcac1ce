// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace cc::auth {

// One proof key (RFC 7636, method S256). The verifier stays in this process until the code is exchanged.
struct Pkce {
  QString verifier;  // 64 characters, from 48 bytes of the system's generator
  QString challenge;
  static Pkce make();
  static QString challengeOf(const QString& verifier);
};

// 24 bytes of the system's generator, base64url without padding.
QString newState();

}  // namespace cc::auth
