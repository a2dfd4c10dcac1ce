// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/ParameterField.h"

#include "ui/look/Icons.h"
#include "ui/parameters/NumberEdit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace cc::ui {

using namespace Qt::StringLiterals;
using notebook::Parameter;
using notebook::ParameterType;

void ParameterField::makeButtons() {
  const QString name = m_parameter.name;
  m_sweepButton = new QToolButton(this);
  m_sweepButton->setObjectName(name + u"SweepButton"_s);
  m_sweepButton->setIcon(themedIcon(u"sweep"_s));
  m_sweepButton->setCheckable(true);
  m_sweepButton->setAutoRaise(true);
  m_sweepButton->setToolTip(tr("Several values: one job for each"));
  m_sweepButton->setAccessibleName(tr("Several values of %1").arg(name));
  m_resetButton = new QToolButton(this);
  m_resetButton->setObjectName(name + u"ResetButton"_s);
  m_resetButton->setIcon(themedIcon(u"reset"_s));
  m_resetButton->setAutoRaise(true);
  m_resetButton->setToolTip(tr("Back to the default: %1").arg(m_parameter.sourceText));
  m_resetButton->setAccessibleName(tr("Reset %1").arg(name));
  for (QToolButton* button : {m_sweepButton, m_resetButton}) button->setFocusPolicy(Qt::TabFocus);
}

ParameterField::ParameterField(const Parameter& parameter, QWidget* parent) : QWidget(parent), m_parameter(parameter) {
  const QString name = parameter.name;
  setObjectName(name + u"ParameterField"_s);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(4);
  grid->setVerticalSpacing(1);
  m_editor = makeEditor();
  m_editor->setObjectName(name + u"Editor"_s);
  m_editor->setAccessibleName(name);
  m_editor->setAccessibleDescription(parameter.help);
  m_editor->setToolTip(u"%1 (%2)"_s.arg(name, typeText(parameter)));
  m_sweep = new QLineEdit(this);
  m_sweep->setObjectName(name + u"SweepEdit"_s);
  m_sweep->setAccessibleName(tr("Values of %1").arg(name));
  m_sweep->setPlaceholderText(parameter.type == ParameterType::Int     ? tr("1, 2, 5 or 1..10")
                              : parameter.type == ParameterType::Float ? tr("0.1, 0.2 or 0.1..0.5 step 0.1")
                                                                       : tr("one, two, three"));
  m_sweep->hide();
  makeButtons();
  m_help = new QLabel(parameter.help, this);
  m_help->setTextFormat(Qt::PlainText);
  m_help->setWordWrap(true);
  m_help->setForegroundRole(QPalette::PlaceholderText);
  m_help->setVisible(!parameter.help.isEmpty());
  m_problem = new QLabel(this);
  m_problem->setObjectName(name + u"ProblemLabel"_s);
  m_problem->setTextFormat(Qt::PlainText);
  m_problem->setWordWrap(true);
  grid->addWidget(m_editor, 0, 0);
  grid->addWidget(m_sweep, 0, 0);
  grid->addWidget(m_sweepButton, 0, 1);
  grid->addWidget(m_resetButton, 0, 2);
  grid->addWidget(m_problem, 1, 0);
  grid->addWidget(m_help, 2, 0);
  grid->setColumnStretch(0, 1);
  connectEditor();
  connect(m_sweep, &QLineEdit::textChanged, this, &ParameterField::refresh);
  connect(m_sweepButton, &QToolButton::toggled, this, [this](bool on) {
    m_editor->setVisible(!on);
    m_sweep->setVisible(on);
    if (on && m_sweep->text().isEmpty()) m_sweep->setText(editorText());
    if (on) m_sweep->setFocus();
    refresh();
  });
  connect(m_resetButton, &QToolButton::clicked, this, &ParameterField::reset);
  reset();
}

