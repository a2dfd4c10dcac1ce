// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobText.h"

#include "ui/look/ErrorText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobState;

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(JobText)
};

}  // namespace

QString stateText(JobState state) {
  switch (state) {
    case JobState::Queued:
      return Words::tr("Queued");
    case JobState::Held:
      return Words::tr("On hold");
    case JobState::Starting:
      return Words::tr("Starting");
    case JobState::Running:
      return Words::tr("Running");
    case JobState::Reconnecting:
      return Words::tr("Reconnecting");
    case JobState::Collecting:
      return Words::tr("Collecting");
    case JobState::Cancelling:
      return Words::tr("Cancelling");
    case JobState::WaitingRetry:
      return Words::tr("Waiting to retry");
    case JobState::Succeeded:
      return Words::tr("Succeeded");
    case JobState::Failed:
      return Words::tr("Failed");
    case JobState::Cancelled:
      return Words::tr("Cancelled");
    case JobState::TimedOut:
      return Words::tr("Timed out");
    case JobState::Lost:
      return Words::tr("Lost");
  }
  return {};
}

namespace {
const std::optional<Error>& waitsFor(const engine::JobSummary& job) {
  static const std::optional<Error> nothing;
  return job.state == JobState::Queued ? job.warning : job.state == JobState::WaitingRetry ? job.error : nothing;
}
}  // namespace

QString waitReason(const engine::JobSummary& job) {
  const auto& error = waitsFor(job);
  const bool hasProgress = job.state == JobState::WaitingRetry && job.cellsTotal > 0;
  return error && !hasProgress ? errorText(*error).what : QString();
}

QString waitHelp(const engine::JobSummary& job) {
  const auto& error = waitsFor(job);
  if (!error) return {};
  const ErrorText text = errorText(*error);
  QStringList lines{text.what, text.why, text.next};
  if (job.state == JobState::WaitingRetry && job.notBefore > 0)
    lines << Words::tr("The next attempt starts at %1").arg(timeText(job.notBefore));
  lines.removeAll(QString());
  return lines.join(u'\n');
}

QString stateIconName(JobState state) {
  switch (state) {
    case JobState::Queued:
      return u"queued"_s;
    case JobState::Held:
      return u"hold"_s;
    case JobState::Starting:
      return u"starting"_s;
    case JobState::Running:
      return u"running"_s;
    case JobState::Reconnecting:
      return u"reconnecting"_s;
    case JobState::Collecting:
      return u"collecting"_s;
    case JobState::Cancelling:
      return u"cancel"_s;
    case JobState::WaitingRetry:
      return u"waiting"_s;
    case JobState::Succeeded:
      return u"succeeded"_s;
    case JobState::Failed:
      return u"failed"_s;
    case JobState::Cancelled:
      return u"cancelled"_s;
    case JobState::TimedOut:
      return u"timed-out"_s;
    case JobState::Lost:
      return u"lost"_s;
  }
  return {};
}

Tone stateTone(JobState state) {
  switch (state) {
    case JobState::Starting:
    case JobState::Running:
    case JobState::Collecting:
      return Tone::Active;
    case JobState::Succeeded:
      return Tone::Good;
    case JobState::Failed:
    case JobState::TimedOut:
    case JobState::Lost:
      return Tone::Bad;
    case JobState::Reconnecting:
    case JobState::Cancelling:
    case JobState::WaitingRetry:
      return Tone::Warning;
    case JobState::Queued:
    case JobState::Held:
    case JobState::Cancelled:
      return Tone::Waiting;
  }
  return Tone::Neutral;
}

bool isAlive(JobState state) {
  return state == JobState::Starting || state == JobState::Running || state == JobState::Reconnecting ||
         state == JobState::Collecting || state == JobState::Cancelling;
}

bool isWaiting(JobState state) {
  return state == JobState::Queued || state == JobState::Held || state == JobState::WaitingRetry;
}

bool hasFailed(JobState state) {
  return state == JobState::Failed || state == JobState::TimedOut || state == JobState::Lost;
}

QString durationText(qint64 ms) {
  const qint64 s = qMax<qint64>(0, ms) / 1000;
  const auto two = [](qint64 n) { return u"%1"_s.arg(n, 2, 10, QLatin1Char('0')); };
  if (s < 60) return Words::tr("%1 s").arg(s);
  if (s < 3600) return Words::tr("%1 min %2 s").arg(QString::number(s / 60), two(s % 60));
  if (s < 86400) return Words::tr("%1 h %2 min").arg(QString::number(s / 3600), two(s / 60 % 60));
  return Words::tr("%1 d %2 h").arg(QString::number(s / 86400), QString::number(s / 3600 % 24));
}

QString timeText(EpochMs time) {
  if (time <= 0) return {};
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(time);
  const QLocale locale;
  if (at.date() == QDate::currentDate()) return locale.toString(at.time(), QLocale::ShortFormat);
  return locale.toString(at, QLocale::ShortFormat);
}

QString sizeText(qint64 bytes) {
  return QLocale().formattedDataSize(bytes, 1);
}

qint64 elapsedMs(const engine::JobSummary& job, EpochMs now) {
  if (job.startedAt <= 0) return 0;
  return qMax<qint64>(0, (job.finishedAt > 0 ? job.finishedAt : now) - job.startedAt);
}

qint64 remainingMs(const engine::JobSummary& job, EpochMs now) {
  if (job.state != JobState::Running || job.cellsDone <= 0 || job.cellsTotal <= job.cellsDone) return -1;
  const qint64 upToLastCell = (job.runningCellSince > 0 ? job.runningCellSince : now) - job.startedAt;
  const qint64 perCell = qMax<qint64>(0, upToLastCell) / job.cellsDone;
  const qint64 left = perCell * (job.cellsTotal - job.cellsDone) - (now - job.startedAt - upToLastCell);
  return left > 0 ? left
                  : -1;  // the running cell takes longer than the ones before: no guess is better than a wrong one
}

}  // namespace cc::ui
