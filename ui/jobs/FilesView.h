// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QTreeWidget>
#include <QWidget>

class QStackedLayout;

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
  explicit FilesView(Dialogs& dialogs, QWidget* parent = nullptr);
  void showDetail(const engine::JobDetail* detail);

Q_SIGNALS:
  void failed(const cc::Error& error);

private:
  void addFile(const QString& below, const QString& label, qint64 size, const QString& sha256);
  void open(const QString& path);
  void saveCopy(const QString& path);
  void showMenu(const QPoint& pos);
  Dialogs& m_dialogs;
  QString m_root;
  QStackedLayout* m_stack;
  EmptyState* m_empty;
  QWidget* m_page;
  ResultTree* m_tree;
};

}  // namespace cc::ui
