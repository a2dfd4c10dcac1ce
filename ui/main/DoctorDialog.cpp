// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/DoctorDialog.h"

#include "ui/look/ErrorText.h"
#include "ui/look/Icons.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::DoctorCheck;

DoctorDialog::DoctorDialog(engine::Engine& engine, QWidget* parent) : QDialog(parent), m_engine(engine) {
  setObjectName(u"doctorDialog"_s);
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Check the set-up"));
  resize(620, 420);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 16, 20, 16);
  m_summary = new QLabel(this);
  m_summary->setObjectName(u"doctorSummaryLabel"_s);
  column->addWidget(m_summary);
  m_list = new QTreeWidget(this);
  m_list->setObjectName(u"doctorList"_s);
  m_list->setAccessibleName(tr("Checks"));
  m_list->setHeaderHidden(true);
  m_list->setColumnCount(2);
  m_list->setRootIsDecorated(false);
  m_list->setWordWrap(true);
  m_list->setSelectionMode(QAbstractItemView::NoSelection);
  m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  column->addWidget(m_list, 1);
  auto* buttons = new QDialogButtonBox(this);
  auto* again = buttons->addButton(tr("Check again"), QDialogButtonBox::ActionRole);
  again->setObjectName(u"checkAgainButton"_s);
  auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  close->setObjectName(u"closeDoctorButton"_s);
  column->addWidget(buttons);
  connect(again, &QPushButton::clicked, this, &DoctorDialog::check);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  check();
}

void DoctorDialog::check() {
  m_summary->setText(tr("Checking…"));
  m_engine.doctor(this, [this](Result<std::vector<DoctorCheck>> checks) {
    if (checks) {
      showChecks(*checks);
    } else {
      m_summary->setText(errorText(checks.error()).what);
    }
  });
}

QString DoctorDialog::titleOf(const QString& id) {
  if (id == u"data_folder"_s) return tr("Data folder");
  if (id == u"results_folder"_s) return tr("Results folder");
  if (id == u"jupyter"_s) return tr("Jupyter server");
  if (id == u"kernels"_s) return tr("Kernels");
  if (id == u"keychain"_s) return tr("Keychain");
  if (id == u"disk_space"_s) return tr("Disk space");
  if (id == u"configuration"_s || id == u"config"_s) return tr("Configuration");
  return QString(id).replace(u'_', u' ');
}

void DoctorDialog::showChecks(const std::vector<DoctorCheck>& checks) {
  m_list->clear();
  int problems = 0;
  for (const DoctorCheck& check : checks) {
    QStringList found(check.params.cbegin(), check.params.cend());
    if (check.error) {
      const ErrorText text = errorText(*check.error);
      found = {text.what, text.why, text.next};
      found.removeAll(QString());
    }
    const bool bad = !check.ok && !check.warning;
    problems += bad ? 1 : 0;
    auto* item = new QTreeWidgetItem(m_list, {titleOf(check.id), found.join(check.error ? u' ' : u',')});
    const Tone tone = bad ? Tone::Bad : check.warning ? Tone::Warning : Tone::Good;
    item->setIcon(0, themedIcon(bad || check.warning ? u"warning"_s : u"succeeded"_s, toneColor(tone, palette())));
    item->setToolTip(1, found.join(u'\n'));
  }
  m_summary->setText(problems == 0 ? tr("Everything needed is there.")
                                   : tr("%n thing(s) need(s) your attention.", nullptr, problems));
}

}  // namespace cc::ui
