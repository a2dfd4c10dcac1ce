// SPDX-License-Identifier: GPL-3.0-or-later
// Files dropped on the main window, and how it closes.
#include "ui/jobs/JobTableView.h"
#include "ui/look/Dialogs.h"
#include "ui/look/InBackground.h"
#include "ui/main/MainWindow.h"
#include "ui/notebooks/NotebookSearch.h"
#include "ui/settings/Preferences.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QMimeData>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostDropped = 500;

QStringList localPaths(const QMimeData* data) {
  QStringList paths;
  if (!data->hasUrls()) return paths;
  const auto urls = data->urls();
  for (const QUrl& url : urls) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  return paths;
}

// By its name alone, as a file under the mouse may lie on a slow disk: what has no suffix is taken for a folder.
bool mayRun(const QString& path) {
  const QString name = path.section(u'/', -1, -1, QString::SectionSkipEmpty);
  return name.endsWith(u".ipynb"_s, Qt::CaseInsensitive) || !name.contains(u'.') || name.startsWith(u'.');
}

bool isClientFile(const QString& path) {
  return path.endsWith(u".json"_s, Qt::CaseInsensitive);
}

}  // namespace

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QStringList paths = localPaths(event->mimeData());
  const bool isClient = paths.size() == 1 && isClientFile(paths.first());
  if (!m_engine || (!isClient && std::none_of(paths.begin(), paths.end(), mayRun))) return;
  event->setDropAction(Qt::CopyAction);
  event->accept();
  m_dropHint->setGeometry(rect());
  m_dropHint->raise();
  m_dropHint->show();
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
  event->setDropAction(Qt::CopyAction);
  event->accept();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
  m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
  m_dropHint->hide();
  const QStringList paths = localPaths(event->mimeData());
  if (paths.isEmpty()) return;
  event->setDropAction(Qt::CopyAction);
  event->accept();
  if (paths.size() == 1 && isClientFile(paths.first())) return showAccounts(paths.first());
  launchPaths(paths, queuePlaceAt(event->position().toPoint()));
}

// The queued job under a point: what is dropped on it goes before it.
QString MainWindow::queuePlaceAt(const QPoint& windowPos) const {
  const QWidget* viewport = m_table->viewport();
  if (!viewport->isVisible()) return {};
  const QModelIndex index = m_table->indexAt(viewport->mapFrom(this, windowPos));
  if (!viewport->rect().contains(viewport->mapFrom(this, windowPos)) || !index.isValid()) return {};
  return m_model->waitingJobAt(index.row());
}

void MainWindow::launch(const QStringList& notebooks) {
  launchPaths(notebooks, {});
}

// Folders are searched in a worker: a dropped home folder must not freeze the window.
void MainWindow::launchPaths(const QStringList& paths, const QString& before) {
  inBackground<QStringList>(
      this,
      [paths] {
        QStringList notebooks;
        for (const QString& path : paths) {
          if (QFileInfo(path).isDir()) {
            notebooks << notebooksBelow(path, kMostDropped);
          } else {
            notebooks << QFileInfo(path).absoluteFilePath();
          }
        }
        notebooks.removeDuplicates();
        return notebooks;
      },
      [this, paths, before](const QStringList& notebooks) {
        if (notebooks.isEmpty()) {
          showError(Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, paths.value(0) + u"/*.ipynb"_s}}});
        } else {
          openForm(notebooks.mid(0, kMostDropped), before);
        }
      });
}

void MainWindow::closeEvent(QCloseEvent* event) {
  saveState();
  event->ignore();
  if (m_preferences.closesToTray() && m_hidesOnClose && m_hidesOnClose()) {
    hide();
  } else {
    requestQuit();
  }
}

void MainWindow::requestQuit() {
  saveState();
  if (m_running == 0 || m_status->engineState() != EngineState::Hosted) {
    Q_EMIT quitConfirmed();
    return;
  }
  m_dialogs.ask(this,
                {.title = tr("Quit while %n job(s) run(s)?", nullptr, m_running),
                 .consequence = tr("The notebooks go on running without this program. It picks them up again, with all "
                                   "their outputs, when it is next started. Waiting jobs do not start until then."),
                 .yes = tr("Quit"),
                 .no = tr("Stay")},
                [this](bool yes) {
                  if (yes) Q_EMIT quitConfirmed();
                });
}

}  // namespace cc::ui
