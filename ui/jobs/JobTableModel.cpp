// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobTableModel.h"

#include "ui/jobs/JobText.h"

#include <QDateTime>
#include <QMimeData>
#include <algorithm>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobState;
using engine::JobSummary;

JobTableModel::JobTableModel(QObject* parent)
    : QAbstractTableModel(parent), m_now([] { return QDateTime::currentMSecsSinceEpoch(); }) {
  m_flush.setSingleShot(true);
  m_flush.setInterval(100);
  connect(&m_flush, &QTimer::timeout, this, &JobTableModel::flush);
  m_tick.setInterval(1000);
  connect(&m_tick, &QTimer::timeout, this, &JobTableModel::tick);
}

void JobTableModel::upsert(std::vector<JobSummary> jobs) {
  std::vector<int> fresh;
  for (JobSummary& job : jobs) {
    const auto known = m_index.constFind(job.id);
    int at = 0;
    if (known != m_index.constEnd()) {
      at = *known;
      m_all[std::size_t(at)] = std::move(job);
      m_dirty.insert(at);
    } else {
      at = int(m_all.size());
      m_index.insert(job.id, at);
      m_all.push_back(std::move(job));
      m_row.push_back(-1);
      if (!m_all.back().sweep.isEmpty()) m_groups[m_all.back().sweep].members.push_back(at);
      fresh.push_back(at);
    }
    if (const QString& sweep = m_all[std::size_t(at)].sweep; !sweep.isEmpty()) m_staleGroups.insert(sweep);
    if (isAlive(m_all[std::size_t(at)].state)) {
      m_alive.insert(at);
    } else {
      m_alive.remove(at);
    }
  }
  const std::vector<int> heads = refreshGroups();
  fresh.insert(fresh.end(), heads.begin(), heads.end());
  std::erase_if(fresh, [this](int at) { return !shows(at); });
  insertRowsFor(std::move(fresh));
  if (!m_dirty.isEmpty() && !m_flush.isActive()) m_flush.start();
  if (m_alive.isEmpty()) {
    m_tick.stop();
  } else if (!m_tick.isActive()) {
    m_tick.start();
  }
}

// New rows go in at the bottom in one insertion and are merged to their place: the views keep their selection.
void JobTableModel::insertRowsFor(std::vector<int> fresh) {
  if (fresh.empty()) return;
  std::stable_sort(fresh.begin(), fresh.end(), [this](int a, int b) { return before(a, b); });
  const int first = int(m_order.size());
  beginInsertRows({}, first, first + int(fresh.size()) - 1);
  m_order.insert(m_order.end(), fresh.begin(), fresh.end());
  renumber(std::size_t(first));
  endInsertRows();
  if (first > 0 && before(m_order[std::size_t(first)], m_order[std::size_t(first) - 1])) applyOrder();
}

void JobTableModel::setFilter(JobFilter filter, const QString& text) {
  if (filter == m_filter && text == m_text) return;
  m_filter = filter;
  m_text = text;
  rebuild();
}

void JobTableModel::rebuild() {
  beginResetModel();
  m_order.clear();
  for (int i = 0; i < int(m_all.size()); ++i) {
    if (shows(i)) m_order.push_back(i);
  }
  std::stable_sort(m_order.begin(), m_order.end(), [this](int a, int b) { return before(a, b); });
  std::fill(m_row.begin(), m_row.end(), -1);
  renumber();
  m_orderStale = false;
  endResetModel();
}

void JobTableModel::renumber(std::size_t from) {
  for (std::size_t i = from; i < m_order.size(); ++i) m_row[std::size_t(m_order[i])] = int(i);
}

