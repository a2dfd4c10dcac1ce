// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/DoctorDialog.h"

#include "ui/look/ErrorText.h"
#include "ui/look/Icons.h"
#include "ui/main/CheckText.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::DoctorCheck;

namespace {

// A tree gives a wrapped text one line only, unless its height is asked for at the width of its column.
class WrappingDelegate : public QStyledItemDelegate {
public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    const auto* tree = qobject_cast<const QTreeView*>(option.widget);
    if (!tree || index.column() == 0) return size;
    const QRect room(0, 0, tree->columnWidth(index.column()) - 12, 10'000);
    const QRect text = option.fontMetrics.boundingRect(room, Qt::TextWordWrap, index.data().toString());
    return {size.width(), qMax(size.height(), text.height() + 8)};
  }
};

}  // namespace

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
  m_list->setItemDelegate(new WrappingDelegate(m_list));
  connect(m_list->header(), &QHeaderView::sectionResized, m_list, &QTreeWidget::doItemsLayout, Qt::QueuedConnection);
  column->addWidget(m_list, 1);
  auto* buttons = new QDialogButtonBox(this);
  auto* again = buttons->addButton(tr("Check again"), QDialogButtonBox::ActionRole);
  again->setObjectName(u"checkAgainButton"_s);
  again->setAutoDefault(false);
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

void DoctorDialog::showChecks(const std::vector<DoctorCheck>& checks) {
  m_list->clear();
  int problems = 0;
  for (const DoctorCheck& check : checks) {
    const CheckText text = checkText(check);
    problems += text.isProblem ? 1 : 0;
    auto* item = new QTreeWidgetItem(m_list, {text.title, text.found.join(check.error ? u" "_s : u", "_s)});
    item->setIcon(0, themedIcon(text.icon(), toneColor(text.tone(), palette())));
    item->setToolTip(1, text.found.join(u'\n'));
  }
  m_summary->setText(problems == 0 ? tr("Everything needed is there.")
                                   : tr("%n thing(s) need(s) your attention.", nullptr, problems));
}

}  // namespace cc::ui
