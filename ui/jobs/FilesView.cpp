// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/FilesView.h"

#include "ui/jobs/JobText.h"
#include "ui/look/Dialogs.h"
#include "ui/look/EmptyState.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QStackedLayout>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

QMimeData* ResultTree::mimeData(const QList<QTreeWidgetItem*>& items) const {
  QList<QUrl> urls;
  for (const QTreeWidgetItem* item : items) urls << QUrl::fromLocalFile(item->data(0, kPathRole).toString());
  if (urls.isEmpty()) return nullptr;
  auto* dragged = new QMimeData;
  dragged->setUrls(urls);
  return dragged;
}

FilesView::FilesView(Dialogs& dialogs, QWidget* parent) : QWidget(parent), m_dialogs(dialogs) {
  setObjectName(u"filesView"_s);
  m_stack = new QStackedLayout(this);
  m_empty = new EmptyState(u"files"_s, {}, {}, this);
  m_page = new QWidget(this);
  auto* column = new QVBoxLayout(m_page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(8, 4, 8, 4);
  auto* folder = new QToolButton(m_page);
  folder->setObjectName(u"openResultsFolderButton"_s);
  folder->setText(tr("Open results folder"));
  folder->setIcon(themedIcon(u"results"_s));
  folder->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  folder->setAutoRaise(true);
  bar->addWidget(folder);
  bar->addStretch(1);
  column->addLayout(bar);
  m_tree = new ResultTree(m_page);
  m_tree->setObjectName(u"filesTree"_s);
  m_tree->setAccessibleName(tr("Files of the job"));
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setHeaderLabels({tr("File"), tr("Size"), tr("SHA-256")});
  m_tree->setRootIsDecorated(false);
  m_tree->setUniformRowHeights(true);
  m_tree->setAlternatingRowColors(true);
  m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_tree->setDragEnabled(true);
  m_tree->setDragDropMode(QAbstractItemView::DragOnly);
  m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
  m_tree->setColumnWidth(0, 340);
  m_tree->setColumnWidth(1, 90);
  column->addWidget(m_tree, 1);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_page);
  connect(folder, &QToolButton::clicked, this, [this] { open(m_root); });
  connect(m_tree, &QTreeWidget::itemActivated, this,
          [this](QTreeWidgetItem* item) { open(item->data(0, ResultTree::kPathRole).toString()); });
  connect(m_tree, &QWidget::customContextMenuRequested, this, &FilesView::showMenu);
  showDetail(nullptr);
}

void FilesView::showDetail(const engine::JobDetail* detail) {
  m_tree->clear();
  m_root = detail ? detail->summary.resultsDir : QString();
  if (!detail) {
    m_empty->setTexts(tr("No job selected"), tr("Select a job in the table to see the files that it made."));
  } else if (m_root.isEmpty()) {
    m_empty->setTexts(tr("No files yet"),
                      tr("The executed notebook and the job's files are listed here as they come home."));
  } else {
    for (const auto& [name, label] :
         {std::pair{u"executed.ipynb"_s, tr("Executed notebook")},
          std::pair{u"input.ipynb"_s, tr("Notebook as submitted")}, std::pair{u"manifest.json"_s, tr("Manifest")},
          std::pair{u"samples.csv"_s, tr("Measurements")}, std::pair{u"job.log"_s, tr("Log")}}) {
      const QFileInfo info(m_root + u'/' + name);
      if (info.exists()) addFile(name, u"%1  (%2)"_s.arg(name, label), info.size(), {});
    }
    for (const auto& artifact : detail->artifacts)
      addFile(artifact.path, artifact.path, artifact.size, artifact.sha256);
  }
  if (m_tree->topLevelItemCount() == 0 && !m_root.isEmpty()) {
    m_empty->setTexts(tr("No files yet"),
                      tr("The executed notebook and the job's files are listed here as they come home."));
  }
  m_stack->setCurrentWidget(m_tree->topLevelItemCount() > 0 ? m_page : static_cast<QWidget*>(m_empty));
}

void FilesView::addFile(const QString& below, const QString& label, qint64 size, const QString& sha256) {
  const QString path = QDir::cleanPath(m_root + u'/' + below);
  if (!path.startsWith(QDir::cleanPath(m_root) + u'/')) return;  // a name from a runtime must not lead elsewhere
  auto* item = new QTreeWidgetItem(m_tree, {label, sizeText(size), sha256.left(16)});
  item->setIcon(0, themedIcon(below.endsWith(u".ipynb"_s) ? u"notebook"_s : u"files"_s));
  item->setData(0, ResultTree::kPathRole, path);
  item->setToolTip(0, QDir::toNativeSeparators(path));
  item->setToolTip(2, sha256);
  item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
}

void FilesView::open(const QString& path) {
  if (path.isEmpty()) return;
  if (!QFileInfo::exists(path)) {
    Q_EMIT failed(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}});
    return;
  }
  m_dialogs.openUrl(QUrl::fromLocalFile(path));
}

void FilesView::saveCopy(const QString& path) {
  m_dialogs.chooseSaveFile(this, tr("Save a copy"), QFileInfo(path).fileName(), [this, path](const QString& target) {
    auto* runner = new QObject(this);  // lives until the copy has ended, dies with the view
    QThreadPool::globalInstance()->start([this, runner = QPointer<QObject>(runner), path, target] {
      QFile::remove(target);
      const bool ok = QFile::copy(path, target);
      QMetaObject::invokeMethod(
          qApp,
          [this, runner, ok, target] {
            if (!runner) return;
            runner->deleteLater();
            if (!ok) Q_EMIT failed(Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, target}}});
          },
          Qt::QueuedConnection);
    });
  });
}

void FilesView::showMenu(const QPoint& pos) {
  const QTreeWidgetItem* item = m_tree->itemAt(pos);
  if (!item) return;
  const QString path = item->data(0, ResultTree::kPathRole).toString();
  auto* menu = new QMenu(this);
  menu->setObjectName(u"fileMenu"_s);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  connect(menu->addAction(tr("Open")), &QAction::triggered, this, [this, path] { open(path); });
  connect(menu->addAction(tr("Show in folder")), &QAction::triggered, this,
          [this, path] { open(QFileInfo(path).path()); });
  connect(menu->addAction(tr("Save a copy…")), &QAction::triggered, this, [this, path] { saveCopy(path); });
  menu->popup(m_tree->viewport()->mapToGlobal(pos));
}

}  // namespace cc::ui
