// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/OAuthClient.h"
#include "base/Result.h"

#include <QByteArray>
#include <QProcessEnvironment>

namespace cc::auth {

// What a credentials file holds: a client to sign in with, or a signed-in user (refreshToken not empty).
struct Credentials {
  OAuthClient client;
  QString refreshToken;
  QString quotaProject;  // for Drive and Storage calls of application-default credentials
  bool isSignedIn() const { return !refreshToken.isEmpty(); }
};

// Understands the downloaded client of type "installed", and the "authorized_user" files of gcloud and others.
// AccountClientUnusable with params path and problem: "web" (a client for web sites cannot take the loopback redirect),
// "service_account" and other kinds (kind), "missing" (member), "address" (member, value), "not_json", "unknown".
// Secrets found are remembered by the Redactor.
Result<Credentials> parseCredentials(const QByteArray& bytes, const QString& path);
// The same from a file of at most 1 MB; FileNotFound, FileUnreadable.
Result<Credentials> loadCredentials(const QString& path);

// Where the user's credentials are: GOOGLE_COLAB_CREDENTIALS, then GOOGLE_APPLICATION_CREDENTIALS, then gcloud's
// application-default file (CLOUDSDK_CONFIG moves its folder). The first that is named or exists; empty: none.
QString credentialsPath(const QProcessEnvironment& environment, const QString& home);

}  // namespace cc::auth
