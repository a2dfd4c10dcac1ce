// SPDX-License-Identifier: GPL-3.0-or-later
// How the three steps of a sign-in look.
#include "ui/account/DropField.h"
#include "ui/account/SignInPage.h"
#include "ui/look/Dialogs.h"
#include "ui/look/MessageBar.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel* wrapped(const QString& text, QWidget* parent, bool faint = false) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  if (faint) label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

QLabel* heading(const QString& text, QWidget* parent) {
  QLabel* label = wrapped(text, parent);
  QFont big = label->font();
  big.setPointSizeF(big.pointSizeF() * 1.25);
  big.setBold(true);
  label->setFont(big);
  return label;
}

QPushButton* button(const QString& text, const QString& name, QWidget* parent) {
  auto* made = new QPushButton(text, parent);
  made->setObjectName(name);
  made->setAutoDefault(false);
  return made;
}

QVBoxLayout* addStep(QStackedWidget* pages, QWidget** page) {
  *page = new QWidget(pages);
  pages->addWidget(*page);
  auto* column = new QVBoxLayout(*page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  return column;
}

}  // namespace

void SignInPage::buildClientStep() {
  QWidget* page = nullptr;
  QVBoxLayout* column = addStep(this, &page);
  m_message = new MessageBar(page);
  column->addWidget(m_message);
  column->addWidget(heading(tr("Sign in to Google"), page));
  column->addWidget(wrapped(tr("Google wants to know which program asks. That is said by an OAuth client of your own, "
                               "made once and free of charge:"),
                            page));
  column->addWidget(wrapped(tr("1. In the Google Cloud console open APIs and services, Credentials.\n"
                               "2. Create credentials, OAuth client ID, of the type Desktop app.\n"
                               "3. Download its JSON and drop it here."),
                            page));
  auto* console = button(tr("Open the Google Cloud console"), u"openConsoleButton"_s, page);
  connect(console, &QPushButton::clicked, this,
          [this] { m_dialogs.openUrl(QUrl(u"https://console.cloud.google.com/apis/credentials"_s)); });
  column->addWidget(console, 0, Qt::AlignLeft);
  m_drop = new DropField(tr("Drop the client file here (client_secret….json)"), page);
  column->addWidget(m_drop);
  m_withoutFile = wrapped({}, page, true);
  m_withoutFile->setObjectName(u"withoutFileLabel"_s);
  column->addWidget(m_withoutFile);
  m_drive = new QCheckBox(tr("Allow &Drive too, for backups (only files that this program makes)"), page);
  m_drive->setObjectName(u"driveCheckBox"_s);
  m_storage = new QCheckBox(tr("Allow Cloud &Storage too, for backups and inputs"), page);
  m_storage->setObjectName(u"storageCheckBox"_s);
  column->addWidget(m_drive);
  column->addWidget(m_storage);
  column->addStretch(1);
  auto* row = new QHBoxLayout;
  auto* back = button(tr("Cancel"), u"cancelClientButton"_s, page);
  m_continue = button(tr("Continue in the browser"), u"continueSignInButton"_s, page);
  m_continue->setDefault(true);
  row->addStretch(1);
  row->addWidget(back);
  row->addWidget(m_continue);
  column->addLayout(row);
  connect(m_drop, &DropField::dropped, this, &SignInPage::setFile);
  connect(m_drop->button(), &QPushButton::clicked, this, [this] {
    m_dialogs.chooseFile(this, tr("Choose the client file"), tr("Client files (*.json)"),
                         [this](const QString& path) { setFile(path); });
  });
  connect(back, &QPushButton::clicked, this, &SignInPage::cancelled);
  connect(m_continue, &QPushButton::clicked, this, [this] {
    QStringList features;
    if (m_drive->isChecked()) features << u"drive"_s;
    if (m_storage->isChecked()) features << u"storage"_s;
    start({.credentialsFile = m_drop->file(), .features = features, .openBrowser = false});
  });
}

