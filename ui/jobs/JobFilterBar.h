// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobTableModel.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace cc::ui {

// State and text filter above the job table.
class JobFilterBar : public QWidget {
  Q_OBJECT
public:
  explicit JobFilterBar(QWidget* parent = nullptr);
  JobFilter filter() const;
  QString text() const;
  void setFilter(JobFilter filter, const QString& text);
  void setCounts(int shown, int total);
  void focusText();
  void clear();

Q_SIGNALS:
  void changed();

private:
  QComboBox* m_state;
  QLineEdit* m_text;
  QLabel* m_counts;
};

}  // namespace cc::ui
