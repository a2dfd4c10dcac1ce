// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/Scopes.h"

#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr QLatin1StringView kPrefix("https://www.googleapis.com/auth/");

QString longScope(const QString& scope) {
  if (scope == "email"_L1 || scope == "profile"_L1) return kPrefix + "userinfo."_L1 + scope;
  return scope;
}

bool covers(const QSet<QString>& granted, const QString& scope) {
  if (granted.contains(scope)) return true;
  // A wider grant, as command line logins have, does as well.
  if (scope == kPrefix + "drive.file"_L1) return granted.contains(kPrefix + "drive"_L1);
  if (scope.startsWith(kPrefix + "devstorage."_L1)) return granted.contains(kPrefix + "cloud-platform"_L1);
  return scope == "openid"_L1 || scope == kPrefix + "userinfo.profile"_L1;  // only for showing a name
}

}  // namespace

QStringList baseScopes() {
  return {u"openid"_s, kPrefix + "userinfo.email"_L1, kPrefix + "userinfo.profile"_L1, kPrefix + "colaboratory"_L1};
}

QStringList driveScopes() {
  return {kPrefix + "drive.file"_L1};
}

QStringList storageScopes() {
  return {kPrefix + "devstorage.read_write"_L1};
}

QStringList normalised(const QStringList& scopes) {
  QStringList out;
  for (const QString& scope : scopes) {
    if (!scope.isEmpty()) out.append(longScope(scope));
  }
  out.sort();
  out.removeDuplicates();
  return out;
}

QStringList missingScopes(const QStringList& wanted, const QStringList& granted) {
  const QStringList have = normalised(granted);
  const QSet<QString> set(have.cbegin(), have.cend());
  QStringList missing;
  for (const QString& scope : normalised(wanted)) {
    if (!covers(set, scope)) missing.append(scope);
  }
  return missing;
}

QString shortScope(const QString& scope) {
  return scope.startsWith(kPrefix) ? scope.mid(kPrefix.size()) : scope;
}

}  // namespace cc::auth
