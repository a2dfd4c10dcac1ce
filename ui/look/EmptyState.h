// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace cc::ui {

// Says in an empty place what to do next.
class EmptyState : public QWidget {
  Q_OBJECT
public:
  EmptyState(const QString& icon, const QString& title, const QString& hint, QWidget* parent = nullptr);
  QPushButton* addButton(const QString& text, const QString& objectName, bool primary = false);
  void setTexts(const QString& title, const QString& hint);
  QString title() const;

protected:
  void changeEvent(QEvent* event) override;

private:
  void refresh();
  QString m_iconName;
  QLabel* m_icon;
  QLabel* m_title;
  QLabel* m_hint;
  QHBoxLayout* m_buttons;
};

}  // namespace cc::ui
