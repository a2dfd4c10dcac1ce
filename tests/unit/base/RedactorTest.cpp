// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Redactor.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace cc;

TEST(Redactor, rememberedSecretsVanishAlsoAsTheyStandInAddresses) {
  Redactor::remember(u"p@ss/word+1"_s);
  EXPECT_EQ(Redactor::redact(u"it is p@ss/word+1, see http://h/x/p%40ss%2Fword%2B1"_s),
            u"it is [redacted], see http://h/x/[redacted]"_s);
}

TEST(Redactor, aLongSecretThatHoldsAShortOneVanishesWhole) {
  Redactor::remember(u"abcdefgh"_s);
  Redactor::remember(u"abcdefgh12345678"_s);
  EXPECT_EQ(Redactor::redact(u"x abcdefgh12345678 y"_s), u"x [redacted] y"_s);
}

TEST(Redactor, shortWordsAreNotSecrets) {
  Redactor::remember(u"python3"_s);
  EXPECT_EQ(Redactor::redact(u"kernel python3"_s), u"kernel python3"_s);
}

TEST(Redactor, tokensInQueriesAndHeadersVanish) {
  EXPECT_EQ(Redactor::redact(u"GET http://h/api?token=0123abcd&x=1"_s), u"GET http://h/api?token=[redacted]&x=1"_s);
  EXPECT_EQ(Redactor::redact(u"Authorization: token 0123abcd"_s), u"Authorization: [redacted]"_s);
  EXPECT_EQ(Redactor::redact(u"authorization: Bearer ya29.A0Ab-cd_ef"_s), u"authorization: [redacted]"_s);
  EXPECT_EQ(Redactor::redact(u"sent Bearer ya29.A0Ab-cd_ef today"_s), u"sent Bearer [redacted] today"_s);
  EXPECT_EQ(Redactor::redact(u"{\"access_token\": \"ya29.x\", \"a\": 1}"_s),
            u"{\"access_token\": \"[redacted]\", \"a\": 1}"_s);
}

TEST(Redactor, ordinaryTextStays) {
  const QString text = u"the bearer of bad news has a token ring; tokens: 12"_s;
  EXPECT_EQ(Redactor::redact(text), text);
}
