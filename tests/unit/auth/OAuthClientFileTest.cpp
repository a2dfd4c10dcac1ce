// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/OAuthClientFile.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "base/Redactor.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

const QByteArray kInstalled =
    R"({"installed":{"client_id":"id-1","client_secret":"demo-secret-installed","project_id":"p",
        "auth_uri":"https://accounts.google.com/o/oauth2/auth","token_uri":"https://oauth2.googleapis.com/token"}})";

QString problemOf(const QByteArray& bytes) {
  const auto parsed = parseCredentials(bytes, u"/x.json"_s);
  if (parsed.ok()) return u"accepted"_s;
  EXPECT_EQ(parsed.error().code, ErrorCode::AccountClientUnusable);
  EXPECT_EQ(parsed.error().params.value(u"path"_s), u"/x.json"_s);
  return parsed.error().params.value(u"problem"_s);
}

void writeFile(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(bytes);
}

TEST(OAuthClientFile, ReadsAnInstalledClient) {
  const auto parsed = parseCredentials(kInstalled, u"/x.json"_s);
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->isSignedIn());
  EXPECT_EQ(parsed->client.id, u"id-1"_s);
  EXPECT_EQ(parsed->client.secret, u"demo-secret-installed"_s);
  EXPECT_EQ(parsed->client.token.host(), u"oauth2.googleapis.com"_s);
  EXPECT_EQ(Redactor::redact(u"x demo-secret-installed y"_s), u"x [redacted] y"_s);
}

TEST(OAuthClientFile, ReadsAnAuthorisedUserWithAndWithoutType) {
  for (const QByteArray& type : {QByteArray(R"("type":"authorized_user",)"), QByteArray()}) {
    const auto parsed = parseCredentials("{" + type +
                                             R"("client_id":"i","client_secret":"demo-secret-adc",
                                                "refresh_token":"demo-refresh-adc","quota_project_id":"q"})",
                                         u"/x.json"_s);
    ASSERT_TRUE(parsed.ok());
    EXPECT_TRUE(parsed->isSignedIn());
    EXPECT_EQ(parsed->refreshToken, u"demo-refresh-adc"_s);
    EXPECT_EQ(parsed->quotaProject, u"q"_s);
  }
}

TEST(OAuthClientFile, SaysWhatIsWrong) {
  EXPECT_EQ(problemOf(R"({"web":{"client_id":"i","client_secret":"s"}})"), u"web"_s);
  EXPECT_EQ(problemOf(R"({"type":"service_account","client_email":"a@example.org"})"), u"kind"_s);
  EXPECT_EQ(problemOf("<html>"), u"not_json"_s);
  EXPECT_EQ(problemOf("[1]"), u"not_json"_s);
  EXPECT_EQ(problemOf("{}"), u"unknown"_s);
  EXPECT_EQ(problemOf(R"({"installed":{"client_id":"i"}})"), u"missing"_s);
  EXPECT_EQ(problemOf(R"({"installed":{"client_id":7,"client_secret":"s"}})"), u"missing"_s);
  EXPECT_EQ(problemOf(R"({"installed":"yes"})"), u"unknown"_s);
}

TEST(OAuthClientFile, SecretsGoToGoogleOrThisMachineOnly) {
  const auto withToken = [](const QByteArray& uri) {
    return QByteArray(R"({"installed":{"client_id":"i","client_secret":"s","token_uri":")") + uri + R"("}})";
  };
  EXPECT_EQ(problemOf(withToken("https://evil.example/token")), u"address"_s);
  EXPECT_EQ(problemOf(withToken("http://oauth2.googleapis.com/token")), u"address"_s);
  EXPECT_EQ(problemOf(withToken("https://googleapis.com.evil.example/token")), u"address"_s);
  EXPECT_EQ(problemOf(withToken("http://127.0.0.1:8123/token")), u"accepted"_s);
}

TEST(OAuthClientFile, FindsTheFileInTheOrderOfItsNames) {
  const QTemporaryDir home;
  QProcessEnvironment environment;
  EXPECT_EQ(credentialsPath(environment, home.path()), QString());
  QDir(home.path()).mkpath(u".config/gcloud"_s);
  const QString usual = home.filePath(u".config/gcloud/application_default_credentials.json"_s);
  writeFile(usual, "{}");
  EXPECT_EQ(credentialsPath(environment, home.path()), usual);
  environment.insert(u"CLOUDSDK_CONFIG"_s, home.path());
  EXPECT_EQ(credentialsPath(environment, home.path()), QString());
  environment.insert(u"GOOGLE_APPLICATION_CREDENTIALS"_s, u"/a.json"_s);
  EXPECT_EQ(credentialsPath(environment, home.path()), u"/a.json"_s);
  environment.insert(u"GOOGLE_COLAB_CREDENTIALS"_s, u"/c.json"_s);
  EXPECT_EQ(credentialsPath(environment, home.path()), u"/c.json"_s);
}

TEST(OAuthClientFile, MissingAndHugeFiles) {
  const QTemporaryDir folder;
  EXPECT_EQ(loadCredentials(folder.filePath(u"none.json"_s)).error().code, ErrorCode::FileNotFound);
  writeFile(folder.filePath(u"huge.json"_s), QByteArray(2 * 1024 * 1024, ' '));
  EXPECT_EQ(loadCredentials(folder.filePath(u"huge.json"_s)).error().code, ErrorCode::AccountClientUnusable);
  writeFile(folder.filePath(u"good.json"_s), kInstalled);
  EXPECT_TRUE(loadCredentials(folder.filePath(u"good.json"_s)).ok());
}

}  // namespace
