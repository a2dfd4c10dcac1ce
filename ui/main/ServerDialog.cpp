// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/ServerDialog.h"

#include "base/Ids.h"
#include "ui/look/MessageBar.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

ServerDialog::ServerDialog(engine::Engine& engine, QWidget* parent) : QDialog(parent), m_engine(engine) {
  setObjectName(u"serverDialog"_s);
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Add a Jupyter server"));
  resize(520, 0);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 16, 20, 16);
  m_message = new MessageBar(this);
  column->addWidget(m_message);
  auto* hint = new QLabel(
      tr("Paste the address that the server printed when it started; the token in it goes to your keychain."), this);
  hint->setWordWrap(true);
  hint->setForegroundRole(QPalette::PlaceholderText);
  column->addWidget(hint);
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  m_url = new QLineEdit(this);
  m_url->setObjectName(u"serverUrlEdit"_s);
  m_url->setAccessibleName(tr("Address"));
  m_url->setPlaceholderText(u"http://localhost:8888/?token=…"_s);
  m_token = new QLineEdit(this);
  m_token->setObjectName(u"serverTokenEdit"_s);
  m_token->setAccessibleName(tr("Token"));
  m_token->setEchoMode(QLineEdit::Password);
  m_name = new QLineEdit(this);
  m_name->setObjectName(u"serverNameEdit"_s);
  m_name->setAccessibleName(tr("Name"));
  form->addRow(tr("&Address"), m_url);
  form->addRow(tr("&Token"), m_token);
  form->addRow(tr("&Name"), m_name);
  for (QLineEdit* edit : {m_url, m_token, m_name}) {
    form->labelForField(edit)->setMinimumHeight(edit->sizeHint().height());
  }
  column->addLayout(form);
  column->addStretch(1);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setObjectName(u"cancelServerButton"_s);
  cancel->setAutoDefault(false);
  m_add = new QPushButton(tr("Add"), this);
  m_add->setObjectName(u"addServerButton"_s);
  m_add->setDefault(true);
  row->addWidget(cancel);
  row->addWidget(m_add);
  column->addLayout(row);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_add, &QPushButton::clicked, this, &ServerDialog::add);
  // A pasted address gives its token up at once; one that is being typed when it is complete.
  connect(m_url, &QLineEdit::textChanged, this, [this, before = qsizetype(0)](const QString& text) mutable {
    if (text.size() > before + 1) takeTokenFromUrl();
    before = m_url->text().size();
    nameAfterHost();
  });
  connect(m_url, &QLineEdit::editingFinished, this, &ServerDialog::takeTokenFromUrl);
  connect(m_name, &QLineEdit::textChanged, this, &ServerDialog::refresh);
  refresh();
}

void ServerDialog::takeTokenFromUrl() {
  QUrl url(m_url->text().trimmed());
  QUrlQuery query(url);
  if (!query.hasQueryItem(u"token"_s)) return;
  m_token->setText(query.queryItemValue(u"token"_s, QUrl::FullyDecoded));
  query.removeQueryItem(u"token"_s);
  url.setQuery(query.isEmpty() ? QString() : query.query());
  m_url->setText(url.toString());
}

void ServerDialog::nameAfterHost() {
  const QUrl url(m_url->text().trimmed());
  if (!m_name->isModified()) m_name->setText(url.host().isEmpty() ? QString() : slug(url.host()));
  refresh();
}

void ServerDialog::refresh() {
  const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
  const bool fine = url.isValid() && !url.host().isEmpty() && (url.scheme() == u"http"_s || url.scheme() == u"https"_s);
  m_add->setEnabled(fine && !m_name->text().trimmed().isEmpty());
  m_add->setToolTip(fine ? QString() : tr("Write an address such as http://localhost:8888"));
}

void ServerDialog::add() {
  m_add->setEnabled(false);
  m_engine.addJupyterServer(m_name->text().trimmed(), m_url->text().trimmed(), m_token->text(), this,
                            [this](Status status) {
                              refresh();
                              if (status) {
                                accept();
                              } else {
                                m_message->showError(status.error());
                              }
                            });
}

}  // namespace cc::ui
