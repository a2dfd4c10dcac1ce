// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/FilesView.h"

#include "ui/jobs/JobText.h"
#include "ui/look/Dialogs.h"
#include "ui/look/EmptyState.h"
#include "ui/look/ErrorText.h"
#include "ui/look/InBackground.h"
#include "ui/output/NotebookPage.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QStackedLayout>
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

FilesView::FilesView(Dialogs& dialogs, const QString& pagesFolder, QWidget* parent)
    : QWidget(parent), m_dialogs(dialogs), m_pagesFolder(pagesFolder) {
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
  folder->setToolTip(tr("Open the folder with everything that this job brought home"));
  m_browser = new QToolButton(m_page);
  m_browser->setObjectName(u"openInBrowserButton"_s);
  m_browser->setText(tr("Open in browser"));
  m_browser->setToolTip(tr("Show the executed notebook as a web page, without scripts"));
  m_browser->setIcon(themedIcon(u"window"_s));
  for (QToolButton* button : {folder, m_browser}) {
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(button);
  }
  connect(m_browser, &QToolButton::clicked, this, &FilesView::openAsPage);
  bar->addStretch(1);
  column->addLayout(bar);
  addBackupLabel(column);
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
  m_root = detail ? detail->summary.resultsDir : QString();
  const int asked = ++m_asked;
  showBackup(detail ? detail->backup : engine::BackupDetail{});
  if (m_root.isEmpty()) {
    showFiles({});
    if (!detail) {
      m_empty->setTexts(tr("No job selected"), tr("Select a job in the table to see the files that it made."));
    }
    return;
  }
  std::vector<File> files;
  for (const auto& [name, label] :
       {std::pair{u"executed.ipynb"_s, tr("Executed notebook")},
        std::pair{u"input.ipynb"_s, tr("Notebook as submitted")}, std::pair{u"manifest.json"_s, tr("Manifest")},
        std::pair{u"samples.csv"_s, tr("Measurements")}, std::pair{u"job.log"_s, tr("Log")}}) {
    files.push_back({.below = name, .label = u"%1  (%2)"_s.arg(name, label)});
  }
  inBackground<std::vector<File>>(
      this,
      [root = m_root, files, artifacts = detail->artifacts, checkpoints = detail->checkpoints] {
        std::vector<File> found;
        for (File file : files) {
          const QFileInfo info(root + u'/' + file.below);
          file.size = info.size();
          if (info.exists()) found.push_back(std::move(file));
        }
        for (const auto& artifact : artifacts) {
          found.push_back(
              {.below = artifact.path, .label = artifact.path, .sha256 = artifact.sha256, .size = artifact.size});
        }
        for (const auto& checkpoint : checkpoints) {
          for (const auto& file : checkpoint.files) {
            const QString path = checkpoint.path + u'/' + file.path;
            found.push_back({.below = path, .label = path, .sha256 = file.sha256, .size = file.size});
          }
        }
        return found;
      },
      [this, asked](const std::vector<File>& found) {
        if (asked == m_asked) showFiles(found);  // else another job has been selected since
      });
}

void FilesView::showFiles(const std::vector<File>& files) {
  if (files == m_shown && m_root == m_shownRoot && !files.empty()) return;  // a running job asks every second
  m_shown = files;
  m_shownRoot = m_root;
  const QString selected = selectedPath();
  m_tree->clear();
  for (const File& file : files) addFile(file);
  for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
    auto* item = m_tree->topLevelItem(i);
    if (item->data(0, ResultTree::kPathRole).toString() == selected) m_tree->setCurrentItem(item);
  }
  const bool none = m_tree->topLevelItemCount() == 0;
  if (none) {
    m_empty->setTexts(tr("No files yet"),
                      tr("The executed notebook and the job's files are listed here as they come home."));
  }
  m_stack->setCurrentWidget(none ? static_cast<QWidget*>(m_empty) : m_page);
}

void FilesView::addFile(const File& file) {
  const QString path = QDir::cleanPath(m_root + u'/' + file.below);
  if (!path.startsWith(QDir::cleanPath(m_root) + u'/')) return;  // a name from a runtime must not lead elsewhere
  auto* item = new QTreeWidgetItem(m_tree, {file.label, sizeText(file.size), file.sha256.left(16)});
  item->setIcon(0, themedIcon(file.below.endsWith(u".ipynb"_s) ? u"notebook"_s : u"files"_s));
  item->setData(0, ResultTree::kPathRole, path);
  item->setToolTip(0, QDir::toNativeSeparators(path));
  item->setToolTip(2, file.sha256);
  item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
}

void FilesView::addBackupLabel(QVBoxLayout* column) {
  m_backup = new QLabel(m_page);
  m_backup->setObjectName(u"backupLabel"_s);
  m_backup->setTextFormat(Qt::PlainText);
  m_backup->setWordWrap(true);
  m_backup->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_backup->setContentsMargins(12, 2, 12, 6);
  m_backup->hide();
  column->addWidget(m_backup);
}

void FilesView::showBackup(const engine::BackupDetail& backup) {
  QString text;
  if (backup.state == u"done"_s) {
    text = tr("Backed up to %1: %n file(s), verified", nullptr, int(backup.files.size())).arg(backup.to);
  } else if (backup.state == u"pending"_s) {
    text = tr("Backing up to %1: %2 of %3 files").arg(backup.to).arg(backup.files.size()).arg(backup.filesTotal);
  } else if (backup.state == u"waiting"_s) {
    text = tr("The backup to %1 waits for you").arg(backup.to);
  } else if (!backup.state.isEmpty()) {
    text = tr("The backup to %1 is not complete").arg(backup.to);
  }
  if (backup.error) {
    const ErrorText words = errorText(*backup.error);
    text += u'\n' + QStringList{words.what, words.why, words.next}.join(u' ').simplified();
  }
  m_backup->setText(text);
  m_backup->setVisible(!text.isEmpty());
}

QString FilesView::selectedPath() const {
  const auto* item = m_tree->currentItem();
  return item ? item->data(0, ResultTree::kPathRole).toString() : QString();
}

void FilesView::open(const QString& path) {
  if (path.isEmpty()) return;
  inBackground<bool>(
      this, [path] { return QFileInfo::exists(path); },
      [this, path](bool exists) {
        if (exists) {
          m_dialogs.openUrl(QUrl::fromLocalFile(path));
        } else {
          Q_EMIT failed(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}});
        }
      });
}

// The executed notebook as a page that needs nothing else: no scripts, no addresses, pictures inside.
void FilesView::openAsPage() {
  if (m_root.isEmpty()) return;
  m_browser->setEnabled(false);
  inBackground<Result<QString>>(
      this, [root = m_root, folder = m_pagesFolder] { return writeNotebookPage(root + u"/executed.ipynb"_s, folder); },
      [this](const Result<QString>& page) {
        m_browser->setEnabled(true);
        if (page) {
          m_dialogs.openUrl(QUrl::fromLocalFile(*page));
        } else {
          Q_EMIT failed(page.error());
        }
      });
}

void FilesView::saveCopy(const QString& path) {
  m_dialogs.chooseSaveFile(this, tr("Save a copy"), QFileInfo(path).fileName(), [this, path](const QString& target) {
    inBackground<bool>(
        this,
        [path, target] {
          QFile::remove(target);
          return QFile::copy(path, target);
        },
        [this, target](bool ok) {
          if (!ok) Q_EMIT failed(Error{.code = ErrorCode::FileUnwritable, .params = {{u"path"_s, target}}});
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
