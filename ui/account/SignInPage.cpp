// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/SignInPage.h"

#include "engine/EnvironmentCredentials.h"
#include "ui/account/AccountText.h"
#include "ui/account/DropField.h"
#include "ui/look/Dialogs.h"
#include "ui/look/MessageBar.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

SignInPage::SignInPage(engine::Engine& engine, Dialogs& dialogs, QWidget* parent)
    : QStackedWidget(parent), m_engine(engine), m_dialogs(dialogs) {
  buildClientStep();
  buildWaitStep();
  buildDoneStep();
  connect(&engine, &engine::Engine::signInAddress, this, &SignInPage::showAddress);
  connect(m_open, &QPushButton::clicked, this, [this] { m_dialogs.openUrl(m_url); });
  connect(m_copy, &QPushButton::clicked, this, [this] {
    QGuiApplication::clipboard()->setText(m_address->text());
    m_waitMessage->showText(tr("The address is in the clipboard."));
  });
}

SignInPage::~SignInPage() {
  m_call.cancel();
}

void SignInPage::askForClient(bool knowsClient) {
  m_knowsClient = knowsClient;
  m_message->hide();
  updateContinue();
  setCurrentIndex(0);
  m_drop->button()->setFocus();
}

void SignInPage::setFile(const QString& path) {
  m_message->hide();
  m_drop->setFile(path);
  updateContinue();
  if (!path.isEmpty()) m_continue->setFocus();
}

void SignInPage::updateContinue() {
  const QString named = engine::environmentCredentials();
  const bool can = !m_drop->file().isEmpty() || m_knowsClient || !named.isEmpty();
  m_continue->setEnabled(can);
  m_continue->setToolTip(can ? QString() : tr("Choose the client file first"));
  QString text;
  if (m_drop->file().isEmpty() && !named.isEmpty()) {
    text = tr("Without a file: %1 is used, which the environment names.").arg(QFileInfo(named).fileName());
  } else if (m_drop->file().isEmpty() && m_knowsClient) {
    text = tr("Without a file: the client of the default account is used.");
  }
  m_withoutFile->setText(text);
  m_withoutFile->setVisible(!text.isEmpty());
}

void SignInPage::renew(const QString& account, const QStringList& features) {
  start({.account = account, .features = features, .openBrowser = false});
}

void SignInPage::start(const engine::SignInOptions& options) {
  m_call.cancel();
  m_options = options;
  m_options.environmentFile = engine::environmentCredentials();
  m_url.clear();
  m_address->clear();
  m_paste->clear();
  m_waitMessage->hide();
  m_open->setEnabled(false);
  m_copy->setEnabled(false);
  m_waitText->setText(tr("Getting ready…"));
  setCurrentIndex(1);
  m_call = m_engine.signIn(m_options, this, [this](const Result<engine::AccountInfo>& result) { ended(result); });
}

void SignInPage::showAddress(const QUrl& address) {
  if (!isWaiting()) return;
  m_url = address;
  m_address->setText(QString::fromLatin1(address.toEncoded()));
  m_address->setCursorPosition(0);
  m_open->setEnabled(true);
  m_copy->setEnabled(true);
  m_waitText->setText(
      m_options.account.isEmpty()
          ? tr("Choose an account there and allow what is asked. This window goes on by itself.")
          : tr("Choose %1 there and allow what is asked. This window goes on by itself.").arg(m_options.account));
  m_paste->setFocus();
  m_dialogs.openUrl(address);
}

void SignInPage::paste() {
  const QString address = m_paste->text().trimmed();
  if (address.isEmpty() || !isWaiting()) return;
  m_engine.pasteRedirect(address, this, [this](const Result<Nothing>& pasted) {
    if (!pasted.ok() && isWaiting()) m_waitMessage->showError(pasted.error());
  });
}

void SignInPage::ended(const Result<engine::AccountInfo>& result) {
  if (result.ok()) return showDone(*result);
  askForClient(m_knowsClient || !m_options.account.isEmpty());
  m_message->showError(result.error());
}

void SignInPage::showDone(const engine::AccountInfo& account) {
  setFile({});
  m_doneTitle->setText(tr("Signed in as %1").arg(account.email));
  QStringList lines{tr("Allowed: %1").arg(featureNames(account.features))};
  if (!account.persistent) lines << accountState(account);
  m_doneText->setText(lines.join(u'\n'));
  QStringList refused = m_options.features;
  refused.removeIf([&](const QString& feature) { return !account.missing.contains(feature); });
  m_doneMissing->setVisible(!account.missing.isEmpty());
  m_doneMissing->setText(
      refused.isEmpty()
          ? tr("Not allowed: %1. It can be added at any time, when a backup needs it.")
                .arg(featureNames(account.missing))
          : tr("You asked for %1, but it was not ticked on the consent page. Add it from the list of accounts.")
                .arg(featureNames(refused)));
  setCurrentIndex(2);
  findChild<QPushButton*>(u"doneSignInButton"_s)->setFocus();
}

void SignInPage::cancel() {
  m_call.cancel();
  Q_EMIT cancelled();
}

}  // namespace cc::ui
