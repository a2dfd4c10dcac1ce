// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobTableView.h"

#include "ui/jobs/JobDelegate.h"
#include "ui/jobs/JobTableModel.h"
#include "ui/settings/WindowState.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::pair<int, int> kWidths[] = {
    {JobTableModel::State, 136},      {JobTableModel::Name, 160},      {JobTableModel::Notebook, 150},
    {JobTableModel::Parameters, 136}, {JobTableModel::Provider, 92},   {JobTableModel::Progress, 200},
    {JobTableModel::Elapsed, 96},     {JobTableModel::Remaining, 104}, {JobTableModel::Attempts, 84},
    {JobTableModel::Cost, 96},        {JobTableModel::Priority, 76},   {JobTableModel::Submitted, 130},
    {JobTableModel::Sweep, 80}};
constexpr int kLeastName = 130, kLeastParameters = 100, kWideParameters = 136;

}  // namespace

JobTableView::JobTableView(JobTableModel& model, QWidget* parent) : QTableView(parent), m_model(model) {
  setObjectName(u"jobTable"_s);
  setAccessibleName(tr("Jobs"));
  setModel(&model);
  setItemDelegate(new JobDelegate(model, this));
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(ScrollPerPixel);
  setEditTriggers(NoEditTriggers);
  setDragEnabled(true);
  setAcceptDrops(true);
  setDragDropMode(DragDrop);
  setDefaultDropAction(Qt::MoveAction);
  setDropIndicatorShown(true);
  setDragDropOverwriteMode(false);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(qMax(30, fontMetrics().height() + 12));
  buildHeader();
  setSortingEnabled(true);
  connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &JobTableView::showColumnMenu);
  connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobTableView::selectionMoved);
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &JobTableView::selectionMoved);
  connect(this, &QTableView::activated, this, [this](const QModelIndex& index) {
    if (index.isValid()) Q_EMIT activatedJob(m_model.leadingJobOf(index.row()));
  });
  connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
    m_keptSelection.clear();
    const std::vector<int> rows = selectedRowNumbers();
    for (const int row : rows) m_keptSelection << m_model.jobAt(row).id;
    const QModelIndex current = currentIndex();
    m_keptCurrent = current.isValid() ? m_model.jobAt(current.row()).id : QString();
  });
  connect(&model, &QAbstractItemModel::modelReset, this, [this] {
    QItemSelection selection;
    for (const QString& id : std::as_const(m_keptSelection)) {
      const int row = m_model.rowOf(id);
      if (row >= 0) selection.select(m_model.index(row, 0), m_model.index(row, JobTableModel::ColumnCount - 1));
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (const int row = m_model.rowOf(m_keptCurrent); row >= 0) {
      selectionModel()->setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::NoUpdate);
    }
    Q_EMIT selectionMoved();
  });
}

void JobTableView::buildHeader() {
  auto* header = horizontalHeader();
  header->setObjectName(u"jobHeader"_s);
  header->setSectionsMovable(true);
  header->setHighlightSections(false);
  header->setFixedHeight(qMax(30, fontMetrics().height() + 12));
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  for (const auto& [column, width] : kWidths) setColumnWidth(column, width);
  for (const int column : {JobTableModel::Attempts, JobTableModel::Priority, JobTableModel::Submitted,
                           JobTableModel::Sweep, JobTableModel::Notebook})
    setColumnHidden(column, true);
  header->setSortIndicator(JobTableModel::State, Qt::AscendingOrder);
  header->setMinimumSectionSize(48);
  connect(header, &QHeaderView::sectionResized, this, [this](int column, int before, int now) {
    const bool byHand = !m_fitting && before > 0 && now > 0;  // else it is hidden or shown
    if (byHand && (column == JobTableModel::Name || column == JobTableModel::Parameters)) m_fits = false;
  });
}

