// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QTimer>
#include <functional>
#include <vector>

namespace cc::ui {

enum class JobFilter { All, Active, Waiting, Succeeded, Failed, Finished };

// All jobs the window knows, filtered and sorted here: a proxy model is a thousand times slower at this size
// (100,000 rows). Changes are collected and shown ten times a second, re-sorted once a second. Window's thread.
class JobTableModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Column {
    State,
    Name,
    Notebook,
    Parameters,
    Provider,
    Progress,
    Elapsed,
    Remaining,
    Attempts,
    Cost,
    Priority,
    Submitted,
    Sweep,
    ColumnCount
  };
  static constexpr auto kMimeType = "application/x-colab-controller-jobs";

  explicit JobTableModel(QObject* parent = nullptr);
  // For tests and screenshots; default: the system's clock.
  void setNow(std::function<EpochMs()> now) { m_now = std::move(now); }
  EpochMs now() const { return m_now(); }

  // Adds or replaces rows. A burst of new rows is one insertion.
  void upsert(std::vector<engine::JobSummary> jobs);
  void setFilter(JobFilter filter, const QString& text);
  JobFilter filter() const { return m_filter; }
  // Jobs of one sweep under one row that sums them up and can be closed. Its id is no job's.
  void setGrouped(bool grouped);
  bool isGrouped() const { return m_grouped; }
  enum class RowKind { Job, Head, Member };
  RowKind kindOf(int row) const;
  QStringList jobsOf(int row) const;    // of a head all its jobs, else the row's own
  QString leadingJobOf(int row) const;  // of a head the job most worth a look: one that runs, that failed, the first
  // Of a row's jobs the first that waits and is none of those; empty: none.
  QString waitingJobAt(int row, const QStringList& except = {}) const;
  bool isOpen(int row) const;
  void setOpen(int row, bool open);
  void reveal(const QString& id);  // opens the sweep of a job
  // Applies collected changes at once (tests, before a screenshot).
  void flush();

  int shownCount() const;  // jobs that pass the filter, also those of closed sweeps
  int totalCount() const { return int(m_all.size() - std::size_t(m_heads.size())); }
  const engine::JobSummary& jobAt(int row) const { return m_all[std::size_t(m_order[std::size_t(row)])]; }
  const engine::JobSummary* job(const QString& id) const;
  int rowOf(const QString& id) const;  // -1: unknown or filtered away
  int countOf(const std::function<bool(const engine::JobSummary&)>& matches) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  void sort(int column, Qt::SortOrder order) override;
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
  bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                       const QModelIndex& parent) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

Q_SIGNALS:
  // Rows dropped elsewhere in the queue; before is empty for the end.
  void moveRequested(const QStringList& jobs, const QString& before);

private:
  bool matches(const engine::JobSummary& job) const;
  bool shows(int at) const;
  bool before(int a, int b) const;
  bool beforeAlone(int a, int b) const;
  int headOf(int at) const;  // index in m_all, -1: none
  std::vector<int> refreshGroups();
  engine::JobSummary summed(const QString& sweep, const std::vector<int>& members) const;
  void insertRowsFor(std::vector<int> fresh);
  void applyOrder();
  void refreshOrder();
  void rebuild();
  void renumber(std::size_t from = 0);
  void tick();
  QString textOf(const engine::JobSummary& job, int column) const;
  QString toolTipOf(const engine::JobSummary& job, int column) const;

  std::function<EpochMs()> m_now;
  std::vector<engine::JobSummary> m_all;
  std::vector<int> m_order;  // rows shown -> index in m_all
  std::vector<int> m_row;    // index in m_all -> row shown or -1
  QHash<QString, int> m_index;
  QSet<int> m_dirty, m_alive;
  struct Group {
    int head = -1;  // index in m_all; made when there are two jobs and rows are grouped
    std::vector<int> members;
    bool open = true;
  };
  QHash<QString, Group> m_groups;  // by sweep
  QSet<QString> m_staleGroups;
  QSet<int> m_heads;
  bool m_grouped = false;
  bool m_orderStale = false;
  QTimer m_flush, m_tick;
  JobFilter m_filter = JobFilter::All;
  QString m_text;
  int m_sortColumn = State;
  Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

}  // namespace cc::ui
