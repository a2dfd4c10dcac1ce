// SPDX-License-Identifier: GPL-3.0-or-later
// How the launch dialog is put together; what it does is in LaunchDialog.cpp.
#include "ui/parameters/LaunchDialog.h"

#include "ui/look/Dialogs.h"
#include "ui/look/Icons.h"
#include "ui/look/MessageBar.h"
#include "ui/parameters/AcceleratorField.h"
#include "ui/parameters/PresetButton.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <limits>

namespace cc::ui {

using namespace Qt::StringLiterals;

namespace {

QLabel* sectionTitle(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  QFont bold = label->font();
  bold.setBold(true);
  label->setFont(bold);
  return label;
}

QFormLayout* makeForm() {
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  return form;
}

void alignLabels(QFormLayout* form) {
  for (int row = 0; row < form->rowCount(); ++row) {
    const QLayoutItem* item = form->itemAt(row, QFormLayout::LabelRole);
    if (item && item->widget()) item->widget()->setMinimumSize(LaunchDialog::kLabelWidth, LaunchDialog::kRowHeight);
  }
}

template <typename W>
W* named(W* widget, const QString& objectName, const QString& accessibleName) {
  widget->setObjectName(objectName);
  widget->setAccessibleName(accessibleName);
  return widget;
}

}  // namespace

LaunchDialog::LaunchDialog(const Parts& parts, QWidget* parent)
    : QDialog(parent),
      m_engine(parts.engine),
      m_memory(parts.memory),
      m_dialogs(parts.dialogs),
      m_defaults(parts.defaults),
      m_presets(new PresetButton(parts.presetsFolder, parts.dialogs, this)) {
  setObjectName(u"launchDialog"_s);
  setAttribute(Qt::WA_DeleteOnClose);
  resize(640, 560);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_message = new MessageBar(this);
  column->addWidget(m_message);
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(u"launchScrollArea"_s);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* page = new QWidget(scroll);
  auto* inner = new QVBoxLayout(page);
  inner->setContentsMargins(20, 16, 20, 16);
  inner->setSpacing(10);
  buildHeader(inner);
  m_parametersTitle = sectionTitle(tr("Parameters"), page);
  inner->addWidget(m_parametersTitle);
  m_parameterForm = makeForm();
  inner->addLayout(m_parameterForm);
  inner->addSpacing(6);
  inner->addWidget(sectionTitle(tr("Run"), page));
  inner->addWidget(buildRunOptions());
  auto* more = buildMoreOptions();
  m_more = named(new QToolButton(page), u"moreOptionsButton"_s, tr("Limits and results"));
  m_more->setText(tr("Limits and results"));
  m_more->setCheckable(true);
  m_more->setAutoRaise(true);
  m_more->setIcon(themedIcon(u"chevron-right"_s));
  m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_more->setFocusPolicy(Qt::TabFocus);
  connect(m_more, &QToolButton::toggled, this, [this, more](bool on) {
    more->setVisible(on);
    m_more->setIcon(themedIcon(on ? u"chevron-down"_s : u"chevron-right"_s));
  });
  more->hide();
  inner->addWidget(m_more);
  inner->addWidget(more);
  inner->addStretch(1);
  scroll->setWidget(page);
  column->addWidget(scroll, 1);
  buildButtons(column);
}

void LaunchDialog::buildHeader(QVBoxLayout* column) {
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  auto* icon = new QLabel(this);
  icon->setPixmap(
      themedIcon(u"notebook"_s, toneColor(Tone::Active, palette())).pixmap(QSize(28, 28), devicePixelRatioF()));
  row->addWidget(icon, 0, Qt::AlignTop);
  m_notebookRows = new QVBoxLayout;
  m_notebookRows->setSpacing(4);
  row->addLayout(m_notebookRows, 1);
  row->addWidget(m_presets, 0, Qt::AlignTop);
  m_presets->setChoices([this] {
    Json json = choices();
    json.erase("name");  // a preset is for many jobs
    return json;
  });
  connect(m_presets, &PresetButton::chosen, this, [this](Json chosen) {
    chosen["name"] = toStd(m_name->text());
    applyChoices(chosen);
  });
  connect(m_presets, &PresetButton::failed, m_message, &MessageBar::showError);
  column->addLayout(row);
}

QWidget* LaunchDialog::buildRunOptions() {
  auto* box = new QWidget(this);
  auto* form = makeForm();
  form->setContentsMargins(0, 0, 0, 0);
  box->setLayout(form);
  m_name = named(new QLineEdit(box), u"nameEdit"_s, tr("Name"));
  m_name->setPlaceholderText(tr("The notebook's name"));
  m_provider = named(new QComboBox(box), u"providerCombo"_s, tr("Provider"));
  m_provider->addItem(defaultProviderText(), QString());
  m_provider->setMinimumWidth(180);
  m_provider->setToolTip(tr("Where the notebook runs"));
  m_accelerators = new AcceleratorField(box);
  m_highRam = named(new QCheckBox(tr("More &memory"), box), u"highRamCheck"_s, tr("More memory"));
  m_highRam->setToolTip(tr("A machine with more memory; it costs more"));
  m_cost = named(new QLabel(box), u"forecastLabel"_s, tr("What it will cost"));
  m_cost->setTextFormat(Qt::PlainText);
  m_cost->setWordWrap(true);
  m_cost->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  m_acceleratorsLabel = new QLabel(tr("A&ccelerators"), box);
  m_acceleratorsLabel->setBuddy(m_accelerators);
  m_priority = named(new QSpinBox(box), u"prioritySpin"_s, tr("Priority"));
  m_priority->setRange(-1000, 1000);
  m_priority->setToolTip(tr("Jobs with a higher priority start first"));
  m_hold = named(new QCheckBox(tr("Submit on &hold"), box), u"holdCheck"_s, tr("Submit on hold"));
  m_hold->setToolTip(tr("The job waits until you release it"));
  form->addRow(tr("&Name"), m_name);
  form->addRow(tr("P&rovider"), m_provider);
  form->addRow(m_acceleratorsLabel, m_accelerators);
  form->addRow(QString(), m_highRam);
  form->addRow(QString(), m_cost);
  form->addRow(tr("Pr&iority"), m_priority);
  form->addRow(QString(), m_hold);
  alignLabels(form);
  connect(m_provider, &QComboBox::currentIndexChanged, this, &LaunchDialog::refresh);
  connect(m_accelerators, &AcceleratorField::changed, this, &LaunchDialog::refresh);
  connect(m_highRam, &QCheckBox::toggled, this, &LaunchDialog::refresh);
  m_forecastTimer.setSingleShot(true);
  m_forecastTimer.setInterval(200);
  connect(&m_forecastTimer, &QTimer::timeout, this, &LaunchDialog::refreshCost);
  return box;
}

QLineEdit* LaunchDialog::durationEdit(const QString& objectName, const QString& accessibleName) {
  auto* edit = named(new QLineEdit(this), objectName, accessibleName);
  edit->setPlaceholderText(tr("No limit; or 20h, 30m, 1h30m"));
  connect(edit, &QLineEdit::textChanged, this, &LaunchDialog::refresh);
  return edit;
}

QWidget* LaunchDialog::buildInputs(QWidget* parent) {
  auto* field = new QWidget(parent);
  auto* row = new QHBoxLayout(field);
  row->setContentsMargins(0, 0, 0, 0);
  m_inputs = named(new QLineEdit(field), u"inputsEdit"_s, tr("Input files"));
  m_inputs->setPlaceholderText(tr("None; or files, gdrive:PATH, gs://BUCKET/PATH"));
  m_inputs->setToolTip(tr("Put into the working folder before the first cell; FROM=NAME gives one another name there"));
  auto* browse = named(new QToolButton(field), u"browseInputsButton"_s, tr("Add an input file"));
  browse->setIcon(themedIcon(u"folder"_s));
  browse->setToolTip(tr("Add an input file"));
  row->addWidget(m_inputs);
  row->addWidget(browse);
  connect(browse, &QToolButton::clicked, this, [this] {
    m_dialogs.chooseFile(this, tr("Input file"), tr("All files (*)"), [this](const QString& chosen) {
      const QString before = m_inputs->text().trimmed();
      m_inputs->setText(before.isEmpty() ? chosen : before + u", "_s + chosen);
    });
  });
  return field;
}

QWidget* LaunchDialog::buildCheckpoints(QWidget* parent) {
  auto* field = new QWidget(parent);
  auto* row = new QHBoxLayout(field);
  row->setContentsMargins(0, 0, 0, 0);
  m_checkpoints = named(new QLineEdit(field), u"checkpointsEdit"_s, tr("Checkpoints"));
  m_checkpoints->setPlaceholderText(tr("Patterns: checkpoints/**, *.pt"));
  m_checkpoints->setToolTip(tr("Files that come home while it runs; a later attempt goes on from them"));
  m_checkpointEvery = named(new QLineEdit(field), u"checkpointEveryEdit"_s, tr("Time between checkpoints"));
  m_checkpointEvery->setPlaceholderText(tr("every 10m"));
  m_checkpointEvery->setToolTip(tr("How often they come home"));
  connect(m_checkpointEvery, &QLineEdit::textChanged, this, &LaunchDialog::refresh);
  row->addWidget(m_checkpoints, 3);
  row->addWidget(m_checkpointEvery, 1);
  return field;
}

QWidget* LaunchDialog::buildMoreOptions() {
  auto* box = new QWidget(this);
  auto* form = makeForm();
  form->setContentsMargins(0, 0, 0, 0);
  box->setLayout(form);
  m_timeout = durationEdit(u"timeoutEdit"_s, tr("Time limit"));
  m_cellTimeout = durationEdit(u"cellTimeoutEdit"_s, tr("Time limit per cell"));
  m_retries = named(new QSpinBox(box), u"retriesSpin"_s, tr("Retries"));
  m_retries->setRange(0, 100);
  m_retries->setToolTip(tr("Further attempts after a failure that a retry can cure"));
  m_artifacts = named(new QLineEdit(box), u"artifactsEdit"_s, tr("Files to bring home"));
  m_artifacts->setPlaceholderText(tr("Patterns: *.csv, models/*.pt"));
  auto* folder = new QWidget(box);
  auto* row = new QHBoxLayout(folder);
  row->setContentsMargins(0, 0, 0, 0);
  m_results = named(new QLineEdit(folder), u"resultsEdit"_s, tr("Results folder"));
  m_results->setPlaceholderText(tr("The configured folder"));
  auto* browse = named(new QToolButton(folder), u"browseResultsButton"_s, tr("Choose the results folder"));
  browse->setIcon(themedIcon(u"folder"_s));
  browse->setToolTip(tr("Choose the results folder"));
  row->addWidget(m_results);
  row->addWidget(browse);
  connect(browse, &QToolButton::clicked, this, [this] {
    m_dialogs.chooseFolder(this, tr("Results folder"), m_results->text(),
                           [this](const QString& chosen) { m_results->setText(chosen); });
  });
  m_backup = named(new QLineEdit(box), u"backupEdit"_s, tr("Backup"));
  m_backup->setPlaceholderText(tr("None; or gdrive:PATH, gs://BUCKET/PATH, a folder"));
  m_backup->setToolTip(tr("Where the results are copied when the job has ended"));
  m_maxUnits = named(new QLineEdit(box), u"maxUnitsEdit"_s, tr("Budget"));
  m_maxUnits->setPlaceholderText(tr("No limit; or compute units, such as 20"));
  m_maxUnits->setToolTip(tr("The job is stopped when its machines have cost so much"));
  connect(m_maxUnits, &QLineEdit::textChanged, this, &LaunchDialog::refresh);
  m_allowErrors = named(new QCheckBox(tr("&Go on after a failing cell"), box), u"allowErrorsCheck"_s,
                        tr("Go on after a failing cell"));
  form->addRow(tr("&Time limit"), m_timeout);
  form->addRow(tr("Time limit per ce&ll"), m_cellTimeout);
  form->addRow(tr("R&etries"), m_retries);
  form->addRow(tr("B&udget"), m_maxUnits);
  QWidget* inputs = buildInputs(box);
  QWidget* checkpoints = buildCheckpoints(box);
  form->addRow(tr("Input file&s"), inputs);
  form->addRow(tr("Chec&kpoints"), checkpoints);
  form->addRow(tr("&Files to bring home"), m_artifacts);
  form->addRow(tr("Results f&older"), folder);
  form->addRow(tr("&Backup"), m_backup);
  form->addRow(QString(), m_allowErrors);
  alignLabels(form);
  return box;
}

void LaunchDialog::buildButtons(QVBoxLayout* column) {
  auto* line = new QFrame(this);
  line->setFrameShape(QFrame::HLine);
  line->setForegroundRole(QPalette::Mid);
  column->addWidget(line);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(20, 12, 20, 14);
  row->setSpacing(8);
  m_summary = new QLabel(this);
  m_summary->setObjectName(u"launchProblemLabel"_s);
  m_summary->setWordWrap(true);
  m_summary->setForegroundRole(QPalette::PlaceholderText);
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setObjectName(u"cancelLaunchButton"_s);
  cancel->setAutoDefault(false);
  m_submit = new QPushButton(tr("Submit"), this);
  m_submit->setObjectName(u"submitButton"_s);
  m_submit->setDefault(true);
  m_submit->setToolTip(tr("Ctrl+Return"));
  row->addWidget(m_summary, 1);
  row->addWidget(cancel);
  row->addWidget(m_submit);
  column->addLayout(row);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_submit, &QPushButton::clicked, this, &LaunchDialog::submit);
  auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
  connect(shortcut, &QShortcut::activated, this, &LaunchDialog::submit);
}

}  // namespace cc::ui