void JobTableModel::applyOrder() {
  Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  const QModelIndexList old = persistentIndexList();
  std::vector<int> held;
  held.reserve(std::size_t(old.size()));
  for (const QModelIndex& index : old) held.push_back(m_order[std::size_t(index.row())]);
  std::stable_sort(m_order.begin(), m_order.end(), [this](int a, int b) { return before(a, b); });
  renumber();
  QModelIndexList now;
  now.reserve(old.size());
  for (qsizetype i = 0; i < old.size(); ++i) now << index(m_row[std::size_t(held[std::size_t(i)])], old[i].column());
  changePersistentIndexList(old, now);
  Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void JobTableModel::sort(int column, Qt::SortOrder order) {
  m_sortColumn = column < 0 ? int(State) : column;
  m_sortOrder = order;
  applyOrder();
}

void JobTableModel::flush() {
  m_flush.stop();
  int first = rowCount(), last = -1;
  for (const int at : std::as_const(m_dirty)) {
    const int row = m_row[std::size_t(at)];
    if (row < 0) {
      m_orderStale = m_orderStale || shows(at);
      continue;
    }
    first = qMin(first, row);
    last = qMax(last, row);
    if (!shows(at) || (row > 0 && before(at, m_order[std::size_t(row) - 1])) ||
        (row + 1 < rowCount() && before(m_order[std::size_t(row) + 1], at))) {
      m_orderStale = true;
    }
  }
  m_dirty.clear();
  if (last >= first) Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
  if (!m_orderStale) return;
  m_orderStale = false;
  refreshOrder();
}

void JobTableModel::refreshOrder() {
  std::vector<int> fresh;
  const auto strays = std::count_if(m_order.begin(), m_order.end(), [this](int at) { return !shows(at); });
  if (strays > 64) {
    rebuild();
    return;
  }
  for (int row = rowCount() - 1; row >= 0 && strays > 0; --row) {
    const int at = m_order[std::size_t(row)];
    if (shows(at)) continue;
    beginRemoveRows({}, row, row);
    m_order.erase(m_order.begin() + row);
    m_row[std::size_t(at)] = -1;
    renumber(std::size_t(row));
    endRemoveRows();
  }
  for (int i = 0; i < int(m_all.size()); ++i) {
    if (m_row[std::size_t(i)] < 0 && shows(i)) fresh.push_back(i);
  }
  insertRowsFor(std::move(fresh));
  const auto less = [this](int a, int b) { return before(a, b); };
  if (!std::is_sorted(m_order.begin(), m_order.end(), less)) applyOrder();
}

void JobTableModel::tick() {
  for (const int at : std::as_const(m_alive)) {
    const int row = m_row[std::size_t(at)];
    if (row >= 0) Q_EMIT dataChanged(index(row, Progress), index(row, Remaining));
  }
}

const JobSummary* JobTableModel::job(const QString& id) const {
  const auto it = m_index.constFind(id);
  return it == m_index.constEnd() ? nullptr : &m_all[std::size_t(*it)];
}

int JobTableModel::rowOf(const QString& id) const {
  const auto it = m_index.constFind(id);
  return it == m_index.constEnd() ? -1 : m_row[std::size_t(*it)];
}

int JobTableModel::countOf(const std::function<bool(const JobSummary&)>& wanted) const {
  int count = 0;
  for (int i = 0; i < int(m_all.size()); ++i) count += !m_heads.contains(i) && wanted(m_all[std::size_t(i)]) ? 1 : 0;
  return count;
}

int JobTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(m_order.size());
}
int JobTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(ColumnCount);
}

Qt::ItemFlags JobTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
  if (!index.isValid()) return Qt::ItemIsDropEnabled;
  if (isWaiting(jobAt(index.row()).state)) flags |= Qt::ItemIsDragEnabled;
  return flags;
}

QStringList JobTableModel::mimeTypes() const {
  return {QString::fromLatin1(kMimeType)};
}

QMimeData* JobTableModel::mimeData(const QModelIndexList& indexes) const {
  std::vector<int> rows;
  for (const QModelIndex& index : indexes) {
    if (isWaiting(jobAt(index.row()).state)) rows.push_back(index.row());
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  if (rows.empty()) return nullptr;
  QStringList ids;
  for (const int row : rows) {
    const QStringList jobs = jobsOf(row);
    for (const QString& id : jobs) {
      if (isWaiting(job(id)->state) && !ids.contains(id)) ids << id;
    }
  }
  auto* data = new QMimeData;
  data->setData(QString::fromLatin1(kMimeType), ids.join(u'\n').toUtf8());
  return data;
}

bool JobTableModel::canDropMimeData(const QMimeData* data, Qt::DropAction, int, int, const QModelIndex&) const {
  return data->hasFormat(QString::fromLatin1(kMimeType));
}

bool JobTableModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent) {
  if (!data->hasFormat(QString::fromLatin1(kMimeType))) return false;
  const QStringList ids =
      QString::fromUtf8(data->data(QString::fromLatin1(kMimeType))).split(u'\n', Qt::SkipEmptyParts);
  int target = parent.isValid() ? parent.row() : row < 0 ? rowCount() : row;
  // The place is named by the first waiting row at or after it that is not itself moved.
  QString before;
  for (; target < rowCount() && before.isEmpty(); ++target) {
    before = waitingJobAt(target, ids);
  }
  if (!ids.isEmpty()) Q_EMIT moveRequested(ids, before);
  return false;  // the engine moves them; the rows follow by a change set
}

}  // namespace cc::ui
