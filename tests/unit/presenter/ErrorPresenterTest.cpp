// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/ErrorPresenter.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::ui;

TEST(ErrorPresenter, everyCodeHasWordsAndSaysWhatToDoNext) {
  for (const ErrorCode code : allErrorCodes()) {
    ASSERT_TRUE(errorWords(code)) << errorWord(code).toStdString();
    const ErrorPresentation text = present(Error{.code = code});
    EXPECT_FALSE(text.title.isEmpty()) << errorWord(code).toStdString();
    EXPECT_FALSE(text.hint.isEmpty()) << errorWord(code).toStdString();
  }
}

TEST(ErrorPresenter, withoutParametersNoHoleIsSeen) {
  for (const ErrorCode code : allErrorCodes()) {
    const ErrorPresentation text = present(Error{.code = code});
    for (const QString& part : {text.title, text.explanation, text.hint}) {
      for (const QString& sign : {u"{"_s, u"}"_s, u"["_s, u"]"_s, u"  "_s, u" ."_s, u".."_s, u": ."_s}) {
        EXPECT_FALSE(part.contains(sign)) << errorWord(code).toStdString() << ": " << part.toStdString();
      }
    }
    EXPECT_GT(text.title.size(), 3) << errorWord(code).toStdString();
  }
}

TEST(ErrorPresenter, sentencesAreShort) {
  for (const ErrorCode code : allErrorCodes()) {
    const ErrorPresentation text = present(Error{.code = code});
    EXPECT_LT(text.title.size(), 80) << text.title.toStdString();
    EXPECT_LT(text.hint.size(), 170) << text.hint.toStdString();
  }
}

TEST(ErrorPresenter, parametersAreShownForPeople) {
  const ErrorPresentation cell =
      present(Error{.code = ErrorCode::CellFailed,
                    .params = {{u"cell"_s, u"2"_s}, {u"ename"_s, u"ValueError"_s}, {u"evalue"_s, u"no such file"_s}}});
  EXPECT_EQ(cell.title, u"The notebook failed in cell 3: ValueError: no such file."_s);
  const ErrorPresentation slow =
      present(Error{.code = ErrorCode::CellTimedOut, .params = {{u"cell"_s, u"0"_s}, {u"limit"_s, u"1800000"_s}}});
  EXPECT_TRUE(slow.explanation.contains(u"30m"_s));
  const ErrorPresentation large =
      present(Error{.code = ErrorCode::NotebookTooLarge, .params = {{u"size"_s, u"600000000"_s}}});
  EXPECT_TRUE(large.title.contains(u"600.0 MB"_s)) << large.title.toStdString();
}

TEST(ErrorPresenter, textInAParameterIsNeverAPlaceholder) {
  const ErrorPresentation text =
      present(Error{.code = ErrorCode::CellFailed,
                    .params = {{u"cell"_s, u"0"_s}, {u"ename"_s, u"KeyError"_s}, {u"evalue"_s, u"[{cell}] {x}"_s}}});
  EXPECT_TRUE(text.title.contains(u"[{cell}] {x}"_s)) << text.title.toStdString();
}

TEST(ErrorPresenter, unknownKeysNameTheNearestOne) {
  const ErrorPresentation text =
      present(Error{.code = ErrorCode::ConfigUnknownKey,
                    .params = {{u"key"_s, u"jobs.retrys"_s}, {u"line"_s, u"4"_s}, {u"nearest"_s, u"retries"_s}}});
  EXPECT_TRUE(text.title.contains(u"jobs.retrys"_s));
  EXPECT_TRUE(text.explanation.contains(u"line 4"_s));
  EXPECT_TRUE(text.hint.startsWith(u"Did you mean retries?"_s));
}

TEST(ErrorPresenter, EveryCauseOfASignInThatFailedHasItsOwnWords) {
  const std::vector<std::tuple<ErrorCode, QString, QString>> causes{
      {ErrorCode::AccountClientUnusable, u"problem"_s, u"none"_s},
      {ErrorCode::AccountClientUnusable, u"problem"_s, u"web"_s},
      {ErrorCode::AccountClientUnusable, u"problem"_s, u"service_account"_s},
      {ErrorCode::AccountClientUnusable, u"problem"_s, u"not_json"_s},
      {ErrorCode::AccountSignInRefused, u"reason"_s, u"access_denied"_s},
      {ErrorCode::AccountSignInRefused, u"reason"_s, u"other_account"_s},
      {ErrorCode::AccountSignInIncomplete, u"reason"_s, u"timeout"_s},
      {ErrorCode::AccountSignInIncomplete, u"reason"_s, u"no_browser"_s},
      {ErrorCode::AccountSignInIncomplete, u"reason"_s, u"no_refresh_token"_s},
      {ErrorCode::AccountSignInNeeded, u"cause"_s, u"revoked"_s},
      {ErrorCode::AccountSignInNeeded, u"cause"_s, u"client_changed"_s},
      {ErrorCode::UsageBadParameter, u"problem"_s, u"other_sign_in"_s},
      {ErrorCode::KeychainUnavailable, u"lasting"_s, u"no"_s}};
  for (const auto& [code, name, value] : causes) {
    const ErrorPresentation text = present(Error{.code = code, .params = {{name, value}}});
    EXPECT_NE(text.title, present(Error{.code = code}).title) << value.toStdString();
    EXPECT_FALSE(text.hint.isEmpty());
    EXPECT_LT(text.hint.size(), 170) << text.hint.toStdString();
    EXPECT_FALSE((text.title + text.explanation + text.hint).contains(u'[')) << value.toStdString();
  }
}
