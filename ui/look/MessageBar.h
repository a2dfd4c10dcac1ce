// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace cc::ui {

// One message at the top of a window: what happened, why, what to do; raw details on a click. Not modal.
class MessageBar : public QFrame {
  Q_OBJECT
public:
  explicit MessageBar(QWidget* parent = nullptr);
  void showError(const Error& error);
  void showText(const QString& text);  // plain information; goes away by itself
  QString text() const;

private:
  void setDetails(const QString& details);
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  QLabel* m_icon;
  QLabel* m_title;
  QLabel* m_body;
  QToolButton* m_detailsButton;
  QPlainTextEdit* m_details;
  bool m_isError = false;
  int m_shown = 0;
};

}  // namespace cc::ui
