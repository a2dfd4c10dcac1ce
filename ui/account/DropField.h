// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace cc::ui {

// A place to drop one file on, or to choose it with a button.
class DropField : public QFrame {
  Q_OBJECT
public:
  explicit DropField(const QString& invitation, QWidget* parent = nullptr);
  void setFile(const QString& path);  // shown instead of the invitation
  QString file() const { return m_file; }
  QPushButton* button() const { return m_button; }

Q_SIGNALS:
  void dropped(const QString& path);

protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

private:
  QString m_invitation, m_file;
  QLabel* m_text;
  QPushButton* m_button;
  bool m_hot = false;
};

}  // namespace cc::ui
