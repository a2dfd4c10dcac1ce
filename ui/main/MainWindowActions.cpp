// SPDX-License-Identifier: GPL-3.0-or-later
// Actions, menus and tool bar of the main window.
#include "ui/jobs/JobDetailPane.h"
#include "ui/jobs/JobFilterBar.h"
#include "ui/jobs/JobTableView.h"
#include "ui/look/Icons.h"
#include "ui/main/MachinesDialog.h"
#include "ui/main/MainWindow.h"
#include "ui/notebooks/NotebookPanel.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSplitter>
#include <QToolBar>

namespace cc::ui {

using namespace Qt::StringLiterals;

QAction* MainWindow::makeAction(const QString& name, const QString& icon, const QString& text, const QKeySequence& key,
                                const QString& tip) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  if (!icon.isEmpty()) action->setIcon(themedIcon(icon));
  action->setShortcut(key);
  const QString keys = key.toString(QKeySequence::NativeText);
  action->setToolTip(keys.isEmpty() ? tip : u"%1 (%2)"_s.arg(tip, keys));
  action->setStatusTip({});
  addAction(action);
  return action;
}

void MainWindow::buildActions() {
  m_newJob = makeAction(u"newJobAction"_s, u"new-job"_s, tr("&New job…"), QKeySequence::New,
                        tr("Choose notebooks and run them"));
  m_holdQueue = makeAction(u"holdQueueAction"_s, u"hold"_s, tr("&Hold queue"), Qt::CTRL | Qt::SHIFT | Qt::Key_H,
                           tr("Start no further job; what runs goes on"));
  m_cancel = makeAction(u"cancelAction"_s, u"cancel"_s, tr("&Cancel"), Qt::Key_Delete, tr("Cancel the selected jobs"));
  m_retry =
      makeAction(u"retryAction"_s, u"retry"_s, tr("&Retry"), Qt::CTRL | Qt::Key_R, tr("Run the selected jobs again"));
  m_results = makeAction(u"openResultsAction"_s, u"results"_s, tr("&Open results"), Qt::CTRL | Qt::Key_O,
                         tr("Open the results folder of the selected job"));
  m_hold =
      makeAction(u"holdAction"_s, u"hold"_s, tr("Hol&d"), Qt::CTRL | Qt::Key_H, tr("Keep the selected jobs waiting"));
  m_release = makeAction(u"releaseAction"_s, u"resume"_s, tr("Re&lease"), Qt::CTRL | Qt::Key_L,
                         tr("Let the selected jobs start"));
  m_raise = makeAction(u"raisePriorityAction"_s, {}, tr("&Raise priority"), Qt::CTRL | Qt::Key_Plus,
                       tr("Start the selected jobs earlier"));
  m_lower = makeAction(u"lowerPriorityAction"_s, {}, tr("&Lower priority"), Qt::CTRL | Qt::Key_Minus,
                       tr("Start the selected jobs later"));
  m_toEnd = makeAction(u"moveToEndAction"_s, {}, tr("Move to the &end of the queue"), Qt::CTRL | Qt::Key_End,
                       tr("Move the selected jobs behind all others"));
  m_again =
      makeAction(u"runAgainAction"_s, u"parameters"_s, tr("Run again with c&hanges…"), Qt::CTRL | Qt::SHIFT | Qt::Key_R,
                 tr("Open the form of a new job filled in like the selected one"));
  m_showNotebooks =
      makeAction(u"showNotebooksAction"_s, {}, tr("&Notebooks"), Qt::Key_F9, tr("Show the notebooks at the left"));
  m_showDetails = makeAction(u"showDetailsAction"_s, {}, tr("&Details of the job"), Qt::Key_F10,
                             tr("Show what belongs to the selected job"));
  m_detailsRight = makeAction(u"detailsRightAction"_s, {}, tr("Details at the &right"), {},
                              tr("Details beside the table instead of below"));
  m_grouped = makeAction(u"groupSweepsAction"_s, u"sweep"_s, tr("&Group by sweep"), Qt::CTRL | Qt::Key_G,
                         tr("Show the jobs of a sweep under one row that sums them up"));
  m_find =
      makeAction(u"filterAction"_s, u"search"_s, tr("&Filter jobs"), QKeySequence::Find, tr("Filter the job table"));
  m_preferencesAction = makeAction(u"preferencesAction"_s, u"settings"_s, tr("&Preferences…"), Qt::CTRL | Qt::Key_Comma,
                                   tr("Appearance, language, notifications"));
  m_doctor = makeAction(u"doctorAction"_s, u"details"_s, tr("Check the &set-up…"), {},
                        tr("Look for what is missing on this machine"));
  m_addServer = makeAction(u"addServerAction"_s, u"server"_s, tr("Add a &Jupyter server…"), {},
                           tr("Run notebooks on a server you already have"));
  m_accounts = makeAction(u"accountsAction"_s, u"account"_s, tr("&Google accounts…"), {},
                          tr("Sign in and out; what each account allows"));
  m_machines = makeAction(u"machinesAction"_s, u"chip"_s, tr("&Machines…"), {},
                          tr("The machines that exist now; release one, or give it to the queue"));
  m_quit = makeAction(u"quitAction"_s, u"quit"_s, tr("&Quit"), QKeySequence::Quit, tr("End the program"));
  m_about = makeAction(u"aboutAction"_s, {}, tr("&About Colab Controller"), {}, tr("Version and licence"));
  for (QAction* action : {m_holdQueue, m_showNotebooks, m_showDetails, m_detailsRight, m_grouped})
    action->setCheckable(true);
  m_showNotebooks->setChecked(true);
  m_showDetails->setChecked(true);
  connectActions();
}