void SignInPage::buildWaitStep() {
  QWidget* page = nullptr;
  QVBoxLayout* column = addStep(this, &page);
  m_waitMessage = new MessageBar(page);
  column->addWidget(m_waitMessage);
  column->addWidget(heading(tr("Go on in your browser"), page));
  m_waitText = wrapped({}, page);
  m_waitText->setObjectName(u"waitLabel"_s);
  column->addWidget(m_waitText);
  column->addWidget(
      wrapped(tr("Leave what is asked for ticked: without Colab and your e-mail address the program cannot "
                 "work. If Google warns of an unverified app: that app is the client you made yourself."),
              page, true));
  column->addSpacing(6);
  auto* label = wrapped(tr("No browser opened? &Open this address yourself:"), page);
  m_address = new QLineEdit(page);
  m_address->setObjectName(u"signInAddressEdit"_s);
  m_address->setAccessibleName(tr("Address of the sign-in page"));
  m_address->setReadOnly(true);
  label->setTextFormat(Qt::AutoText);
  label->setBuddy(m_address);
  column->addWidget(label);
  auto* row = new QHBoxLayout;
  m_copy = button(tr("Copy"), u"copyAddressButton"_s, page);
  m_open = button(tr("Open again"), u"openAddressButton"_s, page);
  row->addWidget(m_address, 1);
  row->addWidget(m_copy);
  row->addWidget(m_open);
  column->addLayout(row);
  buildPaste(column);
}

void SignInPage::buildPaste(QVBoxLayout* column) {
  QWidget* page = column->parentWidget();
  auto* label =
      wrapped(tr("Did the browser end on a page that it &cannot load? Paste the address of that page:"), page);
  m_paste = new QLineEdit(page);
  m_paste->setObjectName(u"pasteAddressEdit"_s);
  m_paste->setAccessibleName(tr("Address where the browser ended"));
  m_paste->setPlaceholderText(u"http://127.0.0.1:…/?state=…&code=…"_s);
  label->setTextFormat(Qt::AutoText);
  label->setBuddy(m_paste);
  column->addSpacing(6);
  column->addWidget(label);
  auto* row = new QHBoxLayout;
  m_use = button(tr("Use"), u"useAddressButton"_s, page);
  m_use->setEnabled(false);
  row->addWidget(m_paste, 1);
  row->addWidget(m_use);
  column->addLayout(row);
  column->addStretch(1);
  auto* end = new QHBoxLayout;
  auto* cancelButton = button(tr("Cancel"), u"cancelSignInButton"_s, page);
  end->addStretch(1);
  end->addWidget(cancelButton);
  column->addLayout(end);
  connect(m_paste, &QLineEdit::textChanged, this,
          [this](const QString& text) { m_use->setEnabled(!text.trimmed().isEmpty()); });
  connect(m_paste, &QLineEdit::returnPressed, this, &SignInPage::paste);
  connect(m_use, &QPushButton::clicked, this, &SignInPage::paste);
  connect(cancelButton, &QPushButton::clicked, this, &SignInPage::cancel);
}

void SignInPage::buildDoneStep() {
  QWidget* page = nullptr;
  QVBoxLayout* column = addStep(this, &page);
  m_doneTitle = heading({}, page);
  m_doneTitle->setObjectName(u"doneTitleLabel"_s);
  m_doneText = wrapped({}, page);
  m_doneText->setObjectName(u"doneAllowedLabel"_s);
  m_doneMissing = wrapped({}, page);
  m_doneMissing->setObjectName(u"doneMissingLabel"_s);
  column->addWidget(m_doneTitle);
  column->addWidget(m_doneText);
  column->addWidget(m_doneMissing);
  column->addStretch(1);
  auto* row = new QHBoxLayout;
  auto* doneButton = button(tr("Done"), u"doneSignInButton"_s, page);
  doneButton->setDefault(true);
  row->addStretch(1);
  row->addWidget(doneButton);
  column->addLayout(row);
  connect(doneButton, &QPushButton::clicked, this, &SignInPage::finished);
}

}  // namespace cc::ui
