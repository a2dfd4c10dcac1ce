// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QScrollArea>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cc::ui {

// What the window shows while there is no job: the ways to a first one, and whether this machine is ready for it.
class WelcomePage : public QScrollArea {
  Q_OBJECT
public:
  explicit WelcomePage(bool hasSample, QWidget* parent = nullptr);
  void setEngine(engine::Engine* engine);  // asks it to check this machine when the page is seen
  void setBusy(bool busy);                 // a first job is on its way

Q_SIGNALS:
  void sampleRequested();
  void notebooksRequested();
  void serverRequested();
  void accountsRequested();
  void checksRequested();  // all of them, in their own window

protected:
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  QPushButton* addChoice(const QString& icon, const QString& title, const QString& text, const QString& action,
                         const QString& objectName);
  void buildChecks();
  void askAccounts();
  void showAccount(const QString& email);
  void check();
  void showChecks(const std::vector<engine::DoctorCheck>& checks);
  void refreshIcons();
  engine::Engine* m_engine = nullptr;
  Call m_call, m_accountsCall;
  bool m_checked = false;
  QWidget* m_page;
  QVBoxLayout *m_column, *m_problems;
  std::vector<std::pair<QLabel*, QString>> m_icons;
  QPushButton* m_sample = nullptr;
  QLabel *m_summary, *m_accountHint;
  QPushButton *m_again, *m_account;
};

}  // namespace cc::ui
