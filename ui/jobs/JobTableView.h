// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTableView>
#include <vector>

namespace cc::ui {

class JobTableModel;
class WindowState;

// The job table: whole rows selected, columns chosen in the header's menu, queued rows dragged to reorder.
// A selection survives filtering (by id).
class JobTableView : public QTableView {
  Q_OBJECT
public:
  explicit JobTableView(JobTableModel& model, QWidget* parent = nullptr);

  QStringList selectedJobs() const;  // top to bottom; of a sweep's row all its jobs
  QString currentJob() const;
  void selectJob(const QString& id);
  void restore(const WindowState& state);
  void save(WindowState& state) const;

Q_SIGNALS:
  void selectionMoved();  // another set of jobs, or another current job
  void activatedJob(const QString& id);
  void menuRequested(const QPoint& globalPos);

protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

private:
  void buildHeader();
  void fitColumns();  // names and parameters take what the others leave, until their widths are set by hand
  std::vector<int> selectedRowNumbers() const;  // top to bottom
  void showColumnMenu(const QPoint& pos);
  JobTableModel& m_model;
  QStringList m_keptSelection;
  QString m_keptCurrent;
  bool m_fits = true, m_fitting = false;
};

}  // namespace cc::ui
