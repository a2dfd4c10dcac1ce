// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobDetailPane.h"

#include "ui/charts/ChartsView.h"
#include "ui/jobs/DetailsView.h"
#include "ui/jobs/FilesView.h"
#include "ui/jobs/JobText.h"
#include "ui/jobs/LogView.h"
#include "ui/jobs/ParametersView.h"
#include "ui/look/Dialogs.h"
#include "ui/look/Icons.h"
#include "ui/output/OutputView.h"
#include "ui/settings/WindowState.h"

#include <QTabBar>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

JobDetailPane::JobDetailPane(Dialogs& dialogs, const QString& pagesFolder, QWidget* parent)
    : QTabWidget(parent), m_dialogs(dialogs), m_pagesFolder(pagesFolder) {
  setObjectName(u"detailTabs"_s);
  setAccessibleName(tr("Selected job"));
  setDocumentMode(true);
  const std::pair<const char*, QString> tabs[] = {{"output", tr("Output")},   {"charts", tr("Charts")},
                                                  {"files", tr("Files")},     {"log", tr("Log")},
                                                  {"details", tr("Details")}, {"parameters", tr("Parameters")}};
  for (const auto& [icon, title] : tabs) {
    auto* page = new QWidget(this);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    addTab(page, themedIcon(QString::fromLatin1(icon)), title);
  }
  tabBar()->setObjectName(u"detailTabBar"_s);
  m_detailTimer.setSingleShot(true);
  connect(&m_detailTimer, &QTimer::timeout, this, &JobDetailPane::askDetail);
  connect(this, &QTabWidget::currentChanged, this, [this] { refreshTab(); });
}

void JobDetailPane::setEngine(engine::Engine* engine) {
  m_engine = engine;
  if (m_output) m_output->setEngine(engine);
  if (m_charts) m_charts->setEngine(engine);
  if (m_log) m_log->setEngine(engine);
}

void JobDetailPane::putInto(int tab, QWidget* widget) {
  this->widget(tab)->layout()->addWidget(widget);
}

void JobDetailPane::ensure(int tab) {
  switch (tab) {
    case Output:
      if (m_output) return;
      m_output = new OutputView;
      m_output->setEngine(m_engine);
      connect(m_output, &OutputView::failed, this, &JobDetailPane::failed);
      connect(m_output, &OutputView::linkActivated, this, [this](const QUrl& url) { m_dialogs.openUrl(url); });
      putInto(tab, m_output);
      return;
    case Charts:
      if (m_charts) return;
      m_charts = new ChartsView(m_dialogs);
      m_charts->setEngine(m_engine);
      connect(m_charts, &ChartsView::failed, this, &JobDetailPane::failed);
      putInto(tab, m_charts);
      return;
    case Files:
      if (m_files) return;
      m_files = new FilesView(m_dialogs, m_pagesFolder);
      connect(m_files, &FilesView::failed, this, &JobDetailPane::failed);
      putInto(tab, m_files);
      return;
    case Log:
      if (m_log) return;
      m_log = new LogView;
      m_log->setEngine(m_engine);
      connect(m_log, &LogView::failed, this, &JobDetailPane::failed);
      putInto(tab, m_log);
      return;
    case Details:
      if (m_details) return;
      m_details = new DetailsView;
      connect(m_details, &DetailsView::accountsRequested, this, &JobDetailPane::accountsRequested);
      putInto(tab, m_details);
      return;
    case Parameters:
      if (m_parameters) return;
      m_parameters = new ParametersView;
      connect(m_parameters, &ParametersView::runAgainRequested, this, &JobDetailPane::runAgainRequested);
      putInto(tab, m_parameters);
      return;
    default:
      return;
  }
}

void JobDetailPane::showJob(const engine::JobSummary* job) {
  if ((job ? job->id : QString()) != this->job()) {
    m_call.cancel();
    m_detail.reset();
  }
  m_job = job ? std::optional(*job) : std::nullopt;
  refreshTab();
}

void JobDetailPane::jobsChanged(const std::vector<engine::JobSummary>& jobs) {
  if (!m_job) return;
  for (const auto& job : jobs) {
    if (job.id != m_job->id) continue;
    const bool stateChanged = job.state != m_job->state;
    m_job = job;
    if (m_output) m_output->showJob(job.id, job.state, waitHelp(job));
    if (m_charts) m_charts->showJob(&*m_job);
    if (m_log && currentIndex() == Log) m_log->refresh();
    if (!m_detailTimer.isActive()) m_detailTimer.start(stateChanged ? 0 : 1000);
  }
}

// Only the tab in front works; the others catch up when they come to the front.
void JobDetailPane::refreshTab() {
  const int tab = currentIndex();
  ensure(tab);
  const engine::JobSummary* job = m_job ? &*m_job : nullptr;
  const QString id = job ? job->id : QString();
  if (tab == Output) {
    m_output->showJob(id, job ? job->state : engine::JobState::Queued, job ? waitHelp(*job) : QString());
  }
  if (tab == Charts) m_charts->showJob(job);
  if (tab == Log) {
    m_log->showJob(id);
    m_log->refresh();
  }
  if (tab != Output && m_output && m_output->job() != id) m_output->showJob({}, engine::JobState::Queued);
  if (job && !m_detail) m_detailTimer.start(0);
  showDetail();
}

void JobDetailPane::askDetail() {
  if (!m_engine || !m_job) return;
  m_call.cancel();
  m_call = m_engine->job(m_job->id, this, [this, id = m_job->id](Result<engine::JobDetail> detail) {
    if (!m_job || m_job->id != id) return;
    if (!detail) {
      Q_EMIT failed(detail.error());
      return;
    }
    m_detail = *detail;
    showDetail();
  });
}

void JobDetailPane::showDetail() {
  const engine::JobDetail* detail = m_detail ? &*m_detail : nullptr;
  if (!detail && m_job) return;  // under way: keep what is shown until it arrives
  switch (currentIndex()) {
    case Charts:
      if (detail) m_charts->setMarkers(*detail);
      return;
    case Files:
      m_files->showDetail(detail);
      return;
    case Details:
      m_details->showDetail(detail);
      return;
    case Parameters:
      m_parameters->showDetail(detail);
      return;
    default:
      return;
  }
}

void JobDetailPane::restore(const WindowState& state) {
  const int tab = state.value(u"detail/tab"_s, 0).toInt();
  setCurrentIndex(qBound(0, tab, TabCount - 1));
  refreshTab();
}

void JobDetailPane::save(WindowState& state) const {
  state.setValue(u"detail/tab"_s, currentIndex());
}

}  // namespace cc::ui