QWidget* ParameterField::makeEditor() {
  if (!m_parameter.choices.empty()) {
    auto* combo = new QComboBox(this);
    for (const Json& choice : m_parameter.choices) combo->addItem(writeValue(m_parameter, choice));
    return combo;
  }
  switch (m_parameter.type) {
    case ParameterType::Bool:
      return new QCheckBox(this);
    case ParameterType::Int:
      if (!m_parameter.optional) return new NumberEdit(NumberEdit::Kind::Int, this);
      break;
    case ParameterType::Float:
      if (!m_parameter.optional) return new NumberEdit(NumberEdit::Kind::Float, this);
      break;
    default:
      break;
  }
  auto* line = new QLineEdit(this);
  if (m_parameter.type != ParameterType::String) line->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  if (m_parameter.optional) line->setPlaceholderText(u"None"_s);
  return line;
}

void ParameterField::connectEditor() {
  if (auto* combo = qobject_cast<QComboBox*>(m_editor)) {
    connect(combo, &QComboBox::currentIndexChanged, this, &ParameterField::refresh);
  } else if (auto* check = qobject_cast<QCheckBox*>(m_editor)) {
    connect(check, &QCheckBox::toggled, this, &ParameterField::refresh);
  } else if (auto* number = qobject_cast<NumberEdit*>(m_editor)) {
    connect(number, &NumberEdit::valueChanged, this, &ParameterField::refresh);
  } else if (auto* line = qobject_cast<QLineEdit*>(m_editor)) {
    connect(line, &QLineEdit::textChanged, this, &ParameterField::refresh);
  }
}

QString ParameterField::editorText() const {
  if (auto* combo = qobject_cast<QComboBox*>(m_editor)) return combo->currentText();
  if (auto* check = qobject_cast<QCheckBox*>(m_editor)) return check->isChecked() ? u"true"_s : u"false"_s;
  if (auto* number = qobject_cast<NumberEdit*>(m_editor)) return number->text();
  return static_cast<QLineEdit*>(m_editor)->text();
}

ReadValue ParameterField::read() const {
  if (isSweep()) return readSweep(m_parameter, m_sweep->text());
  if (auto* combo = qobject_cast<QComboBox*>(m_editor)) {
    const int index = combo->currentIndex();
    if (index >= 0) return {.values = {m_parameter.choices[std::size_t(index)]}};
  }
  // The default of an expression is code, not a value: only a change of it is a value.
  if (m_parameter.type == ParameterType::Expression && editorText() == m_parameter.sourceText)
    return {.values = {nullptr}};
  return readValue(m_parameter, editorText());
}

bool ParameterField::isSweep() const {
  return m_sweepButton->isChecked();
}

bool ParameterField::isChanged() const {
  if (isSweep()) return true;
  const ReadValue now = read();
  return !now.ok() || now.values.front() != m_parameter.value;
}

void ParameterField::setValue(const Json& value) {
  const QString text = writeValue(m_parameter, value);
  if (auto* combo = qobject_cast<QComboBox*>(m_editor)) {
    combo->setCurrentIndex(qMax(0, combo->findText(text)));
  } else if (auto* check = qobject_cast<QCheckBox*>(m_editor)) {
    check->setChecked(value.is_boolean() && value.get<bool>());
  } else if (auto* number = qobject_cast<NumberEdit*>(m_editor)) {
    number->setValue(value);
  } else {
    static_cast<QLineEdit*>(m_editor)->setText(text);
  }
  refresh();
}

void ParameterField::setSweepText(const QString& text) {
  m_sweep->setText(text);
  m_sweepButton->setChecked(!text.isEmpty());
}

QString ParameterField::sweepText() const {
  return isSweep() ? m_sweep->text() : QString();
}

void ParameterField::reset() {
  m_sweepButton->setChecked(false);
  m_sweep->clear();
  setValue(m_parameter.value);
}

void ParameterField::refresh() {
  const ReadValue now = read();
  m_problem->setText(now.problem);
  m_problem->setVisible(!now.ok());
  QPalette red = m_problem->palette();
  red.setColor(QPalette::WindowText, toneColor(Tone::Bad, palette()));
  m_problem->setPalette(red);
  m_resetButton->setEnabled(isChanged());
  if (isSweep() && now.ok()) {
    m_sweepButton->setToolTip(tr("%n value(s): click for a single one", nullptr, int(now.values.size())));
  } else {
    m_sweepButton->setToolTip(tr("Several values: one job for each"));
  }
  Q_EMIT changed();
}

}  // namespace cc::ui
