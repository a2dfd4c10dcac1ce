// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/ParametersView.h"

#include "ui/look/EmptyState.h"
#include "ui/look/Icons.h"

#include <QHeaderView>
#include <QPushButton>
#include <QStackedLayout>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;

ParametersView::ParametersView(QWidget* parent) : QWidget(parent) {
  setObjectName(u"parametersView"_s);
  m_stack = new QStackedLayout(this);
  m_empty = new EmptyState(u"parameters"_s, {}, {}, this);
  m_page = new QWidget(this);
  auto* column = new QVBoxLayout(m_page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_table = new QTreeWidget(m_page);
  m_table->setObjectName(u"parametersTable"_s);
  m_table->setAccessibleName(tr("Parameters of the job"));
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setHeaderLabels({tr("Parameter"), tr("Value")});
  m_table->setRootIsDecorated(false);
  m_table->setAlternatingRowColors(true);
  m_table->setColumnWidth(0, 220);
  column->addWidget(m_table, 1);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(12, 8, 12, 10);
  auto* again = new QPushButton(themedIcon(u"retry"_s), tr("Run again with changes…"), m_page);
  again->setObjectName(u"runAgainButton"_s);
  again->setToolTip(tr("Open the form of a new job filled in like this one"));
  row->addWidget(again);
  row->addStretch(1);
  column->addLayout(row);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_page);
  connect(again, &QPushButton::clicked, this, [this] {
    if (m_spec) Q_EMIT runAgainRequested(*m_spec);
  });
  showDetail(nullptr);
}

void ParametersView::showDetail(const engine::JobDetail* detail) {
  m_spec = detail ? std::optional(detail->spec) : std::nullopt;
  m_table->clear();
  m_stack->setCurrentWidget(detail ? m_page : static_cast<QWidget*>(m_empty));
  if (!detail) {
    m_empty->setTexts(tr("No job selected"), tr("Select a job in the table to see its parameters."));
    return;
  }
  if (detail->spec.parameters.is_object()) {
    for (const auto& [name, value] : detail->spec.parameters.items()) {
      const QString text =
          value.is_string() ? fromStd(value.get_ref<const std::string&>()) : QString::fromUtf8(dumpJson(value));
      auto* item = new QTreeWidgetItem(m_table, {fromStd(name), text.left(2000)});
      item->setToolTip(1, text.left(2000));
    }
  }
  if (m_table->topLevelItemCount() == 0) {
    auto* item = new QTreeWidgetItem(m_table, {tr("All parameters have the notebook's own values.")});
    item->setFirstColumnSpanned(true);
    item->setFlags(Qt::ItemIsEnabled);
    item->setDisabled(true);
  }
}

}  // namespace cc::ui
