// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobFilterBar.h"

#include "ui/look/Icons.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

namespace cc::ui {

using namespace Qt::StringLiterals;

JobFilterBar::JobFilterBar(QWidget* parent) : QWidget(parent) {
  setObjectName(u"jobFilterBar"_s);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(4, 8, 8, 6);
  m_state = new QComboBox(this);
  m_state->setObjectName(u"stateFilterCombo"_s);
  m_state->setAccessibleName(tr("Show jobs by state"));
  m_state->setToolTip(tr("Show jobs by state"));
  for (const auto& [filter, text] :
       {std::pair{JobFilter::All, tr("All jobs")}, std::pair{JobFilter::Active, tr("Running")},
        std::pair{JobFilter::Waiting, tr("Waiting")}, std::pair{JobFilter::Succeeded, tr("Succeeded")},
        std::pair{JobFilter::Failed, tr("Failed, timed out, lost")}, std::pair{JobFilter::Finished, tr("Ended")}}) {
    m_state->addItem(text, int(filter));
  }
  m_text = new QLineEdit(this);
  m_text->setObjectName(u"textFilterEdit"_s);
  m_text->setAccessibleName(tr("Filter jobs"));
  m_text->setPlaceholderText(tr("Filter by name, notebook or parameter"));
  m_text->setClearButtonEnabled(true);
  m_text->addAction(themedIcon(u"search"_s), QLineEdit::LeadingPosition);
  m_text->setMaximumWidth(420);
  m_counts = new QLabel(this);
  m_counts->setObjectName(u"shownCountLabel"_s);
  m_counts->setForegroundRole(QPalette::PlaceholderText);
  row->addWidget(m_state);
  row->addWidget(m_text, 1);
  row->addStretch(0);
  row->addWidget(m_counts);
  connect(m_state, &QComboBox::currentIndexChanged, this, &JobFilterBar::changed);
  connect(m_text, &QLineEdit::textChanged, this, &JobFilterBar::changed);
}

JobFilter JobFilterBar::filter() const {
  return JobFilter(m_state->currentData().toInt());
}
QString JobFilterBar::text() const {
  return m_text->text().trimmed();
}

void JobFilterBar::setFilter(JobFilter filter, const QString& text) {
  m_state->setCurrentIndex(qMax(0, m_state->findData(int(filter))));
  m_text->setText(text);
}

void JobFilterBar::setCounts(int shown, int total) {
  const QLocale locale;
  m_counts->setText(shown == total ? tr("%n job(s)", nullptr, total)
                                   : tr("%1 of %2 jobs").arg(locale.toString(shown), locale.toString(total)));
}

void JobFilterBar::focusText() {
  m_text->setFocus(Qt::ShortcutFocusReason);
  m_text->selectAll();
}

void JobFilterBar::clear() {
  setFilter(JobFilter::All, {});
}

}  // namespace cc::ui
