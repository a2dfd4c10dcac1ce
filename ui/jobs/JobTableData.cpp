// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the job table say, and the order and filter of its rows.
#include "ui/common/CostText.h"
#include "ui/jobs/JobTableModel.h"
#include "ui/jobs/JobText.h"
#include "ui/look/ErrorText.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobState;
using engine::JobSummary;

namespace {

// The life of a job from top to bottom of the table: running, then the queue in its order, then what has ended.
int lifeRank(JobState state) {
  if (isAlive(state)) return 0;
  if (state == JobState::WaitingRetry) return 1;
  if (state == JobState::Queued) return 2;
  if (state == JobState::Held) return 3;
  return 4;
}

template <typename T>
int compare(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compareLife(const JobSummary& a, const JobSummary& b) {
  const int rankA = lifeRank(a.state), rankB = lifeRank(b.state);
  if (rankA != rankB) return compare(rankA, rankB);
  if (rankA == 0) return compare(b.startedAt, a.startedAt);
  if (rankA == 4) return compare(b.finishedAt, a.finishedAt);
  if (a.priority != b.priority) return compare(b.priority, a.priority);
  return compare(a.position, b.position);
}

QString notebookName(const JobSummary& job) {
  return QFileInfo(job.notebook).fileName();
}

QString placeText(const JobSummary& job) {
  if (job.accelerator.isEmpty() || job.accelerator == u"NONE"_s) return job.provider;
  return job.provider + u" · "_s + job.accelerator;
}

// Numbers stand under one another, and their head above them.
int alignmentOf(int column) {
  using Model = JobTableModel;
  const bool isNumber = column == Model::Attempts || column == Model::Priority || column == Model::Elapsed ||
                        column == Model::Remaining || column == Model::Cost;
  return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

}  // namespace

bool JobTableModel::matches(const JobSummary& job) const {
  switch (m_filter) {
    case JobFilter::All:
      break;
    case JobFilter::Active:
      if (!isAlive(job.state)) return false;
      break;
    case JobFilter::Waiting:
      if (!isWaiting(job.state)) return false;
      break;
    case JobFilter::Succeeded:
      if (job.state != JobState::Succeeded) return false;
      break;
    case JobFilter::Failed:
      if (!hasFailed(job.state)) return false;
      break;
    case JobFilter::Finished:
      if (isAlive(job.state) || isWaiting(job.state)) return false;
      break;
  }
  if (m_text.isEmpty()) return true;
  const auto has = [this](const QString& text) { return text.contains(m_text, Qt::CaseInsensitive); };
  return has(job.name) || has(job.parameters) || has(notebookName(job)) || has(job.provider) ||
         job.id.startsWith(m_text, Qt::CaseInsensitive);
}

bool JobTableModel::beforeAlone(int a, int b) const {
  const JobSummary& x = m_all[std::size_t(a)];
  const JobSummary& y = m_all[std::size_t(b)];
  int result = 0;
  switch (m_sortColumn) {
    case Name:
      result = QString::compare(x.name, y.name, Qt::CaseInsensitive);
      break;
    case Notebook:
      result = QString::compare(x.notebook, y.notebook, Qt::CaseInsensitive);
      break;
    case Parameters:
      result = x.parameters.compare(y.parameters);
      break;
    case Provider:
      result = placeText(x).compare(placeText(y));
      break;
    case Progress:
      result = compare(x.cellsDone * qint64(qMax(1, y.cellsTotal)), y.cellsDone * qint64(qMax(1, x.cellsTotal)));
      break;
    case Elapsed: {
      const EpochMs now = m_now();
      result = compare(elapsedMs(x, now), elapsedMs(y, now));
      break;
    }
    case Remaining: {
      const EpochMs now = m_now();
      result = compare(remainingMs(x, now), remainingMs(y, now));
      break;
    }
    case Attempts:
      result = compare(x.attempt, y.attempt);
      break;
    case Cost:
      result = compare(x.cost.units.value_or(-1), y.cost.units.value_or(-1));
      if (result == 0) result = compare(x.cost.acceleratorSeconds, y.cost.acceleratorSeconds);
      break;
    case Priority:
      result = compare(x.priority, y.priority);
      break;
    case Submitted:
      result = compare(x.createdAt, y.createdAt);
      break;
    case Sweep:
      result = x.sweep.compare(y.sweep);
      break;
    default:
      result = compareLife(x, y);
      break;
  }
  if (result == 0) return x.id > y.id;  // ids sort by time: newest first
  return m_sortOrder == Qt::AscendingOrder ? result < 0 : result > 0;
}

QString JobTableModel::textOf(const JobSummary& job, int column) const {
  switch (column) {
    case State:
      return stateText(job.state);
    case Name:
      return job.name;
    case Notebook:
      return notebookName(job);
    case Parameters:
      return job.parameters;
    case Provider:
      return placeText(job);
    case Progress:
      if (const QString reason = waitReason(job); !reason.isEmpty()) return reason;
      return job.cellsTotal > 0 ? tr("%1 of %2 cells").arg(job.cellsDone).arg(job.cellsTotal) : QString();
    case Elapsed:
      return job.startedAt > 0 ? durationText(elapsedMs(job, m_now())) : QString();
    case Remaining: {
      const qint64 left = remainingMs(job, m_now());
      return left >= 0 ? tr("~ %1").arg(durationText(left)) : QString();
    }
    case Attempts:
      return job.attempt > 0 ? QString::number(job.attempt) : QString();
    case Cost:
      if (job.cost.units) return costText(job.cost.units, job.cost.estimated);
      return job.cost.acceleratorSeconds > 0 ? durationText(qint64(job.cost.acceleratorSeconds * 1000)) : QString();
    case Priority:
      return job.priority != 0 ? QLocale().toString(job.priority) : QString();
    case Submitted:
      return timeText(job.createdAt);
    case Sweep:
      return job.sweep.left(8);
    default:
      return {};
  }
}

QString JobTableModel::toolTipOf(const JobSummary& job, int column) const {
  switch (column) {
    case State:
      if (const QString help = waitHelp(job); !help.isEmpty()) return help;
      return job.warning ? errorText(*job.warning).what : stateText(job.state);
    case Notebook:
      return QDir::toNativeSeparators(job.notebook);
    case Progress:
      if (job.cellsFailed > 0) return tr("%n cell(s) failed", nullptr, job.cellsFailed);
      if (job.runningCell >= 0) return tr("Cell %1 is running").arg(job.runningCell + 1);
      if (!waitReason(job).isEmpty()) return waitHelp(job);
      return textOf(job, column);
    case Submitted:
      return QLocale().toString(QDateTime::fromMSecsSinceEpoch(job.createdAt), QLocale::LongFormat);
    default:
      return textOf(job, column);
  }
}

QVariant JobTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const JobSummary& job = jobAt(index.row());
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return textOf(job, column);
    case Qt::ToolTipRole:
      return toolTipOf(job, column);
    case Qt::AccessibleTextRole:
      return column == State && job.warning ? textOf(job, column) + u": "_s + toolTipOf(job, column)
                                            : textOf(job, column);
    case Qt::TextAlignmentRole:
      return alignmentOf(column);
    default:
      return {};
  }
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return alignmentOf(section);
  if (role == Qt::ToolTipRole && section == State) {
    return tr("Sorted by state: what runs, then the queue in its order, then what has ended");
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case State:
      return tr("State");
    case Name:
      return tr("Name");
    case Notebook:
      return tr("Notebook");
    case Parameters:
      return tr("Parameters");
    case Provider:
      return tr("Provider");
    case Progress:
      return tr("Progress");
    case Elapsed:
      return tr("Elapsed");
    case Remaining:
      return tr("Remaining");
    case Attempts:
      return tr("Attempts");
    case Cost:
      return tr("Cost");
    case Priority:
      return tr("Priority");
    case Submitted:
      return tr("Submitted");
    case Sweep:
      return tr("Sweep");
    default:
      return {};
  }
}

}  // namespace cc::ui
