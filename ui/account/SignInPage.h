// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QStackedWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace cc::ui {

class Dialogs;
class DropField;
class MessageBar;

// One sign-in in three steps: which client, waiting for the browser, what came of it. A sign-in under way ends with the
// page.
class SignInPage : public QStackedWidget {
  Q_OBJECT
public:
  SignInPage(engine::Engine& engine, Dialogs& dialogs, QWidget* parent = nullptr);
  ~SignInPage() override;
  // Step one. knowsClient: it can go on without a file, with the client of an account.
  void askForClient(bool knowsClient);
  void setFile(const QString& path);
  // Step two at once, with the client of the account.
  void renew(const QString& account, const QStringList& features);
  bool isWaiting() const { return m_call.isActive(); }

Q_SIGNALS:
  void cancelled();  // back to the list
  void finished();   // the last step was seen

private:
  void buildClientStep();
  void buildWaitStep();
  void buildPaste(QVBoxLayout* column);
  void buildDoneStep();
  void updateContinue();
  void start(const engine::SignInOptions& options);
  void showAddress(const QUrl& address);
  void paste();
  void ended(const Result<engine::AccountInfo>& result);
  void showDone(const engine::AccountInfo& account);
  void cancel();

  engine::Engine& m_engine;
  Dialogs& m_dialogs;
  Call m_call;
  engine::SignInOptions m_options;
  bool m_knowsClient = false;
  QUrl m_url;
  MessageBar *m_message, *m_waitMessage;
  DropField* m_drop;
  QCheckBox *m_drive, *m_storage;
  QPushButton *m_continue, *m_open, *m_copy, *m_use;
  QLabel *m_withoutFile, *m_waitText, *m_doneTitle, *m_doneText, *m_doneMissing;
  QLineEdit *m_address, *m_paste;
};

}  // namespace cc::ui
