// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>

class QAbstractFileIconProvider;
class QFileSystemModel;
class QLabel;
class QLineEdit;
class QListWidget;
class QStackedWidget;
class QTreeView;

namespace cc::ui {

class Dialogs;
class LaunchMemory;
class NotebookSearch;
class Preferences;

// Notebooks to start from: recently used ones, a folder tree of .ipynb files, a search below that folder.
class NotebookPanel : public QWidget {
  Q_OBJECT
public:
  NotebookPanel(Preferences& preferences, LaunchMemory& memory, Dialogs& dialogs, QWidget* parent = nullptr);
  ~NotebookPanel() override;
  // The tree reads the disk: called once the window is shown.
  void load();
  void refreshRecent();
  QString folder() const;

Q_SIGNALS:
  void launchRequested(const QStringList& notebooks);

private:
  void setFolder(const QString& folder);
  void connectParts();
  void searchChanged(const QString& text);
  void showHits(const QStringList& paths, bool cut);
  void showRecent(const QStringList& paths);
  void showMenu(QWidget* view, const QPoint& pos, const QStringList& paths);
  QStringList selectedInTree() const;
  Preferences& m_preferences;
  LaunchMemory& m_memory;
  Dialogs& m_dialogs;
  QLineEdit* m_search;
  QLabel* m_recentTitle;
  QListWidget* m_recent;
  QLabel* m_folderLabel;
  QStackedWidget* m_stack;
  QTreeView* m_tree;
  QListWidget* m_hits;
  std::unique_ptr<QAbstractFileIconProvider> m_icons;
  QFileSystemModel* m_model = nullptr;
  NotebookSearch* m_finder;
  QTimer m_searchTimer;
};

}  // namespace cc::ui
