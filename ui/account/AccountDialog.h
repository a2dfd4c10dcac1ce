// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QDialog>

class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace cc::ui {

class Dialogs;
class EmptyState;
class MessageBar;
class SignInPage;

// The accounts: who is signed in, what each allows, and the way in and out.
class AccountDialog : public QDialog {
  Q_OBJECT
public:
  AccountDialog(engine::Engine& engine, Dialogs& dialogs, QWidget* parent = nullptr);
  // The sign-in page with this client file.
  void addWithFile(const QString& path);

private:
  void buildList();
  void ask();
  void showAccounts(std::vector<engine::AccountInfo> accounts);
  void add();
  void renew(const engine::AccountInfo& account, const QStringList& features);
  void signOut(const engine::AccountInfo& account);
  void showList();
  Reply<Nothing> report();

  engine::Engine& m_engine;
  Dialogs& m_dialogs;
  std::vector<engine::AccountInfo> m_accounts;
  Call m_call;
  QStackedWidget *m_pages, *m_listStack;
  QScrollArea *m_scroll, *m_signInScroll;
  QVBoxLayout* m_cards;
  EmptyState* m_empty;
  MessageBar* m_message;
  SignInPage* m_signIn;
};

}  // namespace cc::ui
