// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QRegularExpression>

#include "auth/Pkce.h"
#include "auth/Scopes.h"
#include "base/Redactor.h"

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::auth;

namespace {

TEST(Pkce, ChallengeOfTheStandardsOwnExample) {
  EXPECT_EQ(Pkce::challengeOf(u"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"_s),
            u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s);
}

TEST(Pkce, VerifierIsLongEnoughUnreservedAndNew) {
  const Pkce one = Pkce::make(), other = Pkce::make();
  const QRegularExpression unreserved(u"^[A-Za-z0-9._~-]{43,128}$"_s);
  EXPECT_TRUE(unreserved.match(one.verifier).hasMatch());
  EXPECT_NE(one.verifier, other.verifier);
  EXPECT_EQ(one.challenge, Pkce::challengeOf(one.verifier));
  EXPECT_EQ(newState().size(), 32);
  EXPECT_NE(newState(), newState());
  EXPECT_FALSE(Redactor::redact(u"v="_s + one.verifier).contains(one.verifier));
}

TEST(Scopes, ShortAndLongNamesAreTheSame) {
  const QStringList granted{u"openid"_s, u"email"_s, u"https://www.googleapis.com/auth/colaboratory"_s, u"profile"_s};
  EXPECT_TRUE(missingScopes(baseScopes(), granted).isEmpty());
}

TEST(Scopes, UntickedOnesAreMissing) {
  EXPECT_EQ(missingScopes(baseScopes(), {u"openid"_s, u"email"_s}),
            QStringList{u"https://www.googleapis.com/auth/colaboratory"_s});
  EXPECT_EQ(missingScopes(driveScopes(), baseScopes()), driveScopes());
  EXPECT_EQ(shortScope(driveScopes().first()), u"drive.file"_s);
}

TEST(Scopes, AWiderGrantCoversANarrowerWish) {
  EXPECT_TRUE(missingScopes(driveScopes(), {u"https://www.googleapis.com/auth/drive"_s}).isEmpty());
  EXPECT_TRUE(missingScopes(storageScopes(), {u"https://www.googleapis.com/auth/cloud-platform"_s}).isEmpty());
}

TEST(Redactor, KnowsTheNamesOfTokensInAddressesAndHeaders) {
  EXPECT_EQ(Redactor::redact(u"GET /?state=s&code=4%2F0abc&scope=x"_s), u"GET /?state=s&code=[redacted]&scope=x"_s);
  EXPECT_EQ(Redactor::redact(u"/upload?uploadType=resumable&upload_id=ABC123"_s),
            u"/upload?uploadType=resumable&upload_id=[redacted]"_s);
  EXPECT_EQ(Redactor::redact(u"X-Colab-Runtime-Proxy-Token: abc.def"_s), u"X-Colab-Runtime-Proxy-Token: [redacted]"_s);
  EXPECT_EQ(Redactor::redact(u"exit code=3"_s), u"exit code=3"_s);
}

TEST(Redactor, PassingSecretsAreForgottenInOrder) {
  for (int i = 0; i < 300; ++i) Redactor::rememberForNow(u"passing-secret-"_s + QString::number(10000 + i));
  EXPECT_EQ(Redactor::redact(u"passing-secret-10299"_s), u"[redacted]"_s);
  EXPECT_EQ(Redactor::redact(u"passing-secret-10000"_s), u"passing-secret-10000"_s);
}

}  // namespace
