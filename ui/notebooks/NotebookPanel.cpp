// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notebooks/NotebookPanel.h"

#include "ui/look/Dialogs.h"
#include "ui/look/ElidedLabel.h"
#include "ui/look/Icons.h"
#include "ui/look/InBackground.h"
#include "ui/notebooks/NotebookSearch.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/settings/Preferences.h"

#include <QAbstractFileIconProvider>
#include <QDir>
#include <QFileSystemModel>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPathRole = Qt::UserRole;
constexpr int kMostRecent = 6;

class NotebookIcons : public QAbstractFileIconProvider {
public:
  QIcon icon(IconType type) const override { return type == Folder ? m_folder : m_notebook; }
  QIcon icon(const QFileInfo& info) const override { return info.isDir() ? m_folder : m_notebook; }

private:
  QIcon m_folder = themedIcon(u"folder"_s), m_notebook = themedIcon(u"notebook"_s);
};

QListWidget* makeList(const QString& objectName, const QString& accessibleName, QWidget* parent) {
  auto* list = new QListWidget(parent);
  list->setObjectName(objectName);
  list->setAccessibleName(accessibleName);
  list->setFrameShape(QFrame::NoFrame);
  list->setTextElideMode(Qt::ElideMiddle);
  list->setUniformItemSizes(true);
  list->setIconSize({16, 16});  // as in the tree
  list->setContextMenuPolicy(Qt::CustomContextMenu);
  list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->viewport()->setBackgroundRole(QPalette::Window);
  return list;
}

void addNotebook(QListWidget* list, const QString& path, const QString& text) {
  auto* item = new QListWidgetItem(themedIcon(u"notebook"_s), text, list);
  item->setData(kPathRole, path);
  item->setToolTip(QDir::toNativeSeparators(path));
}

QStringList selectedIn(const QListWidget* list) {
  QStringList paths;
  const auto items = list->selectedItems();
  for (const QListWidgetItem* item : items) paths << item->data(kPathRole).toString();
  return paths;
}

QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = new ElidedLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  label->setContentsMargins(4, 6, 0, 2);
  return label;
}

}  // namespace

NotebookPanel::NotebookPanel(Preferences& preferences, LaunchMemory& memory, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent), m_preferences(preferences), m_memory(memory), m_dialogs(dialogs) {
  setObjectName(u"notebookPanel"_s);
  setMinimumWidth(150);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 4, 4);
  column->setSpacing(4);
  m_search = new QLineEdit(this);
  m_search->setObjectName(u"notebookSearchEdit"_s);
  m_search->setAccessibleName(tr("Search notebooks"));
  m_search->setPlaceholderText(tr("Search notebooks"));
  m_search->setClearButtonEnabled(true);
  m_search->addAction(themedIcon(u"search"_s), QLineEdit::LeadingPosition);
  column->addWidget(m_search);
  m_recentTitle = heading(tr("Recent"), this);
  m_recent = makeList(u"recentNotebooksList"_s, tr("Recent notebooks"), this);
  column->addWidget(m_recentTitle);
  column->addWidget(m_recent);
  auto* row = new QHBoxLayout;
  m_folderLabel = heading({}, this);
  auto* choose = new QToolButton(this);
  choose->setObjectName(u"chooseFolderButton"_s);
  choose->setIcon(themedIcon(u"folder"_s));
  choose->setAutoRaise(true);
  choose->setToolTip(tr("Choose the folder with your notebooks"));
  choose->setAccessibleName(tr("Choose folder"));
  row->addWidget(m_folderLabel, 1);
  row->addWidget(choose);
  connect(choose, &QToolButton::clicked, this, [this] {
    m_dialogs.chooseFolder(this, tr("Folder with your notebooks"), folder(),
                           [this](const QString& chosen) { setFolder(chosen); });
  });
  column->addLayout(row);
  m_stack = new QStackedWidget(this);
  m_tree = new QTreeView(m_stack);
  m_tree->setObjectName(u"notebookTree"_s);
  m_tree->setAccessibleName(tr("Notebooks"));
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setHeaderHidden(true);
  m_tree->setUniformRowHeights(true);
  m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
  m_tree->setExpandsOnDoubleClick(true);
  m_tree->viewport()->setBackgroundRole(QPalette::Window);
  m_hits = makeList(u"notebookHitsList"_s, tr("Found notebooks"), m_stack);
  m_stack->addWidget(m_tree);
  m_stack->addWidget(m_hits);
  column->addWidget(m_stack, 1);
  m_finder = new NotebookSearch(this);
  m_searchTimer.setSingleShot(true);
  m_searchTimer.setInterval(200);
  connectParts();
  showRecent({});
  refreshRecent();
  const QString name = QDir(folder()).dirName();
  m_folderLabel->setText(name.isEmpty() ? folder() : name);
}

