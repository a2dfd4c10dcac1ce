// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/OAuthClientFile.h"

#include "base/Json.h"
#include "base/Redactor.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr qint64 kMaxBytes = 1024 * 1024;

Error unusable(const QString& path, const QString& problem) {
  return Error{.code = ErrorCode::AccountClientUnusable, .params = {{u"path"_s, path}, {u"problem"_s, problem}}};
}

Result<QString> needed(const Json& json, const char* member, const QString& path) {
  const QString value = stringAt(json, member);
  if (value.isEmpty()) return unusable(path, u"missing"_s).with(u"member"_s, QString::fromLatin1(member));
  return value;
}

// Secrets go to the address in the file: only to Google, or to this machine for tests.
bool isTrusted(const QUrl& url) {
  const QString host = url.host();
  if (host == "127.0.0.1"_L1 || host == "localhost"_L1 || host == "::1"_L1) return true;
  const bool isGoogle = host.endsWith(".google.com"_L1) || host.endsWith(".googleapis.com"_L1);
  return url.scheme() == "https"_L1 && isGoogle && url.userInfo().isEmpty();
}

Result<QUrl> address(const Json& json, const char* member, const QString& path) {
  const QString text = stringAt(json, member);
  if (text.isEmpty()) return QUrl();
  const QUrl url(text, QUrl::StrictMode);
  if (url.isValid() && isTrusted(url)) return url;
  return unusable(path, u"address"_s).with(u"member"_s, QString::fromLatin1(member)).with(u"value"_s, url.host());
}

Result<OAuthClient> readClient(const Json& json, const QString& path) {
  OAuthClient client;
  CC_TRY(client.id, needed(json, "client_id", path));
  CC_TRY(client.secret, needed(json, "client_secret", path));
  CC_TRY(client.authorize, address(json, "auth_uri", path));
  CC_TRY(client.token, address(json, "token_uri", path));
  Redactor::remember(client.secret);
  return client;
}

Result<Credentials> readUser(const Json& json, const QString& path) {
  Credentials credentials;
  CC_TRY(credentials.client, readClient(json, path));
  CC_TRY(credentials.refreshToken, needed(json, "refresh_token", path));
  credentials.quotaProject = stringAt(json, "quota_project_id");
  Redactor::remember(credentials.refreshToken);
  return credentials;
}

}  // namespace

Result<Credentials> parseCredentials(const QByteArray& bytes, const QString& path) {
  const auto json = parseJson(bytes);
  if (!json.ok() || !json->is_object()) return unusable(path, u"not_json"_s);
  if (at(*json, "installed").is_object()) {
    CC_TRY(OAuthClient client, readClient(at(*json, "installed"), path));
    return Credentials{.client = std::move(client)};
  }
  if (json->contains("web")) return unusable(path, u"web"_s);
  const QString type = stringAt(*json, "type");
  // Files of other programs for the same purpose have no "type".
  if (type == "authorized_user"_L1 || (type.isEmpty() && json->contains("refresh_token"))) {
    return readUser(*json, path);
  }
  if (!type.isEmpty()) return unusable(path, u"kind"_s).with(u"kind"_s, type.left(40));
  return unusable(path, u"unknown"_s);
}

Result<Credentials> loadCredentials(const QString& path) {
  QFile file(path);
  if (!file.exists()) return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}};
  const auto unreadable = [&path](const QString& detail) {
    return Error{.code = ErrorCode::FileUnreadable, .params = {{u"path"_s, path}}, .detail = detail};
  };
  if (!file.open(QIODevice::ReadOnly)) return unreadable(file.errorString());
  const QByteArray bytes = file.read(kMaxBytes + 1);
  if (file.error() != QFileDevice::NoError) return unreadable(file.errorString());
  if (bytes.size() > kMaxBytes) return unusable(path, u"not_json"_s);
  return parseCredentials(bytes, path);
}

QString credentialsPath(const QProcessEnvironment& environment, const QString& home) {
  for (const QString& name : {u"GOOGLE_COLAB_CREDENTIALS"_s, u"GOOGLE_APPLICATION_CREDENTIALS"_s}) {
    if (const QString path = environment.value(name); !path.isEmpty()) return path;
  }
#ifdef Q_OS_WIN
  const QString usual = environment.value(u"APPDATA"_s) + u"/gcloud"_s;
#else
  const QString usual = home + u"/.config/gcloud"_s;
#endif
  const QString folder = environment.value(u"CLOUDSDK_CONFIG"_s, usual);
  const QString path = QDir(folder).filePath(u"application_default_credentials.json"_s);
  return QFile::exists(path) ? path : QString();
}

}  // namespace cc::auth
