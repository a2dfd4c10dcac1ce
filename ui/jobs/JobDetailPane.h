// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QTabWidget>
#include <QTimer>

namespace cc::ui {

class ChartsView;
class DetailsView;
class Dialogs;
class FilesView;
class LogView;
class OutputView;
class ParametersView;
class WindowState;

// Everything about the current job, in tabs. A tab's widget is made when it is first shown and asks the engine only
// while it is in front.
class JobDetailPane : public QTabWidget {
  Q_OBJECT
public:
  enum Tab { Output, Charts, Files, Log, Details, Parameters, TabCount };
  JobDetailPane(Dialogs& dialogs, const QString& pagesFolder, QWidget* parent = nullptr);
  void setEngine(engine::Engine* engine);
  void showJob(const engine::JobSummary* job);  // null: none selected
  void jobsChanged(const std::vector<engine::JobSummary>& jobs);
  void restore(const WindowState& state);
  void save(WindowState& state) const;
  QString job() const { return m_job ? m_job->id : QString(); }
  OutputView* outputView() const { return m_output; }
  ChartsView* chartsView() const { return m_charts; }

Q_SIGNALS:
  void failed(const cc::Error& error);
  void accountsRequested();
  void runAgainRequested(const cc::engine::JobSpec& spec);

private:
  void ensure(int tab);
  void putInto(int tab, QWidget* widget);
  void refreshTab();
  void askDetail();
  void showDetail();
  Dialogs& m_dialogs;
  QString m_pagesFolder;
  engine::Engine* m_engine = nullptr;
  std::optional<engine::JobSummary> m_job;
  std::optional<engine::JobDetail> m_detail;
  Call m_call;
  QTimer m_detailTimer;
  OutputView* m_output = nullptr;
  ChartsView* m_charts = nullptr;
  FilesView* m_files = nullptr;
  LogView* m_log = nullptr;
  DetailsView* m_details = nullptr;
  ParametersView* m_parameters = nullptr;
};

}  // namespace cc::ui
