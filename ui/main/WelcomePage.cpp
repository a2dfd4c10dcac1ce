// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/WelcomePage.h"

#include "ui/look/ErrorText.h"
#include "ui/main/CheckText.h"

#include <QEvent>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::DoctorCheck;

namespace {

constexpr int kWidth = 620;  // lines longer than this are hard to read

QLabel* wrapped(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

QFont scaled(QFont font, qreal factor, bool bold) {
  font.setPointSizeF(font.pointSizeF() * factor);
  font.setBold(bold);
  return font;
}

}  // namespace

WelcomePage::WelcomePage(bool hasSample, QWidget* parent) : QScrollArea(parent) {
  setObjectName(u"welcomePage"_s);
  setAccessibleName(tr("Welcome"));
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  auto* outer = new QWidget(this);
  auto* row = new QHBoxLayout(outer);
  m_page = new QWidget(outer);
  m_page->setMaximumWidth(kWidth);
  row->addStretch(1);
  row->addWidget(m_page, 100);
  row->addStretch(1);
  m_column = new QVBoxLayout(m_page);
  m_column->setContentsMargins(12, 20, 12, 20);
  m_column->setSpacing(10);
  m_column->addStretch(1);
  auto* title = wrapped(tr("Run your first notebook"), m_page);
  title->setFont(scaled(font(), 1.5, true));
  m_column->addWidget(title);
  m_column->addWidget(wrapped(tr("Drop notebooks or a folder anywhere in this window, or start here."), m_page));
  m_column->addSpacing(8);
  if (hasSample) {
    m_sample = addChoice(u"running"_s, tr("Try it here now"),
                         tr("Runs a small sample notebook on this machine. It takes about twenty seconds and needs no "
                            "account."),
                         tr("Run the sample"), u"trySampleButton"_s);
    m_sample->setDefault(true);
    connect(m_sample, &QPushButton::clicked, this, &WelcomePage::sampleRequested);
  }
  auto* choose = addChoice(u"notebook"_s, tr("Run a notebook of yours"),
                           tr("A form made from its parameters opens; then it runs, and its results are kept."),
                           tr("Choose…"), u"emptyNewJobButton"_s);
  connect(choose, &QPushButton::clicked, this, &WelcomePage::notebooksRequested);
  auto* server = addChoice(u"server"_s, tr("Use a Jupyter server you have"),
                           tr("On another machine or in the lab, by its address and token. The token goes to your "
                              "keychain."),
                           tr("Add…"), u"welcomeServerButton"_s);
  connect(server, &QPushButton::clicked, this, &WelcomePage::serverRequested);
  m_account = addChoice(u"account"_s, tr("Use Google Colab"), {}, {}, u"welcomeSignInButton"_s);
  m_accountHint = m_page->findChild<QLabel*>(u"welcomeSignInButtonHint"_s);
  connect(m_account, &QPushButton::clicked, this, &WelcomePage::accountsRequested);
  showAccount({});
  buildChecks();
  m_column->addStretch(2);
  setWidget(outer);
  refreshIcons();
}

QPushButton* WelcomePage::addChoice(const QString& icon, const QString& title, const QString& text,
                                    const QString& action, const QString& objectName) {
  auto* card = new QFrame(m_page);
  card->setFrameShape(QFrame::StyledPanel);
  card->setBackgroundRole(QPalette::Base);
  card->setAutoFillBackground(true);
  auto* row = new QHBoxLayout(card);
  row->setContentsMargins(16, 12, 16, 12);
  row->setSpacing(14);
  auto* picture = new QLabel(card);
  m_icons.emplace_back(picture, icon);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  auto* heading = wrapped(title, card);
  heading->setFont(scaled(font(), 1.05, true));
  words->addWidget(heading);
  auto* hint = wrapped(text, card);
  hint->setObjectName(objectName + u"Hint"_s);
  hint->setForegroundRole(QPalette::PlaceholderText);
  words->addWidget(hint);
  auto* button = new QPushButton(action, card);
  button->setObjectName(objectName);
  button->setAccessibleName(u"%1: %2"_s.arg(title, action));
  button->setToolTip(text);
  button->setAutoDefault(false);
  button->setMinimumWidth(130);
  row->addWidget(picture);
  row->addLayout(words, 1);
  row->addWidget(button);
  m_column->addWidget(card);
  return button;
}

void WelcomePage::buildChecks() {
  m_column->addSpacing(8);
  auto* row = new QHBoxLayout;
  m_summary = wrapped({}, m_page);
  m_summary->setObjectName(u"welcomeChecksLabel"_s);
  m_again = new QPushButton(tr("Check again"), m_page);
  m_again->setObjectName(u"welcomeCheckAgainButton"_s);
  m_again->setAutoDefault(false);
  auto* all = new QPushButton(tr("Show all checks…"), m_page);
  all->setObjectName(u"welcomeAllChecksButton"_s);
  all->setAutoDefault(false);
  row->addWidget(m_summary, 1);
  row->addWidget(m_again);
  row->addWidget(all);
  m_column->addLayout(row);
  m_problems = new QVBoxLayout;
  m_problems->setSpacing(6);
  m_column->addLayout(m_problems);
  connect(m_again, &QPushButton::clicked, this, &WelcomePage::check);
  connect(all, &QPushButton::clicked, this, &WelcomePage::checksRequested);
}

void WelcomePage::setEngine(engine::Engine* engine) {
  m_engine = engine;
  m_checked = false;
  if (engine) connect(engine, &engine::Engine::accountsChanged, this, &WelcomePage::askAccounts);
  askAccounts();
  if (isVisible()) check();
}

void WelcomePage::askAccounts() {
  if (!m_engine) return;
  m_accountsCall.cancel();
  m_accountsCall = m_engine->accounts(this, [this](Result<std::vector<engine::AccountInfo>> accounts) {
    if (accounts) showAccount(accounts->empty() ? QString() : accounts->front().email);
  });
}

// Once somebody has signed in, the card says what comes next.
void WelcomePage::showAccount(const QString& email) {
  const QString hint =
      email.isEmpty()
          ? tr("Rents machines with GPUs. Sign in to your Google account; what that needs is explained there.")
          : tr("Signed in as %1. Drop a notebook here and choose colab as its provider.").arg(email);
  const QString action = email.isEmpty() ? tr("Sign in…") : tr("Accounts…");
  m_accountHint->setText(hint);
  m_account->setText(action);
  m_account->setToolTip(hint);
  m_account->setAccessibleName(u"%1: %2"_s.arg(tr("Use Google Colab"), action));
}

void WelcomePage::setBusy(bool busy) {
  if (m_sample) m_sample->setEnabled(!busy);
}

void WelcomePage::check() {
  if (!m_engine) return;
  m_checked = true;
  m_summary->setText(tr("Checking this machine…"));
  m_again->setEnabled(false);
  m_call.cancel();
  m_call = m_engine->doctor(this, [this](Result<std::vector<DoctorCheck>> checks) {
    m_again->setEnabled(true);
    if (checks) {
      showChecks(*checks);
    } else {
      m_summary->setText(errorText(checks.error()).what);
    }
  });
}

// Only what needs attention is listed: a first page is no place for what is fine.
void WelcomePage::showChecks(const std::vector<DoctorCheck>& checks) {
  while (QLayoutItem* item = m_problems->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  int problems = 0;
  for (const DoctorCheck& check : checks) {
    const CheckText text = checkText(check);
    if (!text.isProblem && !text.isWarning) continue;
    problems += text.isProblem ? 1 : 0;
    auto* line = new QWidget(m_page);
    line->setObjectName(u"welcomeProblem"_s);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* icon = new QLabel(line);
    icon->setPixmap(
        themedIcon(text.icon(), toneColor(text.tone(), palette())).pixmap(QSize(16, 16), devicePixelRatioF()));
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(wrapped(u"%1: %2"_s.arg(text.title, text.found.join(u' ')), line), 1);
    m_problems->addWidget(line);
  }
  m_summary->setText(problems == 0 ? tr("This machine is ready to run notebooks.")
                                   : tr("%n thing(s) need(s) your attention.", nullptr, problems));
}

void WelcomePage::refreshIcons() {
  for (const auto& [label, name] : m_icons) {
    label->setPixmap(themedIcon(name, toneColor(Tone::Active, palette())).pixmap(QSize(28, 28), devicePixelRatioF()));
  }
}

void WelcomePage::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  if (!m_checked) check();
}

void WelcomePage::changeEvent(QEvent* event) {
  QScrollArea::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) refreshIcons();
}

}  // namespace cc::ui