void NotebookPanel::connectParts() {
  connect(m_search, &QLineEdit::textChanged, this, &NotebookPanel::searchChanged);
  connect(&m_searchTimer, &QTimer::timeout, this, [this] { m_finder->start(folder(), m_search->text()); });
  connect(m_finder, &NotebookSearch::finished, this, &NotebookPanel::showHits);
  for (QListWidget* list : {m_recent, m_hits}) {
    connect(list, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
      if (const QString path = item->data(kPathRole).toString(); !path.isEmpty()) Q_EMIT launchRequested({path});
    });
    connect(list, &QWidget::customContextMenuRequested, this,
            [this, list](const QPoint& pos) { showMenu(list, pos, selectedIn(list)); });
  }
  connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
    if (m_model && !m_model->isDir(index)) Q_EMIT launchRequested({m_model->filePath(index)});
  });
  connect(m_tree, &QWidget::customContextMenuRequested, this,
          [this](const QPoint& pos) { showMenu(m_tree, pos, selectedInTree()); });
}

NotebookPanel::~NotebookPanel() {
  delete m_model;
}  // before its icon provider

QString NotebookPanel::folder() const {
  return m_preferences.notebookFolder();
}

void NotebookPanel::load() {
  if (m_model) return;
  m_model = new QFileSystemModel(this);
  m_icons = std::make_unique<NotebookIcons>();
  m_model->setIconProvider(m_icons.get());
  m_model->setNameFilters({u"*.ipynb"_s});
  m_model->setNameFilterDisables(false);
  m_model->setFilter(QDir::AllDirs | QDir::Files | QDir::NoDotAndDotDot);
  m_tree->setModel(m_model);
  for (int column = 1; column < m_model->columnCount(); ++column) m_tree->hideColumn(column);
  setFolder(folder());
}

void NotebookPanel::setFolder(const QString& folder) {
  m_preferences.setNotebookFolder(folder);
  const QString name = QDir(folder).dirName();
  m_folderLabel->setText(name.isEmpty() ? folder : name);
  m_folderLabel->setToolTip(QDir::toNativeSeparators(folder));
  if (m_model) m_tree->setRootIndex(m_model->setRootPath(folder));
  if (!m_search->text().isEmpty()) m_searchTimer.start();
}

void NotebookPanel::refreshRecent() {
  inBackground<QStringList>(
      this,
      [recent = m_memory.recentNotebooks().mid(0, kMostRecent * 2)] {
        QStringList existing;
        for (const QString& path : recent) {
          if (existing.size() < kMostRecent && QFileInfo::exists(path)) existing << path;
        }
        return existing;
      },
      [this](const QStringList& existing) { showRecent(existing); });
}

void NotebookPanel::showRecent(const QStringList& recent) {
  m_recent->clear();
  for (const QString& path : recent) addNotebook(m_recent, path, QFileInfo(path).completeBaseName());
  m_recentTitle->setVisible(!recent.isEmpty());
  m_recent->setVisible(!recent.isEmpty());
  const int row = qMax(24, m_recent->sizeHintForRow(0));
  m_recent->setFixedHeight(int(recent.size()) * row + 4);
}

void NotebookPanel::searchChanged(const QString& text) {
  m_stack->setCurrentWidget(text.isEmpty() ? static_cast<QWidget*>(m_tree) : m_hits);
  if (text.isEmpty()) {
    m_searchTimer.stop();
    m_finder->stop();
  } else {
    m_searchTimer.start();
  }
}

void NotebookPanel::showHits(const QStringList& paths, bool cut) {
  m_hits->clear();
  const QDir root(folder());
  for (const QString& path : paths) addNotebook(m_hits, path, root.relativeFilePath(path));
  if (!paths.isEmpty() && !cut) return;
  auto* note =
      new QListWidgetItem(paths.isEmpty() ? tr("No notebook found") : tr("There are more: add a word"), m_hits);
  note->setFlags(Qt::NoItemFlags);
}

QStringList NotebookPanel::selectedInTree() const {
  QStringList paths;
  if (!m_model) return paths;
  const auto rows = m_tree->selectionModel()->selectedRows();
  for (const QModelIndex& index : rows) paths << m_model->filePath(index);
  return paths;
}

void NotebookPanel::showMenu(QWidget* view, const QPoint& pos, const QStringList& paths) {
  if (paths.isEmpty() || paths.first().isEmpty()) return;
  auto* menu = new QMenu(this);
  menu->setObjectName(u"notebookMenu"_s);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* launch = menu->addAction(themedIcon(u"new-job"_s), tr("New job…"));
  auto* reveal = menu->addAction(themedIcon(u"folder"_s), tr("Open folder"));
  connect(launch, &QAction::triggered, this, [this, paths] { Q_EMIT launchRequested(paths); });
  connect(reveal, &QAction::triggered, this, [this, paths] {
    inBackground<QString>(
        this,
        [path = paths.first()] {
          const QFileInfo info(path);
          return info.isDir() ? info.filePath() : info.path();
        },
        [this](const QString& folder) { m_dialogs.openUrl(QUrl::fromLocalFile(folder)); });
  });
  menu->popup(view->mapToGlobal(pos));
}

}  // namespace cc::ui
