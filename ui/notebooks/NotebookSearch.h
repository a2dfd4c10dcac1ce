// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <atomic>
#include <memory>

namespace cc::ui {

// Looks for notebooks below a folder in a worker thread, by words of their path; hidden folders are left out. A new
// search ends the one before.
class NotebookSearch : public QObject {
  Q_OBJECT
public:
  static constexpr int kMostHits = 300;
  static constexpr int kMostFolders = 20'000;
  using QObject::QObject;
  ~NotebookSearch() override;
  void start(const QString& folder, const QString& words);
  void stop();

Q_SIGNALS:
  void finished(const QStringList& paths, bool cut);

private:
  std::shared_ptr<std::atomic_bool> m_stop;
};

// Notebooks in a folder and below, for a dropped folder; sorted, at most limit.
QStringList notebooksBelow(const QString& folder, int limit);

}  // namespace cc::ui
