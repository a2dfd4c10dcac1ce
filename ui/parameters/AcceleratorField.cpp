// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/AcceleratorField.h"

#include "ui/account/UsageText.h"
#include "ui/common/CostText.h"
#include "ui/look/Icons.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace cc::ui {

using namespace Qt::StringLiterals;

AcceleratorField::AcceleratorField(QWidget* parent) : QWidget(parent) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  m_edit = new QLineEdit(this);
  m_edit->setObjectName(u"acceleratorsEdit"_s);
  m_edit->setAccessibleName(tr("Accelerators"));
  m_edit->setPlaceholderText(tr("In order of preference: A100, L4, T4"));
  m_menu = new QMenu(this);
  m_menu->setObjectName(u"acceleratorsMenu"_s);
  m_menu->setToolTipsVisible(true);
  m_choose = new QToolButton(this);
  m_choose->setObjectName(u"chooseAcceleratorButton"_s);
  m_choose->setAccessibleName(tr("Choose accelerators"));
  m_choose->setToolTip(tr("What the account may have, and what it costs"));
  m_choose->setIcon(themedIcon(u"chip"_s));
  row->addWidget(m_edit);
  row->addWidget(m_choose);
  setFocusProxy(m_edit);
  connect(m_choose, &QToolButton::clicked, this,
          [this] { m_menu->popup(m_choose->mapToGlobal(QPoint(0, m_choose->height()))); });
  connect(m_menu, &QMenu::aboutToShow, this, &AcceleratorField::fillMenu);
  connect(m_edit, &QLineEdit::textChanged, this, &AcceleratorField::changed);
  setPrices({});
}

void AcceleratorField::setPrices(const std::vector<engine::AcceleratorPrice>& prices) {
  m_prices = prices;
  m_choose->setVisible(!prices.empty());
}

QString AcceleratorField::text() const {
  return m_edit->text();
}

void AcceleratorField::setText(const QString& text) {
  m_edit->setText(text);
}

QStringList AcceleratorField::accelerators() const {
  QStringList names = m_edit->text().split(u',', Qt::SkipEmptyParts);
  for (QString& name : names) name = name.trimmed();
  names.removeAll(QString());
  return names;
}

void AcceleratorField::fillMenu() {
  m_menu->clear();
  QStringList chosen = accelerators();
  for (QString& name : chosen) name = name.toUpper();
  QStringList seen;
  for (const engine::AcceleratorPrice& price : m_prices) {
    if (price.name == u"NONE"_s || seen.contains(price.name)) continue;
    seen << price.name;
    const qsizetype place = chosen.indexOf(price.name);
    QString text = place < 0 ? price.name : tr("%1 (choice %2)").arg(price.name).arg(place + 1);
    if (!price.eligible)
      text += u'\t' + tr("not with this account");
    else if (price.unitsPerHour)
      text += u'\t' + (price.rateFrom == u"learned"_s ? QString() : u"~ "_s) + rateText(*price.unitsPerHour);
    else
      text += u'\t' + tr("price not known");
    QAction* action = m_menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(place >= 0);
    action->setEnabled(price.eligible || place >= 0);
    action->setToolTip(price.unitsPerHour ? tr("Price: %1").arg(rateFromText(price.rateFrom))
                                          : tr("Nobody knows the price"));
    connect(action, &QAction::triggered, this, [this, name = price.name] { toggle(name); });
  }
}

// A new choice is the last in the order.
void AcceleratorField::toggle(const QString& name) {
  QStringList names = accelerators();
  if (names.removeIf([&](const QString& one) { return one.compare(name, Qt::CaseInsensitive) == 0; }) == 0)
    names << name;
  m_edit->setText(names.join(u", "_s));
}

}  // namespace cc::ui
