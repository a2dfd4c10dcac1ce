// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cc::ui {

// One account with its state and what can be done about it.
class AccountCard : public QFrame {
  Q_OBJECT
public:
  explicit AccountCard(const engine::AccountInfo& account, QWidget* parent = nullptr);
  const engine::AccountInfo& account() const { return m_account; }

Q_SIGNALS:
  void signInRequested(const QStringList& features);  // again, or with these as well
  void defaultRequested();
  void signOutRequested();

protected:
  void changeEvent(QEvent* event) override;

private:
  void buildButtons(QVBoxLayout* column);
  QPushButton* button(const QString& text, const QString& name, const QString& tip);
  void refreshIcon();
  engine::AccountInfo m_account;
  QLabel* m_icon = nullptr;
};

}  // namespace cc::ui
