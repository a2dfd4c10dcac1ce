// SPDX-License-Identifier: GPL-3.0-or-later
// What the main window asks of the engine and does with its answers.
#include "ui/account/AccountDialog.h"
#include "ui/jobs/JobDetailPane.h"
#include "ui/jobs/JobPageLoader.h"
#include "ui/jobs/JobTableView.h"
#include "ui/jobs/JobText.h"
#include "ui/look/Dialogs.h"
#include "ui/look/InBackground.h"
#include "ui/look/MessageBar.h"
#include "ui/main/DoctorDialog.h"
#include "ui/main/MainWindow.h"
#include "ui/main/ServerDialog.h"
#include "ui/main/WelcomePage.h"
#include "ui/notebooks/NotebookPanel.h"
#include "ui/parameters/LaunchDialog.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/settings/PreferencesDialog.h"
#include "ui/settings/WindowState.h"

#include <QAction>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::Engine;
using engine::JobState;
using engine::JobSummary;

namespace {
constexpr qint64 kUsageAgeMs = 60'000;
}

void MainWindow::attachEngine(Engine* engine, EngineState kind) {
  m_engine = engine;
  m_status->setEngineState(kind);
  connect(engine, &Engine::changed, this, &MainWindow::applyChanges);
  connect(engine, &Engine::failed, this, [this](const Error& error) {
    showError(error);
    showEngineState(EngineState::Failed);
  });
  connect(engine, &Engine::usageChanged, m_status, &StatusArea::setUsage);
  engine->usage(kUsageAgeMs, this, [this](const Result<std::vector<engine::UsageInfo>>& usage) {
    if (usage) m_status->setUsage(*usage);
  });
  m_details->setEngine(engine);
  if (m_welcome) m_welcome->setEngine(engine);
  updateHeld(engine->isQueueHeld());
  auto* loader = new JobPageLoader(*engine, this);
  connect(loader, &JobPageLoader::arrived, this, &MainWindow::pageArrived);
  connect(loader, &JobPageLoader::failed, this, &MainWindow::showError);
  connect(loader, &JobPageLoader::finished, this, [this, loader] {
    m_loading = false;
    m_status->setLoading(1, 1);
    updateEmptyState();
    // The job selected last time may be gone with its data folder.
    if (m_wantedJob == m_state.value(u"jobs/current"_s).toString()) m_wantedJob.clear();
    settleSelection();
    loader->deleteLater();
  });
  loader->start();
  updateActions();
}

void MainWindow::pageArrived(const std::vector<JobSummary>& rows, int offset, int total) {
  // A row that changed while the page was on its way is newer in the model than in the page.
  std::vector<JobSummary> unknown;
  for (const JobSummary& row : rows) {
    if (!m_model->job(row.id)) unknown.push_back(row);
  }
  engine::ChangeSet seen{.jobs = unknown, .queueHeld = m_held, .running = m_running, .queued = m_queued};
  m_model->upsert(std::move(unknown));
  m_loaded = offset + int(rows.size());
  m_status->setLoading(m_loaded, total);
  if (offset == 0) {
    m_running = m_model->countOf([](const JobSummary& job) { return isAlive(job.state); });
    m_queued = m_model->countOf([](const JobSummary& job) { return job.state == JobState::Queued; });
    m_status->setCounts(m_running, m_queued, m_held);
    seen.running = m_running;
    seen.queued = m_queued;
  }
  Q_EMIT changesSeen(seen);
  settleSelection();
}

// The job that was asked for, once its row is there; else the first one, so that the details are never empty for nothing.
void MainWindow::settleSelection() {
  if (!m_wantedJob.isEmpty() && m_model->rowOf(m_wantedJob) >= 0) {
    m_table->selectJob(std::exchange(m_wantedJob, {}));
  } else if (m_wantedJob.isEmpty() && (!m_hasSelected || !m_table->currentIndex().isValid()) &&
             m_model->rowCount() > 0) {
    // A row is current without being selected when the table has got the focus.
    m_table->selectJob(m_model->jobAt(0).id);
  }
}

void MainWindow::applyChanges(const engine::ChangeSet& changes) {
  m_model->upsert(changes.jobs);
  m_details->jobsChanged(changes.jobs);
  m_running = changes.running;
  m_queued = changes.queued;
  updateHeld(changes.queueHeld);
  m_status->setBudgetSpent(changes.budgetSpent.has_value());
  if (changes.budgetSpent && !m_budgetSpent) m_message->showError(*changes.budgetSpent);
  m_budgetSpent = changes.budgetSpent.has_value();
  updateActions();
  settleSelection();
  Q_EMIT changesSeen(changes);
}

void MainWindow::updateHeld(bool held) {
  m_held = held;
  m_holdQueue->setChecked(held);
  m_holdQueue->setText(held ? tr("&Resume queue") : tr("&Hold queue"));
  m_holdQueue->setIcon(themedIcon(held ? u"resume"_s : u"hold"_s));
  m_status->setCounts(m_running, m_queued, held);
}

