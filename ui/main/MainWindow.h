// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "ui/jobs/JobTableModel.h"
#include "ui/main/StatusArea.h"
#include "ui/parameters/LaunchDefaults.h"

#include <QMainWindow>
#include <memory>

class QAction;
class QSplitter;
class QStackedWidget;
class QToolBar;

namespace cc::ui {

class Dialogs;
class EmptyState;
class JobDetailPane;
class JobFilterBar;
class JobTableView;
class LaunchMemory;
class MessageBar;
class NotebookPanel;
class Preferences;
class WelcomePage;
class WindowState;

// Folders the window writes to; made when needed.
struct OwnFolders {
  QString pages;    // pages made for the browser
  QString presets;  // named choices of the launch form
  QString sample;   // where the sample notebook is put before it runs
};

struct MainWindowParts {
  WindowState& state;
  Preferences& preferences;
  Dialogs& dialogs;
  QString sampleNotebook;  // empty: no sample is offered
  OwnFolders folders;
};

// The window. Shown before there is an engine; attachEngine() brings it to life. Owns no engine.
class MainWindow : public QMainWindow {
  Q_OBJECT
public:
  explicit MainWindow(const MainWindowParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  void attachEngine(engine::Engine* engine, EngineState kind);
  void setDefaults(const LaunchDefaults& defaults) { m_defaults = defaults; }
  void showError(const Error& error);
  void showEngineState(EngineState state);
  void launch(const QStringList& notebooks);  // files or folders; opens the form
  void selectJob(const QString& id);
  void bringToFront();
  void saveState();
  // True: closing hides instead of quitting (asked at close time, as a tray may come and go).
  void setHidesOnClose(std::function<bool()> hides) { m_hidesOnClose = std::move(hides); }

  JobTableModel& model() { return *m_model; }
  JobTableView* table() const { return m_table; }
  JobDetailPane* details() const { return m_details; }
  int runningCount() const { return m_running; }

public Q_SLOTS:
  void chooseNotebooks();
  void requestQuit();  // asks only if something runs here
  void setQueueHeld(bool held);

Q_SIGNALS:
  void quitConfirmed();
  void changesSeen(const cc::engine::ChangeSet& changes);  // also the rows of the first pages
  void lookedAt();

protected:
  void changeEvent(QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

private:
  enum class Verb { Cancel, Retry, Hold, Release };
  void buildCentral();
  void buildJobs();
  void connectCentral();
  void buildActions();
  void connectActions();
  void buildMenus();
  QAction* makeAction(const QString& name, const QString& icon, const QString& text, const QKeySequence& key,
                      const QString& tip);
  void restore();
  void setDetailsAtRight(bool right);
  void applyChanges(const engine::ChangeSet& changes);
  void pageArrived(const std::vector<engine::JobSummary>& rows, int offset, int total);
  void settleSelection();
  void selectionMoved();
  void updateActions();
  WelcomePage* welcome();
  void updateEmptyState();
  void updateHeld(bool held);
  QStringList selectedFor(Verb verb) const;
  void act(Verb verb);
  void send(Verb verb, const QStringList& jobs);
  void cancelSelected();
  void retrySelected();
  void openResults();
  void changePriority(int by);
  void moveJobs(const QStringList& jobs, const QString& before);
  void showJobMenu(const QPoint& pos);
  void runSample();
  void sampleSubmitted(const QString& notebook, const Result<QStringList>& ids);
  void openForm(const QStringList& notebooks, const QString& before, const Json& initial = {});
  void launchPaths(const QStringList& paths, const QString& before);
  void runAgain(const engine::JobSpec& spec);
  void showPreferences();
  void showDoctor();
  void addServer();
  void showAccounts(const QString& clientFile = {});
  void showAbout();
  QString queuePlaceAt(const QPoint& windowPos) const;
  Reply<Nothing> report();
  WindowState& m_state;
  Preferences& m_preferences;
  Dialogs& m_dialogs;
  QString m_sample;
  OwnFolders m_folders;
  LaunchDefaults m_defaults;
  std::unique_ptr<LaunchMemory> m_memory;
  engine::Engine* m_engine = nullptr;
  std::function<bool()> m_hidesOnClose;
  JobTableModel* m_model;
  JobTableView* m_table;
  JobFilterBar* m_filter;
  MessageBar* m_message;
  EmptyState* m_noMatch;
  WelcomePage* m_welcome = nullptr;
  QStackedWidget *m_pages, *m_tableStack;
  JobDetailPane* m_details;
  NotebookPanel* m_notebooks;
  QSplitter *m_columns, *m_rows;
  QWidget* m_dropHint;
  StatusArea* m_status;
  QToolBar* m_toolBar;
  QAction *m_newJob, *m_holdQueue, *m_cancel, *m_retry, *m_results, *m_hold, *m_release, *m_raise, *m_lower, *m_toEnd,
      *m_again, *m_showNotebooks, *m_showDetails, *m_detailsRight, *m_grouped, *m_find, *m_preferencesAction, *m_doctor,
      *m_machines, *m_addServer, *m_accounts, *m_quit, *m_about;
  int m_running = 0, m_queued = 0, m_loaded = 0;
  bool m_held = false, m_loading = true, m_budgetSpent = false, m_hasSelected = false;
  QString m_wantedJob;
};

}  // namespace cc::ui
