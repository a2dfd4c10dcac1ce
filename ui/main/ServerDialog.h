// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace cc::ui {

class MessageBar;

// Adds a Jupyter server by address and token. The token goes to the keychain, nowhere else.
class ServerDialog : public QDialog {
  Q_OBJECT
public:
  explicit ServerDialog(engine::Engine& engine, QWidget* parent = nullptr);

private:
  void refresh();
  void takeTokenFromUrl();
  void nameAfterHost();
  void add();
  engine::Engine& m_engine;
  MessageBar* m_message;
  QLineEdit *m_url, *m_token, *m_name;
  QPushButton* m_add;
};

}  // namespace cc::ui
