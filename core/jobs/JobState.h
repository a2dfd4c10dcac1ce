// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <optional>
#include <span>

namespace cc::jobs {

// What the user sees. Stored and shown by name.
enum class JobState {
  Queued,
  Held,
  Starting,
  Running,
  Reconnecting,
  Collecting,
  Cancelling,
  WaitingRetry,
  Succeeded,
  Failed,
  Cancelled,
  TimedOut,
  Lost
};
// What the scheduler needs; no fixed mapping to JobState.
enum class ScheduleState { Waiting, Launching, Alive, Backoff, Done };

QString toWord(JobState state);  // "queued", "waiting_retry", "timed_out", ...
std::optional<JobState> jobStateFromWord(const QString& word);
QString toWord(ScheduleState state);
std::optional<ScheduleState> scheduleStateFromWord(const QString& word);
bool isFinal(JobState state);

struct Transition {
  JobState from;
  JobState to;
  const char* reason;  // event that causes it, one stable word
};
// The table: data, the only place that says what may follow what. docs/job-states.md is checked against it.
std::span<const Transition> transitions();
bool isAllowed(JobState from, JobState to);
// The word of that transition, for the event; empty when it is not allowed.
QString transitionReason(JobState from, JobState to);

}  // namespace cc::jobs
