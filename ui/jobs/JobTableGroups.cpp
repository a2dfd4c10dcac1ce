// SPDX-License-Identifier: GPL-3.0-or-later
// The job table grouped by sweep: rows that sum up others.
#include "ui/jobs/JobTableModel.h"
#include "ui/jobs/JobText.h"

#include <algorithm>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobState;
using engine::JobSummary;

namespace {

// Of a whole sweep: what is going on comes before what waits, and that before how it ended.
JobState stateOfAll(const QMap<JobState, int>& counts) {
  for (const auto& [state, count] : counts.asKeyValueRange()) {
    if (isAlive(state)) return JobState::Running;
  }
  for (const JobState state : {JobState::WaitingRetry, JobState::Queued, JobState::Held, JobState::Failed,
                               JobState::TimedOut, JobState::Lost, JobState::Cancelled}) {
    if (counts.contains(state)) return state;
  }
  return JobState::Succeeded;
}

}  // namespace

int JobTableModel::headOf(int at) const {
  const QString& sweep = m_all[std::size_t(at)].sweep;
  if (!m_grouped || sweep.isEmpty()) return -1;
  const auto group = m_groups.constFind(sweep);
  return group == m_groups.constEnd() ? -1 : group->head;
}

bool JobTableModel::shows(int at) const {
  const JobSummary& job = m_all[std::size_t(at)];
  const int head = headOf(at);
  if (!m_heads.contains(at)) return matches(job) && (head < 0 || m_groups.constFind(job.sweep)->open);
  if (head != at) return false;
  const std::vector<int>& members = m_groups.constFind(job.sweep)->members;
  return std::any_of(members.begin(), members.end(),
                     [this](int member) { return matches(m_all[std::size_t(member)]); });
}

// A sweep stands where the row that sums it up belongs.
bool JobTableModel::before(int a, int b) const {
  const int headA = headOf(a), headB = headOf(b);
  const int placeA = headA < 0 ? a : headA, placeB = headB < 0 ? b : headB;
  if (placeA != placeB) return beforeAlone(placeA, placeB);
  if (a == placeA || b == placeA) return a == placeA && b != placeA;
  return beforeAlone(a, b);
}

namespace {

void addTo(engine::JobCost& sum, const engine::JobCost& cost) {
  sum.acceleratorSeconds += cost.acceleratorSeconds;
  if (!cost.units) return;
  sum.units = sum.units.value_or(0) + *cost.units;
  sum.estimated = sum.estimated || cost.estimated;
}

}  // namespace

JobSummary JobTableModel::summed(const QString& sweep, const std::vector<int>& members) const {
  JobSummary sum = m_all[std::size_t(members.front())];
  sum.id = u"sweep/"_s + sweep;
  sum.name = tr("Sweep of %n job(s)", nullptr, int(members.size()));
  sum.error.reset();
  sum.resultsDir.clear();
  sum.cellsTotal = sum.cellsDone = sum.cellsFailed = sum.attempt = 0;
  sum.runningCell = -1;
  sum.cost = {};
  QMap<JobState, int> counts;
  EpochMs finished = 0;
  bool allEnded = true;
  for (const int at : members) {
    const JobSummary& job = m_all[std::size_t(at)];
    ++counts[job.state];
    sum.cellsTotal += job.cellsTotal;
    sum.cellsDone += job.cellsDone;
    sum.cellsFailed += job.cellsFailed;
    addTo(sum.cost, job.cost);
    sum.priority = qMax(sum.priority, job.priority);
    sum.position = qMin(sum.position, job.position);
    sum.createdAt = qMin(sum.createdAt, job.createdAt);
    if (job.startedAt > 0) sum.startedAt = sum.startedAt > 0 ? qMin(sum.startedAt, job.startedAt) : job.startedAt;
    finished = qMax(finished, job.finishedAt);
    allEnded = allEnded && jobs::isFinal(job.state);
  }
  sum.state = stateOfAll(counts);
  sum.finishedAt = allEnded ? finished : 0;
  QStringList parts;
  for (const auto& [state, count] : counts.asKeyValueRange()) parts << tr("%1: %2").arg(stateText(state)).arg(count);
  sum.parameters = parts.join(u", "_s);
  return sum;
}

// Sums up again what has changed; the indexes of heads that are new.
std::vector<int> JobTableModel::refreshGroups() {
  std::vector<int> fresh;
  if (!m_grouped) return fresh;
  for (const QString& sweep : std::exchange(m_staleGroups, {})) {
    Group& group = m_groups[sweep];
    if (group.members.size() < 2) continue;
    JobSummary sum = summed(sweep, group.members);
    const bool alive = isAlive(sum.state);
    if (group.head < 0) {
      group.head = int(m_all.size());
      m_index.insert(sum.id, group.head);
      m_heads.insert(group.head);
      m_all.push_back(std::move(sum));
      m_row.push_back(-1);
      fresh.push_back(group.head);
      m_orderStale = true;  // its jobs that are already shown move to it
    } else {
      m_orderStale = m_orderStale || sum.state != m_all[std::size_t(group.head)].state;
      m_all[std::size_t(group.head)] = std::move(sum);
    }
    m_dirty.insert(group.head);
    if (alive) {
      m_alive.insert(group.head);
    } else {
      m_alive.remove(group.head);
    }
  }
  return fresh;
}

int JobTableModel::shownCount() const {
  if (!m_grouped) return rowCount();
  return countOf([this](const JobSummary& job) { return matches(job); });
}

void JobTableModel::setGrouped(bool grouped) {
  if (grouped == m_grouped) return;
  m_grouped = grouped;
  for (auto group = m_groups.cbegin(); group != m_groups.cend(); ++group) m_staleGroups.insert(group.key());
  refreshGroups();
  rebuild();
}

JobTableModel::RowKind JobTableModel::kindOf(int row) const {
  const int at = m_order[std::size_t(row)];
  if (m_heads.contains(at)) return RowKind::Head;
  return headOf(at) < 0 ? RowKind::Job : RowKind::Member;
}

QStringList JobTableModel::jobsOf(int row) const {
  if (kindOf(row) != RowKind::Head) return {jobAt(row).id};
  QStringList ids;
  for (const int at : m_groups.constFind(jobAt(row).sweep)->members) ids << m_all[std::size_t(at)].id;
  return ids;
}

QString JobTableModel::leadingJobOf(int row) const {
  const QStringList ids = jobsOf(row);
  QString failed;
  for (const QString& id : ids) {
    const JobState state = job(id)->state;
    if (isAlive(state)) return id;
    if (failed.isEmpty() && hasFailed(state)) failed = id;
  }
  return failed.isEmpty() ? ids.value(0) : failed;
}

bool JobTableModel::isOpen(int row) const {
  const auto group = m_groups.constFind(jobAt(row).sweep);
  return group != m_groups.constEnd() && group->open;
}

void JobTableModel::setOpen(int row, bool open) {
  if (kindOf(row) != RowKind::Head || isOpen(row) == open) return;
  m_groups[jobAt(row).sweep].open = open;
  rebuild();
}

void JobTableModel::reveal(const QString& id) {
  const int at = m_index.value(id, -1);
  const int head = at < 0 ? -1 : headOf(at);
  if (head < 0 || m_row[std::size_t(head)] < 0) return;
  setOpen(m_row[std::size_t(head)], true);
}

QString JobTableModel::waitingJobAt(int row, const QStringList& except) const {
  const QStringList ids = jobsOf(row);
  for (const QString& id : ids) {
    if (isWaiting(job(id)->state) && !except.contains(id)) return id;
  }
  return {};
}

}  // namespace cc::ui
