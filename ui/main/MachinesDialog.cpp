// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/MachinesDialog.h"

#include "ui/jobs/JobText.h"
#include "ui/look/MessageBar.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::RuntimeInfo;

MachinesDialog::MachinesDialog(engine::Engine& engine, QWidget* parent) : QDialog(parent), m_engine(engine) {
  setObjectName(u"machinesDialog"_s);
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Machines"));
  resize(760, 360);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 16, 20, 16);
  m_message = new MessageBar(this);
  m_message->hide();
  column->addWidget(m_message);
  m_summary = new QLabel(this);
  m_summary->setObjectName(u"machinesSummaryLabel"_s);
  m_summary->setWordWrap(true);
  column->addWidget(m_summary);
  m_list = new QTreeWidget(this);
  m_list->setObjectName(u"machinesList"_s);
  m_list->setAccessibleName(tr("Machines"));
  m_list->setHeaderLabels({tr("State"), tr("Machine"), tr("Provider"), tr("Job"), tr("Since")});
  m_list->setRootIsDecorated(false);
  m_list->header()->setStretchLastSection(false);
  m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
  column->addWidget(m_list, 1);
  auto* buttons = new QDialogButtonBox(this);
  m_attach = buttons->addButton(tr("Give to the queue"), QDialogButtonBox::ActionRole);
  m_attach->setObjectName(u"attachMachineButton"_s);
  m_attach->setToolTip(tr("Jobs that fit run on it, in its kernel as it is, until it is released"));
  m_release = buttons->addButton(tr("Release"), QDialogButtonBox::ActionRole);
  m_release->setObjectName(u"releaseMachineButton"_s);
  m_release->setToolTip(tr("End it; what is in its memory and on its disk is gone"));
  auto* again = buttons->addButton(tr("Look again"), QDialogButtonBox::ActionRole);
  again->setObjectName(u"lookAgainButton"_s);
  auto* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  close->setObjectName(u"closeMachinesButton"_s);
  column->addWidget(buttons);
  connect(again, &QPushButton::clicked, this, &MachinesDialog::look);
  connect(m_release, &QPushButton::clicked, this, &MachinesDialog::release);
  connect(m_attach, &QPushButton::clicked, this, &MachinesDialog::attach);
  connect(m_list, &QTreeWidget::itemSelectionChanged, this, &MachinesDialog::updateButtons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  look();
}

void MachinesDialog::look() {
  m_summary->setText(tr("Looking…"));
  m_engine.runtimes(this, [this](Result<std::vector<RuntimeInfo>> runtimes) {
    if (runtimes) {
      fill(*runtimes);
    } else {
      m_summary->clear();
      m_message->showError(runtimes.error());
    }
  });
}

QString MachinesDialog::stateText(const QString& state) {
  if (state == u"requested"_s) return tr("being asked for");
  if (state == u"active"_s) return tr("in use");
  if (state == u"kept"_s) return tr("kept");
  if (state == u"attached"_s) return tr("given to the queue");
  if (state == u"releasing"_s) return tr("being released");
  if (state == u"spare"_s) return tr("ready for the next job");
  return state == u"foreign"_s ? tr("opened elsewhere") : state;
}

void MachinesDialog::fill(const std::vector<RuntimeInfo>& runtimes) {
  const QString before = selected() ? selected()->id : QString();
  m_runtimes = runtimes;
  m_list->clear();
  for (const RuntimeInfo& runtime : m_runtimes) {
    auto* item = new QTreeWidgetItem(m_list, {stateText(runtime.state), runtime.description, runtime.provider,
                                              runtime.job.left(8), timeText(runtime.since)});
    item->setData(0, Qt::UserRole, runtime.id);
    item->setToolTip(1, runtime.id);
    if (runtime.id == before) m_list->setCurrentItem(item);
  }
  m_summary->setText(m_runtimes.empty() ? tr("No machine is held, and the providers list none.")
                                        : tr("%n machine(s)", nullptr, int(m_runtimes.size())));
  updateButtons();
}

const RuntimeInfo* MachinesDialog::selected() const {
  const QList<QTreeWidgetItem*> items = m_list->selectedItems();
  if (items.isEmpty()) return nullptr;
  const QString id = items.first()->data(0, Qt::UserRole).toString();
  const auto found =
      std::find_if(m_runtimes.begin(), m_runtimes.end(), [&](const RuntimeInfo& runtime) { return runtime.id == id; });
  return found == m_runtimes.end() ? nullptr : &*found;
}

void MachinesDialog::updateButtons() {
  const RuntimeInfo* runtime = selected();
  const QString state = runtime ? runtime->state : QString();
  m_release->setEnabled(QStringList{u"kept"_s, u"attached"_s, u"spare"_s, u"foreign"_s}.contains(state));
  m_attach->setEnabled(QStringList{u"kept"_s, u"spare"_s, u"foreign"_s}.contains(state));
}

void MachinesDialog::release() {
  const RuntimeInfo* runtime = selected();
  if (!runtime) return;
  m_release->setEnabled(false);
  m_engine.releaseRuntime(runtime->id, this, [this](const Result<Nothing>& released) {
    if (!released) m_message->showError(released.error());
    look();
  });
}

void MachinesDialog::attach() {
  const RuntimeInfo* runtime = selected();
  if (!runtime) return;
  m_attach->setEnabled(false);
  m_engine.attachRuntime(runtime->id, this, [this](const Result<QString>& attached) {
    if (!attached) m_message->showError(attached.error());
    look();
  });
}

}  // namespace cc::ui
