// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QTreeWidget>
#include <QWidget>

class QLabel;
class QStackedLayout;
class QToolButton;
class QVBoxLayout;

namespace cc::ui {

class Dialogs;
class EmptyState;

// Tree of result files that can be dragged out of the window.
class ResultTree : public QTreeWidget {
  Q_OBJECT
public:
  using QTreeWidget::QTreeWidget;
  static constexpr int kPathRole = Qt::UserRole;

protected:
  QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override;
};

// What a job brought home: executed notebook, manifest, artifacts. Open, reveal, save a copy, drag out.
class FilesView : public QWidget {
  Q_OBJECT
public:
  // pagesFolder: where pages for the browser are written.
  FilesView(Dialogs& dialogs, const QString& pagesFolder, QWidget* parent = nullptr);
  void showDetail(const engine::JobDetail* detail);

Q_SIGNALS:
  void failed(const cc::Error& error);

private:
  struct File {
    QString below, label, sha256;
    qint64 size = 0;
    bool operator==(const File&) const = default;
  };
  void showFiles(const std::vector<File>& files);
  void addFile(const File& file);
  void addBackupLabel(QVBoxLayout* column);
  void showBackup(const engine::BackupDetail& backup);
  QString selectedPath() const;
  void openAsPage();
  void open(const QString& path);
  void saveCopy(const QString& path);
  void showMenu(const QPoint& pos);
  Dialogs& m_dialogs;
  QString m_pagesFolder, m_root;
  int m_asked = 0;
  std::vector<File> m_shown;
  QString m_shownRoot;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  QWidget* m_page;
  ResultTree* m_tree;
  QToolButton* m_browser;
  QLabel* m_backup;
};

}  // namespace cc::ui
