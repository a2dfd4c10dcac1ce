// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace cc::ui {

class JobTableModel;

// Paints a row: state as icon and word, progress as a bar with the running cell's time.
class JobDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  static constexpr int kIndent = 22;  // of the jobs below their sweep's row
  explicit JobDelegate(JobTableModel& model, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_model(model) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
  void placeInSweep(QPainter* painter, QStyleOptionViewItem& item, int row) const;
  void paintState(QPainter* painter, const QStyleOptionViewItem& option, int row) const;
  void paintProgress(QPainter* painter, const QStyleOptionViewItem& option, int row) const;
  JobTableModel& m_model;
};

}  // namespace cc::ui