void MainWindow::connectActions() {
  connect(m_newJob, &QAction::triggered, this, &MainWindow::chooseNotebooks);
  connect(m_holdQueue, &QAction::triggered, this, &MainWindow::setQueueHeld);
  connect(m_cancel, &QAction::triggered, this, &MainWindow::cancelSelected);
  connect(m_retry, &QAction::triggered, this, &MainWindow::retrySelected);
  connect(m_hold, &QAction::triggered, this, [this] { act(Verb::Hold); });
  connect(m_release, &QAction::triggered, this, [this] { act(Verb::Release); });
  connect(m_results, &QAction::triggered, this, &MainWindow::openResults);
  connect(m_raise, &QAction::triggered, this, [this] { changePriority(1); });
  connect(m_lower, &QAction::triggered, this, [this] { changePriority(-1); });
  connect(m_toEnd, &QAction::triggered, this, [this] { moveJobs(selectedFor(Verb::Hold), {}); });
  connect(m_again, &QAction::triggered, this, [this] {
    if (!m_engine || m_table->currentJob().isEmpty()) return;
    m_engine->job(m_table->currentJob(), this, [this](Result<engine::JobDetail> detail) {
      if (detail) {
        runAgain(detail->spec);
      } else {
        showError(detail.error());
      }
    });
  });
  connect(m_showNotebooks, &QAction::toggled, this, [this](bool on) { m_notebooks->setVisible(on); });
  connect(m_showDetails, &QAction::toggled, this, [this](bool on) { m_details->setVisible(on); });
  connect(m_detailsRight, &QAction::triggered, this, &MainWindow::setDetailsAtRight);
  connect(m_grouped, &QAction::toggled, this, [this](bool on) { m_model->setGrouped(on); });
  connect(m_find, &QAction::triggered, this, [this] { m_filter->focusText(); });
  connect(m_preferencesAction, &QAction::triggered, this, &MainWindow::showPreferences);
  connect(m_doctor, &QAction::triggered, this, &MainWindow::showDoctor);
  connect(m_addServer, &QAction::triggered, this, &MainWindow::addServer);
  connect(m_accounts, &QAction::triggered, this, [this] { showAccounts(); });
  connect(m_machines, &QAction::triggered, this, [this] {
    if (m_engine) (new MachinesDialog(*m_engine, this))->show();
  });
  connect(m_quit, &QAction::triggered, this, &MainWindow::requestQuit);
  connect(m_about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::buildMenus() {
  auto* file = menuBar()->addMenu(tr("&File"));
  file->addAction(m_newJob);
  file->addAction(m_results);
  file->addSeparator();
  file->addAction(m_addServer);
  file->addAction(m_accounts);
  file->addAction(m_machines);
  file->addAction(m_preferencesAction);
  file->addSeparator();
  file->addAction(m_quit);
  auto* jobs = menuBar()->addMenu(tr("&Jobs"));
  jobs->addActions({m_cancel, m_retry, m_again});
  jobs->addSeparator();
  jobs->addActions({m_hold, m_release, m_raise, m_lower, m_toEnd});
  jobs->addSeparator();
  jobs->addAction(m_holdQueue);
  auto* view = menuBar()->addMenu(tr("&View"));
  view->addActions({m_find, m_grouped});
  view->addSeparator();
  view->addActions({m_showNotebooks, m_showDetails, m_detailsRight});
  auto* help = menuBar()->addMenu(tr("&Help"));
  help->addActions({m_doctor, m_about});
  m_toolBar = addToolBar(tr("Main tool bar"));
  m_toolBar->setObjectName(u"mainToolBar"_s);
  m_toolBar->setMovable(false);
  m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
  m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_toolBar->addAction(m_newJob);
  m_toolBar->addSeparator();
  m_toolBar->addAction(m_holdQueue);
  m_toolBar->addSeparator();
  m_toolBar->addActions({m_cancel, m_retry, m_results});
}

void MainWindow::showJobMenu(const QPoint& pos) {
  auto* menu = new QMenu(this);
  menu->setObjectName(u"jobMenu"_s);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addActions({m_results, m_cancel, m_retry, m_again});
  menu->addSeparator();
  menu->addActions({m_hold, m_release, m_raise, m_lower, m_toEnd});
  menu->popup(pos);
}

}  // namespace cc::ui
