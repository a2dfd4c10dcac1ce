// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace cc::auth {

// What a feature asks of the account. Short names of Google are written out, so that sets can be compared.
QStringList baseScopes();     // openid, e-mail, profile, Colab: the first sign-in
QStringList driveScopes();    // files of this program in Drive
QStringList storageScopes();  // objects in Cloud Storage

// The list as one sorted set with "email" and "profile" in their long forms.
QStringList normalised(const QStringList& scopes);
// What was asked for and not granted: a user can untick single lines of the consent page.
QStringList missingScopes(const QStringList& wanted, const QStringList& granted);
// For people: "colaboratory" for "https://www.googleapis.com/auth/colaboratory".
QString shortScope(const QString& scope);

}  // namespace cc::auth
