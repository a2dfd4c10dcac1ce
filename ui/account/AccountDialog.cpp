// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/AccountDialog.h"

#include "ui/account/AccountCard.h"
#include "ui/account/SignInPage.h"
#include "ui/look/Dialogs.h"
#include "ui/look/EmptyState.h"
#include "ui/look/MessageBar.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {
// What does not fit in a small window is reached by scrolling.
QScrollArea* scrolled(QWidget* inner, QWidget* parent) {
  auto* area = new QScrollArea(parent);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(inner);
  return area;
}
}  // namespace

AccountDialog::AccountDialog(engine::Engine& engine, Dialogs& dialogs, QWidget* parent)
    : QDialog(parent), m_engine(engine), m_dialogs(dialogs) {
  setObjectName(u"accountDialog"_s);
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Google accounts"));
  resize(600, 500);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 16, 20, 16);
  m_pages = new QStackedWidget(this);
  column->addWidget(m_pages);
  buildList();
  m_signIn = new SignInPage(engine, dialogs);
  m_signInScroll = scrolled(m_signIn, m_pages);
  m_pages->addWidget(m_signInScroll);
  connect(m_signIn, &SignInPage::cancelled, this, &AccountDialog::showList);
  connect(m_signIn, &SignInPage::finished, this, &AccountDialog::showList);
  connect(&engine, &engine::Engine::accountsChanged, this, &AccountDialog::ask);
  ask();
}

void AccountDialog::buildList() {
  auto* page = new QWidget(m_pages);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  m_message = new MessageBar(page);
  column->addWidget(m_message);
  m_listStack = new QStackedWidget(page);
  auto* list = new QWidget;
  m_cards = new QVBoxLayout(list);
  m_cards->setContentsMargins(0, 0, 0, 0);
  m_cards->setSpacing(8);
  m_cards->addStretch(1);
  m_scroll = scrolled(list, m_listStack);
  m_empty = new EmptyState(u"account"_s, tr("Nobody is signed in"),
                           tr("Colab, Drive and Cloud Storage need a Google account. Several are separate profiles: a "
                              "job uses one of them."),
                           m_listStack);
  auto* first = m_empty->addButton(tr("Sign in…"), u"emptySignInButton"_s, true);
  m_listStack->addWidget(m_scroll);
  m_listStack->addWidget(m_empty);
  column->addWidget(m_listStack, 1);
  auto* row = new QHBoxLayout;
  auto* more = new QPushButton(tr("Add account…"), page);
  more->setObjectName(u"addAccountButton"_s);
  more->setAutoDefault(false);
  auto* close = new QPushButton(tr("Close"), page);
  close->setObjectName(u"closeAccountsButton"_s);
  close->setAutoDefault(false);
  row->addWidget(more);
  row->addStretch(1);
  row->addWidget(close);
  column->addLayout(row);
  m_pages->addWidget(page);
  connect(first, &QPushButton::clicked, this, &AccountDialog::add);
  connect(more, &QPushButton::clicked, this, &AccountDialog::add);
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

void AccountDialog::ask() {
  m_call.cancel();
  m_call = m_engine.accounts(this, [this](Result<std::vector<engine::AccountInfo>> accounts) {
    if (accounts.ok()) {
      showAccounts(*accounts);
    } else {
      m_message->showError(accounts.error());
    }
  });
}

void AccountDialog::showAccounts(std::vector<engine::AccountInfo> accounts) {
  m_accounts = std::move(accounts);
  while (m_cards->count() > 1) {
    QLayoutItem* item = m_cards->takeAt(0);
    item->widget()->deleteLater();
    delete item;
  }
  for (const engine::AccountInfo& account : m_accounts) {
    auto* card = new AccountCard(account, m_scroll->widget());
    m_cards->insertWidget(m_cards->count() - 1, card);
    connect(card, &AccountCard::signInRequested, this,
            [this, account](const QStringList& features) { renew(account, features); });
    connect(card, &AccountCard::defaultRequested, this,
            [this, id = account.id] { m_engine.makeDefaultAccount(id, this, report()); });
    connect(card, &AccountCard::signOutRequested, this, [this, account] { signOut(account); });
  }
  m_listStack->setCurrentWidget(m_accounts.empty() ? static_cast<QWidget*>(m_empty) : m_scroll);
  findChild<QPushButton*>(u"addAccountButton"_s)->setVisible(!m_accounts.empty());
}

Reply<Nothing> AccountDialog::report() {
  return [this](const Status& status) {
    if (!status.ok()) m_message->showError(status.error());
  };
}

void AccountDialog::add() {
  m_signIn->askForClient(!m_accounts.empty());
  m_pages->setCurrentWidget(m_signInScroll);
}

void AccountDialog::addWithFile(const QString& path) {
  if (m_signIn->isWaiting()) return;
  add();
  m_signIn->setFile(path);
}

void AccountDialog::renew(const engine::AccountInfo& account, const QStringList& features) {
  m_pages->setCurrentWidget(m_signInScroll);
  m_signIn->renew(account.email, features);
}

void AccountDialog::signOut(const engine::AccountInfo& account) {
  m_dialogs.ask(
      this,
      {.title = tr("Sign out %1?").arg(account.email),
       .consequence = tr("The sign-in is taken back at Google and forgotten here. Jobs that need the account "
                         "cannot start until it is signed in again. Runtimes that it has open stay open: release them "
                         "first."),
       .yes = tr("Sign out"),
       .no = tr("Stay signed in")},
      [this, id = account.id](bool yes) {
        if (yes) m_engine.signOut(id, this, report());
      });
}

void AccountDialog::showList() {
  m_message->hide();
  m_pages->setCurrentIndex(0);
}

}  // namespace cc::ui
