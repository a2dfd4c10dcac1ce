// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/JobText.h"

#include "colabq/Terminal.h"

#include <QDateTime>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace cc::app {

using engine::JobState;

QString timeText(EpochMs time, EpochMs now) {
  if (time == 0) return u"-"_s;
  const qint64 ago = (now - time) / 1000;
  if (ago >= 0 && ago < 60) return u"%1 s ago"_s.arg(ago);
  if (ago >= 0 && ago < 3600) return u"%1 min ago"_s.arg(ago / 60);
  if (ago >= 0 && ago < 24 * 3600) return u"%1 h ago"_s.arg(ago / 3600);
  return QDateTime::fromMSecsSinceEpoch(time).toString(u"yyyy-MM-dd HH:mm"_s);
}

QString spanText(qint64 ms) {
  const qint64 seconds = ms / 1000;
  if (seconds < 60) return u"%1s"_s.arg(seconds);
  if (seconds < 3600) return u"%1m%2s"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
  return u"%1h%2m"_s.arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString cellsText(const engine::JobSummary& job) {
  if (job.cellsTotal == 0) return u"-"_s;
  QString text = u"%1/%2"_s.arg(job.cellsDone).arg(job.cellsTotal);
  if (job.cellsFailed > 0) text += u" (%1 failed)"_s.arg(job.cellsFailed);
  return text;
}

QString progressText(const engine::JobSummary& job, EpochMs now) {
  constexpr int kWidth = 24;
  const int filled = job.cellsTotal > 0 ? kWidth * job.cellsDone / job.cellsTotal : 0;
  QString text = u'[' + QString(filled, u'#') + QString(kWidth - filled, u'.') + u"]  "_s;
  if (job.cellsTotal == 0) return text + toWord(job.state);
  text += u"%1/%2 cells"_s.arg(job.cellsDone).arg(job.cellsTotal);
  if (job.startedAt > 0) text += u"   "_s + spanText(now - job.startedAt);
  if (job.state != JobState::Running)
    text += u"   "_s + toWord(job.state);
  else if (job.runningCell >= 0)
    text += u"   cell %1 running"_s.arg(job.runningCell + 1);
  return text;
}

int exitCodeFor(const engine::JobSummary& job) {
  switch (job.state) {
    case JobState::Succeeded:
      return 0;
    case JobState::Cancelled:
      return 130;
    case JobState::TimedOut:
      return 4;
    case JobState::Lost:
      return 5;
    default:
      break;
  }
  if (!job.error || errorWord(job.error->code).startsWith("notebook."_L1)) return 1;
  const int code = exitCodeFor(*job.error);
  return code == 0 || code == 130 ? 1 : code;
}

int worse(int a, int b) {
  constexpr std::array kOrder{0, 130, 1, 4, 5, 2, 3};
  const auto rank = [&kOrder](int code) { return std::find(kOrder.begin(), kOrder.end(), code) - kOrder.begin(); };
  return rank(a) >= rank(b) ? a : b;
}

}  // namespace cc::app
