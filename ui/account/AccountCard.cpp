// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/AccountCard.h"

#include "ui/account/AccountText.h"
#include "ui/look/Icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {
QLabel* wrapped(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}
}  // namespace

AccountCard::AccountCard(const engine::AccountInfo& account, QWidget* parent) : QFrame(parent), m_account(account) {
  setObjectName(u"accountCard"_s);
  setAccessibleName(account.email);
  setFrameShape(QFrame::StyledPanel);
  setBackgroundRole(QPalette::Base);
  setAutoFillBackground(true);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 12, 14, 12);
  row->setSpacing(14);
  m_icon = new QLabel(this);
  row->addWidget(m_icon, 0, Qt::AlignTop);
  auto* column = new QVBoxLayout;
  column->setSpacing(3);
  row->addLayout(column, 1);
  auto* title = wrapped(account.isDefault ? tr("%1 (default)").arg(account.email) : account.email, this);
  title->setObjectName(u"accountTitleLabel"_s);
  QFont bold = font();
  bold.setBold(true);
  title->setFont(bold);
  column->addWidget(title);
  auto* state = wrapped(accountState(account), this);
  state->setObjectName(u"accountStateLabel"_s);
  column->addWidget(state);
  QString allowed = tr("Allowed: %1").arg(featureNames(account.features));
  if (!account.missing.isEmpty()) allowed += u" · "_s + tr("not allowed: %1").arg(featureNames(account.missing));
  auto* features = wrapped(allowed, this);
  features->setForegroundRole(QPalette::PlaceholderText);
  column->addWidget(features);
  column->addSpacing(5);
  buildButtons(column);
  refreshIcon();
}

void AccountCard::buildButtons(QVBoxLayout* column) {
  QList<QPushButton*> buttons;
  if (!m_account.signInNeeded.isEmpty() || m_account.missing.contains(u"colab"_s)) {
    buttons << button(tr("Sign in again"), u"signInAgainButton"_s, tr("Renew the sign-in of %1").arg(m_account.email));
    connect(buttons.last(), &QPushButton::clicked, this, [this] { Q_EMIT signInRequested({}); });
  } else {
    for (const QString& feature : {u"drive"_s, u"storage"_s}) {
      if (!m_account.missing.contains(feature)) continue;
      const bool drive = feature == u"drive"_s;
      buttons << button(drive ? tr("Allow Drive") : tr("Allow Cloud Storage"),
                        drive ? u"allowDriveButton"_s : u"allowStorageButton"_s,
                        drive ? tr("For backups: only the files that this program makes there")
                              : tr("For backups and inputs in buckets of yours"));
      connect(buttons.last(), &QPushButton::clicked, this, [this, feature] { Q_EMIT signInRequested({feature}); });
    }
  }
  if (!m_account.isDefault) {
    buttons << button(tr("Make default"), u"makeDefaultButton"_s, tr("Use it for jobs that name no account"));
    connect(buttons.last(), &QPushButton::clicked, this, &AccountCard::defaultRequested);
  }
  buttons << button(tr("Sign out…"), u"signOutButton"_s, tr("Take the sign-in back and forget the account"));
  connect(buttons.last(), &QPushButton::clicked, this, &AccountCard::signOutRequested);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  for (QPushButton* one : buttons) row->addWidget(one);
  row->addStretch(1);
  column->addLayout(row);
}

QPushButton* AccountCard::button(const QString& text, const QString& name, const QString& tip) {
  auto* made = new QPushButton(text, this);
  made->setObjectName(name);
  made->setToolTip(tip);
  made->setAccessibleName(u"%1: %2"_s.arg(text, m_account.email));
  made->setAutoDefault(false);
  return made;
}

void AccountCard::refreshIcon() {
  if (!m_icon) return;  // the palette changes while this is made
  const bool needed = !m_account.signInNeeded.isEmpty();
  const Tone tone = needed ? Tone::Bad : m_account.persistent ? Tone::Active : Tone::Warning;
  m_icon->setPixmap(themedIcon(needed ? u"warning"_s : u"account"_s, toneColor(tone, palette()))
                        .pixmap(QSize(28, 28), devicePixelRatioF()));
}

void AccountCard::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) refreshIcon();
}

}  // namespace cc::ui