void MainWindow::selectionMoved() {
  const QString id = m_table->currentJob();
  m_hasSelected = m_hasSelected || !id.isEmpty();
  m_details->showJob(id.isEmpty() ? nullptr : m_model->job(id));
  updateActions();
}

QStringList MainWindow::selectedFor(Verb verb) const {
  QStringList fitting;
  const QStringList selected = m_table->selectedJobs();
  for (const QString& id : selected) {
    const JobSummary* job = m_model->job(id);
    if (!job) continue;
    const JobState state = job->state;
    const bool fits = verb == Verb::Cancel  ? !jobs::isFinal(state) && state != JobState::Cancelling
                      : verb == Verb::Retry ? jobs::isFinal(state) || state == JobState::WaitingRetry
                      : verb == Verb::Hold  ? state == JobState::Queued || state == JobState::WaitingRetry
                                            : state == JobState::Held;
    if (fits) fitting << id;
  }
  return fitting;
}

void MainWindow::updateActions() {
  const bool ready = m_engine && m_status->engineState() != EngineState::Failed;
  const QStringList selected = m_table->selectedJobs();
  const QString current = m_table->currentJob();
  m_newJob->setEnabled(ready);
  m_holdQueue->setEnabled(ready);
  m_addServer->setEnabled(ready);
  m_accounts->setEnabled(ready);
  m_doctor->setEnabled(ready);
  m_machines->setEnabled(ready);
  m_cancel->setEnabled(ready && !selectedFor(Verb::Cancel).isEmpty());
  m_retry->setEnabled(ready && !selectedFor(Verb::Retry).isEmpty());
  const bool waiting = ready && !selectedFor(Verb::Hold).isEmpty();
  m_hold->setEnabled(waiting);
  m_toEnd->setEnabled(waiting);
  m_raise->setEnabled(waiting);
  m_lower->setEnabled(waiting);
  m_release->setEnabled(ready && !selectedFor(Verb::Release).isEmpty());
  const JobSummary* job = current.isEmpty() ? nullptr : m_model->job(current);
  m_results->setEnabled(ready && job && !job->resultsDir.isEmpty());
  m_again->setEnabled(ready && job);
}

Reply<Nothing> MainWindow::report() {
  return [this](Status status) {
    if (!status) showError(status.error());
  };
}

void MainWindow::act(Verb verb) {
  send(verb, selectedFor(verb));
}

void MainWindow::send(Verb verb, const QStringList& jobs) {
  if (!m_engine || jobs.isEmpty()) return;
  switch (verb) {
    case Verb::Cancel:
      m_engine->cancel(jobs, this, report());
      return;
    case Verb::Retry:
      m_engine->retry(jobs, this, report());
      return;
    case Verb::Hold:
      m_engine->hold(jobs, this, report());
      return;
    case Verb::Release:
      m_engine->release(jobs, this, report());
      return;
  }
}

void MainWindow::cancelSelected() {
  const QStringList jobs = selectedFor(Verb::Cancel);
  int running = 0;
  for (const QString& id : jobs) running += isAlive(m_model->job(id)->state) ? 1 : 0;
  if (running == 0 && jobs.size() <= 1) {
    send(Verb::Cancel, jobs);
    return;
  }
  QStringList consequence;
  if (running > 0) {
    consequence << tr("%n running notebook(s) will be interrupted; the results so far are kept.", nullptr, running);
  }
  if (const int waiting = int(jobs.size()) - running; waiting > 0) {
    consequence << tr("%n waiting job(s) will not start.", nullptr, waiting);
  }
  m_dialogs.ask(this,
                {.title = tr("Cancel %n job(s)?", nullptr, int(jobs.size())),
                 .consequence = consequence.join(u' '),
                 .yes = tr("Cancel the jobs"),
                 .no = tr("Keep them")},
                [this, jobs](bool yes) {
                  if (yes) send(Verb::Cancel, jobs);
                });
}

void MainWindow::retrySelected() {
  const QStringList jobs = selectedFor(Verb::Retry);
  int good = 0;
  for (const QString& id : jobs) good += m_model->job(id)->state == JobState::Succeeded ? 1 : 0;
  if (good == 0) {
    send(Verb::Retry, jobs);
    return;
  }
  m_dialogs.ask(this,
                {.title = tr("Run %n job(s) again?", nullptr, int(jobs.size())),
                 .consequence = tr("%n of them succeeded; the new run replaces its results.", nullptr, good),
                 .yes = tr("Run again"),
                 .no = tr("Keep the results")},
                [this, jobs](bool yes) {
                  if (yes) send(Verb::Retry, jobs);
                });
}

