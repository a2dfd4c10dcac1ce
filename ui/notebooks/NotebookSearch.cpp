// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notebooks/NotebookSearch.h"

#include <QCoreApplication>
#include <QDir>
#include <QPointer>
#include <QThreadPool>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

struct Hits {
  QStringList paths;
  bool cut = false;
};

// Breadth first, so that near files come before deep ones; symbolic links to folders are not followed.
Hits walk(const QString& folder, const QStringList& words, int limit, const std::atomic_bool& stop) {
  Hits hits;
  QStringList queue{folder};
  int folders = 0;
  while (!queue.isEmpty() && !stop) {
    const QDir dir(queue.takeFirst());
    if (++folders > NotebookSearch::kMostFolders) {
      hits.cut = true;
      break;
    }
    const auto entries =
        dir.entryInfoList({u"*.ipynb"_s}, QDir::Files | QDir::AllDirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo& entry : entries) {
      if (entry.isDir()) {
        if (!entry.isSymLink()) queue << entry.filePath();
        continue;
      }
      const QString below = entry.filePath().mid(folder.size());
      const bool all = std::all_of(words.begin(), words.end(),
                                   [&below](const QString& word) { return below.contains(word, Qt::CaseInsensitive); });
      if (!all) continue;
      if (hits.paths.size() >= limit) {
        hits.cut = true;
        return hits;
      }
      hits.paths << entry.filePath();
    }
  }
  return hits;
}

}  // namespace

NotebookSearch::~NotebookSearch() {
  stop();
}

void NotebookSearch::stop() {
  if (m_stop) *m_stop = true;
}

void NotebookSearch::start(const QString& folder, const QString& text) {
  stop();
  m_stop = std::make_shared<std::atomic_bool>(false);
  const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
  QThreadPool::globalInstance()->start([folder, words, flag = m_stop, self = QPointer<NotebookSearch>(this)] {
    Hits hits = walk(folder, words, kMostHits, *flag);
    if (*flag) return;
    QMetaObject::invokeMethod(  // to the application: only the window's thread may ask whether self still lives
        qApp,
        [self, flag, hits = std::move(hits)] {
          if (self && !*flag) Q_EMIT self->finished(hits.paths, hits.cut);
        },
        Qt::QueuedConnection);
  });
}

QStringList notebooksBelow(const QString& folder, int limit) {
  const std::atomic_bool never(false);
  QStringList paths = walk(folder, {}, limit, never).paths;
  paths.sort();
  return paths;
}

}  // namespace cc::ui
