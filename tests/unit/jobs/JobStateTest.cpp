// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/JobState.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace cc::jobs {
namespace {

using enum JobState;

constexpr std::array kAll{Queued,       Held,      Starting, Running,   Reconnecting, Collecting, Cancelling,
                          WaitingRetry, Succeeded, Failed,   Cancelled, TimedOut,     Lost};

QString documentText() {
  QFile file(QStringLiteral(CC_SOURCE_DIR "/docs/job-states.md"));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList matches(const QString& pattern) {
  QStringList found;
  auto it = QRegularExpression(pattern, QRegularExpression::MultilineOption).globalMatch(documentText());
  while (it.hasNext()) found += it.next().captured(1);
  found.sort();
  return found;
}

TEST(JobState, EveryStateHasItsOwnWordAndComesBackFromIt) {
  QSet<QString> words;
  for (const JobState state : kAll) {
    const QString word = toWord(state);
    EXPECT_FALSE(word.isEmpty());
    EXPECT_EQ(jobStateFromWord(word), state);
    words.insert(word);
  }
  EXPECT_EQ(words.size(), qsizetype(kAll.size()));
}

TEST(JobState, EveryScheduleStateComesBackFromItsWord) {
  using enum ScheduleState;
  for (const ScheduleState state : {Waiting, Launching, Alive, Backoff, Done}) {
    EXPECT_FALSE(toWord(state).isEmpty());
    EXPECT_EQ(scheduleStateFromWord(toWord(state)), state);
  }
}

TEST(JobState, UnknownWordsAreNoState) {
  for (const QString& word : {u""_s, u"Queued"_s, u"running "_s, u"timedout"_s, u"\u00e9"_s}) {
    EXPECT_FALSE(jobStateFromWord(word).has_value()) << qPrintable(word);
    EXPECT_FALSE(scheduleStateFromWord(word).has_value()) << qPrintable(word);
  }
}

TEST(JobState, NoPairIsListedTwiceAndEachHasAReason) {
  QSet<QString> pairs;
  for (const Transition& transition : transitions()) {
    pairs.insert(toWord(transition.from) + u'>' + toWord(transition.to));
    EXPECT_NE(transition.from, transition.to);
    EXPECT_TRUE(QRegularExpression(u"^[a-z]+(_[a-z]+)*$"_s).match(QString::fromLatin1(transition.reason)).hasMatch());
    EXPECT_EQ(transitionReason(transition.from, transition.to), QString::fromLatin1(transition.reason));
  }
  EXPECT_EQ(pairs.size(), qsizetype(transitions().size()));
}

TEST(JobState, WhatIsNotListedIsNotAllowed) {
  int allowed = 0;
  for (const JobState from : kAll) {
    for (const JobState to : kAll) {
      allowed += isAllowed(from, to);
      EXPECT_EQ(transitionReason(from, to).isEmpty(), !isAllowed(from, to));
    }
  }
  EXPECT_EQ(size_t(allowed), transitions().size());
}

TEST(JobState, OnlyARetryLeavesAFinalState) {
  for (const JobState from : kAll) {
    if (!isFinal(from)) continue;
    for (const JobState to : kAll) EXPECT_EQ(isAllowed(from, to), to == Queued);
    EXPECT_EQ(transitionReason(from, Queued), u"retry"_s);
  }
}

TEST(JobState, ACancelWinsOverEveryOtherEnd) {
  for (const JobState to : kAll) EXPECT_EQ(isAllowed(Cancelling, to), to == Cancelled);
}

TEST(JobState, EveryStateThatIsNotFinalCanBeCancelled) {
  for (const JobState from : kAll) {
    if (isFinal(from) || from == Cancelling) continue;
    EXPECT_TRUE(isAllowed(from, Cancelled) || isAllowed(from, Cancelling)) << qPrintable(toWord(from));
  }
}

TEST(JobState, SuccessNeedsVerifiedResults) {
  for (const JobState from : kAll) EXPECT_EQ(isAllowed(from, Succeeded), from == Collecting);
}

TEST(JobState, EveryStateCanBeReachedFromSubmissionAndReachesAFinalOne) {
  QSet<JobState> reached{Queued, Held}, ending{Succeeded, Failed, Cancelled, TimedOut, Lost};
  for (size_t round = 0; round < kAll.size(); ++round) {
    for (const Transition& transition : transitions()) {
      if (reached.contains(transition.from)) reached.insert(transition.to);
      if (ending.contains(transition.to)) ending.insert(transition.from);
    }
  }
  EXPECT_EQ(reached.size(), qsizetype(kAll.size()));
  EXPECT_EQ(ending.size(), qsizetype(kAll.size()));
}

TEST(JobState, TheDocumentShowsExactlyTheTransitionsOfTheTable) {
  QStringList expected;
  for (const Transition& transition : transitions()) {
    expected +=
        u"%1 --> %2 : %3"_s.arg(toWord(transition.from), toWord(transition.to), QString::fromLatin1(transition.reason));
  }
  expected.sort();
  EXPECT_EQ(matches(u"^ *([a-z_]+ --> [a-z_]+ : [a-z_]+)$"_s).join(u'\n').toStdString(),
            expected.join(u'\n').toStdString());
  // No arrow escapes the comparison by another spelling; two are the ways in.
  EXPECT_EQ(documentText().count(u"-->"_s), expected.size() + 2);
}

TEST(JobState, TheDocumentExplainsEveryState) {
  QStringList expected;
  for (const JobState state : kAll) expected += toWord(state);
  expected.sort();
  EXPECT_EQ(matches(u"^\\| `([a-z_]+)` \\|"_s).join(u' ').toStdString(), expected.join(u' ').toStdString());
}

}  // namespace
}  // namespace cc::jobs