void JobTableView::fitColumns() {
  if (!m_fits) return;
  const QScopedValueRollback fitting(m_fitting, true);
  auto* header = horizontalHeader();
  int others = 0;
  for (int column = 0; column < JobTableModel::ColumnCount; ++column) {
    const bool gives = column == JobTableModel::Name || column == JobTableModel::Parameters;
    if (!gives && !isColumnHidden(column)) others += header->sectionSize(column);
  }
  int room = viewport()->width() - others;
  if (!isColumnHidden(JobTableModel::Parameters)) {
    const int parameters = qMax(kLeastParameters, qMin(qMax(kWideParameters, room / 2), room - kLeastName));
    setColumnWidth(JobTableModel::Parameters, parameters);
    room -= parameters;
  }
  setColumnWidth(JobTableModel::Name, qMax(kLeastName, room));
}

void JobTableView::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  if (event->size().width() != event->oldSize().width()) fitColumns();
}

std::vector<int> JobTableView::selectedRowNumbers() const {
  std::vector<int> rows;
  const QItemSelection selection = selectionModel()->selection();
  for (const QItemSelectionRange& range : selection) {
    for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

QStringList JobTableView::selectedJobs() const {
  QStringList ids;
  const std::vector<int> rows = selectedRowNumbers();
  for (const int row : rows) ids << m_model.jobsOf(row);
  ids.removeDuplicates();  // a sweep and some of its jobs
  return ids;
}

QString JobTableView::currentJob() const {
  const QModelIndex index = currentIndex();
  if (index.isValid() && selectionModel()->isRowSelected(index.row(), {})) return m_model.leadingJobOf(index.row());
  const QItemSelection selection = selectionModel()->selection();
  return selection.isEmpty() ? QString() : m_model.leadingJobOf(selection.first().top());
}

void JobTableView::selectJob(const QString& id) {
  m_model.reveal(id);
  const int row = m_model.rowOf(id);
  if (row < 0) return;
  selectionModel()->setCurrentIndex(m_model.index(row, 0),
                                    QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  scrollTo(m_model.index(row, 0));
}

void JobTableView::restore(const WindowState& state) {
  const QByteArray header = state.value(u"jobs/header"_s).toByteArray();
  m_fits = state.value(u"jobs/columnsFit"_s, true).toBool();
  const QScopedValueRollback fitting(m_fitting, true);
  if (!header.isEmpty() && horizontalHeader()->restoreState(header)) {
    horizontalHeader()->setStretchLastSection(false);  // of an earlier version
    sortByColumn(horizontalHeader()->sortIndicatorSection(), horizontalHeader()->sortIndicatorOrder());
  }
}

void JobTableView::save(WindowState& state) const {
  state.setValue(u"jobs/header"_s, horizontalHeader()->saveState());
  state.setValue(u"jobs/columnsFit"_s, m_fits);
  state.setValue(u"jobs/current"_s, currentJob());
}

void JobTableView::showColumnMenu(const QPoint& pos) {
  auto* menu = new QMenu(this);
  menu->setObjectName(u"columnMenu"_s);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (int column = 0; column < JobTableModel::ColumnCount; ++column) {
    auto* action = menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(column));
    action->setEnabled(column != JobTableModel::Name);
    connect(action, &QAction::toggled, this, [this, column](bool on) {
      setColumnHidden(column, !on);
      fitColumns();
    });
  }
  menu->popup(horizontalHeader()->mapToGlobal(pos));
}

void JobTableView::contextMenuEvent(QContextMenuEvent* event) {
  if (!selectedJobs().isEmpty()) Q_EMIT menuRequested(event->globalPos());
}

void JobTableView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  if (!index.isValid()) clearSelection();
  if (index.isValid() && index.column() == JobTableModel::Name && event->button() == Qt::LeftButton &&
      m_model.kindOf(index.row()) == JobTableModel::RowKind::Head &&
      event->pos().x() - visualRect(index).left() < JobDelegate::kIndent) {
    m_model.setOpen(index.row(), !m_model.isOpen(index.row()));
    return;
  }
  QTableView::mousePressEvent(event);
}

// As in a tree: right opens a sweep, left closes it.
void JobTableView::keyPressEvent(QKeyEvent* event) {
  const QModelIndex index = currentIndex();
  const bool side = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
  if (side && index.isValid() && m_model.kindOf(index.row()) == JobTableModel::RowKind::Head) {
    m_model.setOpen(index.row(), event->key() == Qt::Key_Right);
    return;
  }
  QTableView::keyPressEvent(event);
}

}  // namespace cc::ui