void MainWindow::openResults() {
  const QString id = m_table->currentJob();
  if (!m_engine || id.isEmpty()) return;
  m_engine->results(id, {}, this, [this](Result<QString> folder) {
    if (folder) {
      m_dialogs.openUrl(QUrl::fromLocalFile(*folder));
    } else {
      showError(folder.error());
    }
  });
}

void MainWindow::changePriority(int by) {
  QMap<int, QStringList> byPriority;
  const QStringList jobs = selectedFor(Verb::Hold);
  for (const QString& id : jobs) byPriority[m_model->job(id)->priority + by] << id;
  for (auto it = byPriority.cbegin(); it != byPriority.cend(); ++it)
    m_engine->setPriority(it.value(), it.key(), this, report());
}

void MainWindow::moveJobs(const QStringList& jobs, const QString& before) {
  if (m_engine && !jobs.isEmpty()) m_engine->move(jobs, before, this, report());
}

void MainWindow::setQueueHeld(bool held) {
  if (!m_engine) return;
  m_engine->holdQueue(held, this, [this](Status status) {
    if (status) return;
    updateHeld(m_engine->isQueueHeld());
    showError(status.error());
  });
}

void MainWindow::chooseNotebooks() {
  m_dialogs.chooseNotebooks(this, m_notebooks->folder(), [this](const QStringList& files) { launchPaths(files, {}); });
}

void MainWindow::openForm(const QStringList& notebooks, const QString& before, const Json& initial) {
  if (!m_engine || notebooks.isEmpty()) return;
  auto* dialog = new LaunchDialog({*m_engine, *m_memory, m_dialogs, m_defaults, m_folders.presets}, this);
  dialog->setBefore(before);
  connect(dialog, &LaunchDialog::submitted, this, [this](const QStringList& jobs, const QString& place) {
    m_notebooks->refreshRecent();
    if (!place.isEmpty()) moveJobs(jobs, place);
    if (jobs.isEmpty()) return;
    if (jobs.size() > 1) m_message->showText(tr("%n job(s) submitted", nullptr, int(jobs.size())));
    selectJob(jobs.first());
  });
  dialog->setNotebooks(notebooks, initial);
  dialog->show();
  dialog->raise();
  dialog->activateWindow();
}

// One click, no form. The notebook writes next to itself, so it runs from a copy: the installed one may be read-only.
void MainWindow::runSample() {
  if (!m_engine) return;
  m_welcome->setBusy(true);
  const QString copy = m_folders.sample + u"/sample.ipynb"_s;
  inBackground<bool>(
      this,
      [sample = m_sample, copy] {
        return QFileInfo::exists(copy) || (QDir().mkpath(QFileInfo(copy).path()) && QFile::copy(sample, copy));
      },
      [this, copy](bool copied) {
        if (!copied) {
          m_welcome->setBusy(false);
          showError(Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, copy}}});
          return;
        }
        m_engine->submit({engine::JobSpec{.notebook = copy, .artifacts = {u"sample-output/*"_s}}}, this,
                         [this, copy](const Result<QStringList>& ids) { sampleSubmitted(copy, ids); });
      });
}

void MainWindow::sampleSubmitted(const QString& notebook, const Result<QStringList>& ids) {
  m_welcome->setBusy(false);
  if (!ids) {
    showError(ids.error());
    return;
  }
  m_memory->noteUsed(notebook);
  m_notebooks->refreshRecent();
  if (!ids->isEmpty()) selectJob(ids->first());
}

void MainWindow::runAgain(const engine::JobSpec& spec) {
  openForm({spec.notebook}, {}, LaunchDialog::choicesOf(spec));
}

void MainWindow::showPreferences() {
  (new PreferencesDialog(m_preferences, this))->show();
}

void MainWindow::showDoctor() {
  if (m_engine) (new DoctorDialog(*m_engine, this))->show();
}

void MainWindow::addServer() {
  if (m_engine) (new ServerDialog(*m_engine, this))->show();
}

// One at a time: a second sign-in would end the first.
void MainWindow::showAccounts(const QString& clientFile) {
  if (!m_engine) return;
  auto* dialog = findChild<AccountDialog*>(u"accountDialog"_s);
  if (!dialog) dialog = new AccountDialog(*m_engine, m_dialogs, this);
  if (!clientFile.isEmpty()) dialog->addWithFile(clientFile);
  dialog->show();
  dialog->raise();
  dialog->activateWindow();
}

void MainWindow::showAbout() {
  auto* box = new QMessageBox(this);
  box->setObjectName(u"aboutDialog"_s);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowTitle(tr("About Colab Controller"));
  box->setIconPixmap(applicationIcon().pixmap(64));
  box->setText(tr("Colab Controller %1").arg(QCoreApplication::applicationVersion()));
  box->setInformativeText(
      tr("Queues and runs notebooks, and keeps every result.\nFree software under the GNU General Public License, "
         "version 3 or later."));
  box->addButton(tr("Close"), QMessageBox::RejectRole);
  box->open();
}

}  // namespace cc::ui
