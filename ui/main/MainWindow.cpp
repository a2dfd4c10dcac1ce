// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/MainWindow.h"

#include "ui/jobs/JobDetailPane.h"
#include "ui/jobs/JobFilterBar.h"
#include "ui/jobs/JobTableView.h"
#include "ui/look/EmptyState.h"
#include "ui/look/Icons.h"
#include "ui/look/MessageBar.h"
#include "ui/main/DropHint.h"
#include "ui/main/WelcomePage.h"
#include "ui/notebooks/NotebookPanel.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/settings/WindowState.h"

#include <QAction>
#include <QCoreApplication>
#include <QPushButton>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(const MainWindowParts& parts, QWidget* parent)
    : QMainWindow(parent),
      m_state(parts.state),
      m_preferences(parts.preferences),
      m_dialogs(parts.dialogs),
      m_sample(parts.sampleNotebook),
      m_folders(parts.folders),
      m_memory(std::make_unique<LaunchMemory>(parts.state)) {
  setObjectName(u"mainWindow"_s);
  setWindowTitle(tr("Colab Controller"));
  setWindowIcon(applicationIcon());
  setAcceptDrops(true);
  resize(QSize(1240, 800).boundedTo(screen()->availableSize() - QSize(40, 60)));  // with room for its frame
  buildActions();
  buildCentral();
  buildMenus();
  m_status = new StatusArea(this);
  setStatusBar(m_status);
  connect(m_status, &StatusArea::usageClicked, this, [this] { showAccounts(); });
  m_dropHint = new DropHint(this);
  restore();
  updateActions();
  updateEmptyState();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentral() {
  m_columns = new QSplitter(Qt::Horizontal, this);
  m_columns->setObjectName(u"columnsSplitter"_s);
  m_columns->setChildrenCollapsible(false);
  m_notebooks = new NotebookPanel(m_preferences, *m_memory, m_dialogs, m_columns);
  auto* main = new QWidget(m_columns);
  auto* column = new QVBoxLayout(main);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_message = new MessageBar(main);
  column->addWidget(m_message);
  m_pages = new QStackedWidget(main);
  column->addWidget(m_pages, 1);
  m_rows = new QSplitter(Qt::Vertical, m_pages);
  m_rows->setObjectName(u"rowsSplitter"_s);
  m_rows->setChildrenCollapsible(false);
  m_pages->addWidget(m_rows);
  buildJobs();
  m_details = new JobDetailPane(m_dialogs, m_folders.pages, m_rows);
  m_rows->setStretchFactor(0, 1);
  m_rows->setStretchFactor(1, 1);
  m_columns->setStretchFactor(0, 0);
  m_columns->setStretchFactor(1, 1);
  m_columns->setSizes({230, 1010});
  m_rows->setSizes({380, 340});
  setCentralWidget(m_columns);
  m_table->setFocus();
  connectCentral();
}

void MainWindow::buildJobs() {
  auto* jobs = new QWidget(m_rows);
  auto* jobsColumn = new QVBoxLayout(jobs);
  jobsColumn->setContentsMargins(0, 0, 0, 0);
  jobsColumn->setSpacing(0);
  m_filter = new JobFilterBar(jobs);
  jobsColumn->addWidget(m_filter);
  m_tableStack = new QStackedWidget(jobs);
  m_model = new JobTableModel(this);
  m_table = new JobTableView(*m_model, m_tableStack);
  m_noMatch = new EmptyState(u"search"_s, tr("No job matches the filter"), {}, m_tableStack);
  auto* clear = m_noMatch->addButton(tr("Show all jobs"), u"clearFilterButton"_s);
  connect(clear, &QPushButton::clicked, m_filter, &JobFilterBar::clear);
  m_tableStack->addWidget(m_table);
  m_tableStack->addWidget(m_noMatch);
  jobsColumn->addWidget(m_tableStack, 1);
}

void MainWindow::connectCentral() {
  connect(m_filter, &JobFilterBar::changed, this, [this] {
    m_model->setFilter(m_filter->filter(), m_filter->text());
    updateEmptyState();
  });
  connect(m_table, &JobTableView::selectionMoved, this, &MainWindow::selectionMoved);
  connect(m_table, &JobTableView::menuRequested, this, &MainWindow::showJobMenu);
  connect(m_table, &JobTableView::activatedJob, this, [this] { m_details->setCurrentIndex(JobDetailPane::Output); });
  connect(m_model, &JobTableModel::moveRequested, this, &MainWindow::moveJobs);
  connect(m_model, &QAbstractItemModel::rowsInserted, this, &MainWindow::updateEmptyState);
  connect(m_model, &QAbstractItemModel::rowsRemoved, this, &MainWindow::updateEmptyState);
  connect(m_details, &JobDetailPane::failed, this, &MainWindow::showError);
  connect(m_details, &JobDetailPane::runAgainRequested, this, &MainWindow::runAgain);
  connect(m_notebooks, &NotebookPanel::launchRequested, this, &MainWindow::launch);
  connect(m_details, &JobDetailPane::accountsRequested, this, [this] { showAccounts(); });
}

// Made when it is first shown: a window with jobs comes up without it.
WelcomePage* MainWindow::welcome() {
  if (m_welcome) return m_welcome;
  m_welcome = new WelcomePage(!m_sample.isEmpty(), m_pages);
  m_pages->addWidget(m_welcome);
  connect(m_welcome, &WelcomePage::sampleRequested, this, &MainWindow::runSample);
  connect(m_welcome, &WelcomePage::notebooksRequested, this, &MainWindow::chooseNotebooks);
  connect(m_welcome, &WelcomePage::serverRequested, this, &MainWindow::addServer);
  connect(m_welcome, &WelcomePage::accountsRequested, this, [this] { showAccounts(); });
  connect(m_welcome, &WelcomePage::checksRequested, this, &MainWindow::showDoctor);
  if (m_engine) m_welcome->setEngine(m_engine);
  return m_welcome;
}

void MainWindow::restore() {
  const QByteArray geometry = m_state.value(u"window/geometry"_s).toByteArray();
  if (!geometry.isEmpty()) restoreGeometry(geometry);
  setDetailsAtRight(m_state.value(u"window/detailsRight"_s, false).toBool());
  m_columns->restoreState(m_state.value(u"window/columns"_s).toByteArray());
  m_rows->restoreState(
      m_state.value(m_rows->orientation() == Qt::Vertical ? u"window/rows"_s : u"window/rowsRight"_s).toByteArray());
  m_showNotebooks->setChecked(m_state.value(u"window/showNotebooks"_s, true).toBool());
  m_showDetails->setChecked(m_state.value(u"window/showDetails"_s, true).toBool());
  m_grouped->setChecked(m_state.value(u"jobs/grouped"_s, false).toBool());
  m_filter->setFilter(JobFilter(m_state.value(u"jobs/filter"_s, 0).toInt()),
                      m_state.value(u"jobs/filterText"_s).toString());
  m_table->restore(m_state);
  m_details->restore(m_state);
  m_wantedJob = m_state.value(u"jobs/current"_s).toString();
}

void MainWindow::saveState() {
  m_state.setValue(u"window/geometry"_s, saveGeometry());
  m_state.setValue(u"window/columns"_s, m_columns->saveState());
  m_state.setValue(m_rows->orientation() == Qt::Vertical ? u"window/rows"_s : u"window/rowsRight"_s,
                   m_rows->saveState());
  m_state.setValue(u"window/detailsRight"_s, m_rows->orientation() == Qt::Horizontal);
  m_state.setValue(u"window/showNotebooks"_s, m_showNotebooks->isChecked());
  m_state.setValue(u"window/showDetails"_s, m_showDetails->isChecked());
  m_state.setValue(u"jobs/grouped"_s, m_grouped->isChecked());
  m_state.setValue(u"jobs/filter"_s, int(m_filter->filter()));
  m_state.setValue(u"jobs/filterText"_s, m_filter->text());
  m_table->save(m_state);
  m_details->save(m_state);
  m_state.flush();
}

void MainWindow::setDetailsAtRight(bool right) {
  m_rows->setOrientation(right ? Qt::Horizontal : Qt::Vertical);
  m_detailsRight->setChecked(right);
}

void MainWindow::bringToFront() {
  if (isMinimized()) showNormal();
  show();
  raise();
  activateWindow();
}

void MainWindow::showError(const Error& error) {
  m_message->showError(error);
}

void MainWindow::showEngineState(EngineState state) {
  m_status->setEngineState(state);
  updateEmptyState();
  updateActions();
}

void MainWindow::selectJob(const QString& id) {
  m_model->reveal(id);
  if (m_model->rowOf(id) < 0) m_filter->clear();
  if (m_model->rowOf(id) < 0) {
    m_wantedJob = id;  // its row is still on the way
    return;
  }
  m_table->selectJob(id);
}

void MainWindow::updateEmptyState() {
  const bool none = m_model->totalCount() == 0;
  const bool first = none && (!m_loading || m_status->engineState() == EngineState::Failed);
  m_pages->setCurrentWidget(first ? static_cast<QWidget*>(welcome()) : m_rows);
  m_tableStack->setCurrentWidget(!none && m_model->rowCount() == 0 ? static_cast<QWidget*>(m_noMatch) : m_table);
  m_filter->setCounts(m_model->shownCount(), m_model->totalCount());
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::ActivationChange && isActiveWindow()) Q_EMIT lookedAt();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  m_dropHint->setGeometry(rect());
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  QTimer::singleShot(0, m_notebooks, &NotebookPanel::load);  // reads the disk: after the first frame
}

}  // namespace cc::ui
