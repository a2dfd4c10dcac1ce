// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/JobState.h"

#include <algorithm>

namespace cc::jobs {

namespace {

using enum JobState;

template <typename State>
struct Word {
  State state;
  const char* word;
};

constexpr std::array kJobWords{
    Word{Queued, "queued"},
    Word{Held, "held"},
    Word{Starting, "starting"},
    Word{Running, "running"},
    Word{Reconnecting, "reconnecting"},
    Word{Collecting, "collecting"},
    Word{Cancelling, "cancelling"},
    Word{WaitingRetry, "waiting_retry"},
    Word{Succeeded, "succeeded"},
    Word{Failed, "failed"},
    Word{Cancelled, "cancelled"},
    Word{TimedOut, "timed_out"},
    Word{Lost, "lost"},
};

constexpr std::array kScheduleWords{
    Word{ScheduleState::Waiting, "waiting"}, Word{ScheduleState::Launching, "launching"},
    Word{ScheduleState::Alive, "alive"},     Word{ScheduleState::Backoff, "backoff"},
    Word{ScheduleState::Done, "done"},
};

// Not in it, on purpose: cancelling to anything but cancelled, since a wish to cancel wins over an end that came at
// the same time; any way out of a final state but a retry the user asks for.
constexpr std::array kTransitions{
    Transition{Queued, Starting, "picked"},
    Transition{Queued, Held, "hold"},
    Transition{Queued, Cancelled, "cancel"},
    Transition{Held, Queued, "release"},
    Transition{Held, Cancelled, "cancel"},

    Transition{Starting, Running, "ready"},
    Transition{Starting, Collecting, "run_ended"},
    Transition{Starting, Queued, "nothing_available"},
    Transition{Starting, WaitingRetry, "retry_planned"},
    Transition{Starting, Cancelling, "cancel"},
    Transition{Starting, Failed, "start_failed"},
    Transition{Starting, TimedOut, "budget_spent"},
    Transition{Starting, Lost, "runtime_lost"},

    Transition{Running, Collecting, "run_ended"},
    Transition{Running, Reconnecting, "connection_lost"},
    Transition{Running, Cancelling, "cancel"},
    Transition{Running, WaitingRetry, "retry_planned"},
    Transition{Running, Failed, "run_failed"},
    Transition{Running, TimedOut, "budget_spent"},
    Transition{Running, Lost, "runtime_lost"},

    Transition{Reconnecting, Running, "connection_back"},
    Transition{Reconnecting, Collecting, "run_ended"},
    Transition{Reconnecting, Cancelling, "cancel"},
    Transition{Reconnecting, WaitingRetry, "retry_planned"},
    Transition{Reconnecting, Failed, "run_failed"},
    Transition{Reconnecting, TimedOut, "budget_spent"},
    Transition{Reconnecting, Lost, "runtime_lost"},

    Transition{Collecting, Succeeded, "results_verified"},
    Transition{Collecting, Failed, "run_failed"},
    Transition{Collecting, TimedOut, "budget_spent"},
    Transition{Collecting, Lost, "runtime_lost"},
    Transition{Collecting, WaitingRetry, "retry_planned"},
    Transition{Collecting, Cancelling, "cancel"},
    Transition{Collecting, Cancelled, "stopped"},

    Transition{Cancelling, Cancelled, "stopped"},

    Transition{WaitingRetry, Queued, "retry_due"},
    Transition{WaitingRetry, Held, "hold"},
    Transition{WaitingRetry, Cancelled, "cancel"},

    Transition{Succeeded, Queued, "retry"},
    Transition{Failed, Queued, "retry"},
    Transition{Cancelled, Queued, "retry"},
    Transition{TimedOut, Queued, "retry"},
    Transition{Lost, Queued, "retry"},
};

template <typename State, size_t N>
QString wordOf(const std::array<Word<State>, N>& words, State state) {
  const auto found = std::ranges::find(words, state, &Word<State>::state);
  return found == words.end() ? QString() : QString::fromLatin1(found->word);
}

template <typename State, size_t N>
std::optional<State> stateOf(const std::array<Word<State>, N>& words, const QString& word) {
  for (const auto& entry : words) {
    if (word == QLatin1StringView(entry.word)) return entry.state;
  }
  return std::nullopt;
}

const Transition* find(JobState from, JobState to) {
  const auto found = std::ranges::find_if(
      kTransitions, [from, to](const Transition& entry) { return entry.from == from && entry.to == to; });
  return found == kTransitions.end() ? nullptr : &*found;
}

}  // namespace

QString toWord(JobState state) {
  return wordOf(kJobWords, state);
}

std::optional<JobState> jobStateFromWord(const QString& word) {
  return stateOf(kJobWords, word);
}

QString toWord(ScheduleState state) {
  return wordOf(kScheduleWords, state);
}

std::optional<ScheduleState> scheduleStateFromWord(const QString& word) {
  return stateOf(kScheduleWords, word);
}

bool isFinal(JobState state) {
  return state == Succeeded || state == Failed || state == Cancelled || state == TimedOut || state == Lost;
}

std::span<const Transition> transitions() {
  return kTransitions;
}

bool isAllowed(JobState from, JobState to) {
  return find(from, to) != nullptr;
}

QString transitionReason(JobState from, JobState to) {
  const Transition* transition = find(from, to);
  return transition ? QString::fromLatin1(transition->reason) : QString();
}

}  // namespace cc::jobs
