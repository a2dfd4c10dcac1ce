// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/LaunchDialog.h"

#include "base/Config.h"
#include "ui/account/UsageText.h"
#include "ui/look/Dialogs.h"
#include "ui/look/ErrorText.h"
#include "ui/look/Icons.h"
#include "ui/look/MessageBar.h"
#include "ui/parameters/AcceleratorField.h"
#include "ui/parameters/LaunchMemory.h"
#include "ui/parameters/ParameterField.h"
#include "ui/parameters/PresetButton.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace cc::ui {

using namespace Qt::StringLiterals;
using engine::JobSpec;
using engine::NotebookInspection;

namespace {

constexpr int kFrameRoom = 48;  // title and borders that the desktop adds
constexpr qint64 kUsageAgeMs = 60'000;

// Empty: no limit, which is 0. Nothing when it is no such number.
std::optional<double> unitsIn(const QString& text) {
  const QString trimmed = text.trimmed();
  if (trimmed.isEmpty()) return 0;
  bool ok = false;
  double units = QLocale().toDouble(trimmed, &ok);
  if (!ok) units = QLocale::c().toDouble(trimmed, &ok);
  if (!ok || !(units >= 0)) return std::nullopt;
  return units;
}

}  // namespace

void LaunchDialog::setNotebooks(const QStringList& notebooks, const Json& initial) {
  m_notebooks = notebooks;
  m_initial = initial;
  m_inspections.clear();
  while (QLayoutItem* item = m_notebookRows->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  setWindowTitle(notebooks.size() == 1 ? tr("New job: %1").arg(QFileInfo(notebooks.first()).fileName())
                                       : tr("New jobs: %n notebook(s)", nullptr, int(notebooks.size())));
  m_waiting = int(notebooks.size());
  for (const QString& notebook : notebooks) {
    addNotebookRow(notebook);
    m_engine.inspect(notebook, this,
                     [this, notebook](Result<NotebookInspection> inspection) { inspected(notebook, inspection); });
  }
  m_engine.providers(this, [this](Result<std::vector<engine::ProviderInfo>> providers) {
    if (!providers) return;
    const QString chosen = m_provider->currentData().toString();
    m_provider->clear();
    m_provider->addItem(defaultProviderText(), QString());
    for (const auto& provider : *providers) {
      const bool account = provider.error && errorWord(provider.error->code).startsWith(u"account."_s);
      const QString trouble = account ? tr("%1 (sign-in needed)") : tr("%1 (not answering)");
      m_provider->addItem(provider.ok ? provider.name : trouble.arg(provider.name), provider.name);
      m_provider->setItemData(m_provider->count() - 1, provider.description, Qt::ToolTipRole);
      m_provider->setItemData(m_provider->count() - 1, provider.accelerators, Qt::UserRole + 1);
    }
    m_provider->setCurrentIndex(qMax(0, m_provider->findData(chosen)));
  });
  m_engine.usage(kUsageAgeMs, this, [this](Result<std::vector<engine::UsageInfo>> usages) {
    if (!usages) return;
    m_usages = std::move(*usages);
    refresh();
  });
  refresh();
}

void LaunchDialog::addNotebookRow(const QString& notebook) {
  auto* row = new QLabel(this);
  row->setObjectName(u"notebookLabel"_s);
  row->setProperty("notebook", notebook);
  row->setWordWrap(true);
  row->setTextFormat(Qt::PlainText);
  row->setToolTip(QDir::toNativeSeparators(notebook));
  row->setText(tr("%1: reading…").arg(QFileInfo(notebook).fileName()));
  m_notebookRows->addWidget(row);
}

void LaunchDialog::inspected(const QString& notebook, const Result<NotebookInspection>& inspection) {
  if (!m_notebooks.contains(notebook)) return;
  --m_waiting;
  QLabel* row = nullptr;
  for (QLabel* label : findChildren<QLabel*>(u"notebookLabel"_s)) {
    if (label->property("notebook").toString() == notebook) row = label;
  }
  const QString file = QFileInfo(notebook).fileName();
  if (inspection) {
    m_inspections[notebook] = *inspection;
    QString text = tr("%1: %n code cell(s)", nullptr, inspection->codeCells).arg(file);
    if (!inspection->language.isEmpty()) text += u", "_s + inspection->language;
    if (inspection->upgraded) text += u", "_s + tr("old format, upgraded");
    if (row) row->setText(text);
  } else if (row) {
    const ErrorText text = errorText(inspection.error());
    row->setText(QStringList{text.what, text.why, text.next}.join(u' ').simplified());
    row->setAccessibleName(tr("Problem with %1").arg(file));
    QPalette red = row->palette();
    red.setColor(QPalette::WindowText, toneColor(Tone::Bad, palette()));
    row->setPalette(red);
  }
  if (m_waiting == 0) rebuildForm();
  refresh();
}

// Several notebooks share the parameters that all of them have; the others keep their own defaults.
void LaunchDialog::rebuildForm() {
  while (m_parameterForm->rowCount() > 0) m_parameterForm->removeRow(0);
  m_fields.clear();
  if (m_inspections.empty()) return;
  for (const notebook::Parameter& parameter : m_inspections.begin()->second.parameters) {
    const bool shared = std::all_of(m_inspections.begin(), m_inspections.end(), [&parameter](const auto& entry) {
      const auto& list = entry.second.parameters;
      return std::any_of(list.begin(), list.end(), [&parameter](const auto& p) { return p.name == parameter.name; });
    });
    if (!shared) continue;
    auto* field = new ParameterField(parameter, this);
    auto* label = new QLabel(this);
    label->setText(label->fontMetrics().elidedText(parameter.name, Qt::ElideMiddle, kMostLabelWidth));
    label->setToolTip(u"%1 (%2)"_s.arg(parameter.name, typeText(parameter)));
    label->setMinimumWidth(kLabelWidth);
    label->setFixedHeight(kRowHeight);  // beside the editor, not in the middle of the help below it
    label->setBuddy(field->findChild<QWidget*>(parameter.name + u"Editor"_s));
    m_parameterForm->addRow(label, field);
    m_fields.push_back(field);
    connect(field, &ParameterField::changed, this, &LaunchDialog::refresh);
  }
  if (m_fields.empty()) {
    auto* none = new QLabel(m_inspections.size() > 1
                                ? tr("These notebooks have no parameter in common; each runs with its own values.")
                                : tr("This notebook has no cell tagged “parameters”; it runs as it is."),
                            this);
    none->setWordWrap(true);
    none->setForegroundRole(QPalette::PlaceholderText);
    m_parameterForm->addRow(none);
  }
  orderTabs();
  applyChoices(m_initial.is_object() ? m_initial : m_memory.recall(m_notebooks.value(0)));
  QWidget* first = m_fields.empty()
                       ? static_cast<QWidget*>(m_submit)
                       : m_fields.front()->findChild<QWidget*>(m_fields.front()->parameter().name + u"Editor"_s);
  first->setFocus(Qt::TabFocusReason);  // selects what is there: typing replaces it
  const int room = screen()->availableGeometry().height() - kFrameRoom;
  const int wanted = qMin(qMin(860, room), sizeHint().height() + int(m_fields.size()) * 44);
  if (height() < wanted) resize(width(), wanted);
}

// The fields are younger than what stands below them.
void LaunchDialog::orderTabs() {
  QWidget* last = m_presets;
  for (const ParameterField* field : m_fields) {
    const auto parts = field->findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
    for (QWidget* part : parts) {
      if (!(part->focusPolicy() & Qt::TabFocus)) continue;
      setTabOrder(last, part);
      last = part;
    }
  }
}

QString LaunchDialog::defaultProviderText() const {
  return m_defaults.provider.isEmpty() ? tr("Default") : tr("Default (%1)").arg(m_defaults.provider);
}

Json LaunchDialog::choicesOf(const JobSpec& spec) {
  Json json = Json::object();
  json["parameters"] = spec.parameters;
  json["provider"] = toStd(spec.provider);
  json["accelerators"] = toStd(spec.accelerators.join(u", "_s));
  json["timeout"] = spec.timeoutMs > 0 ? toStd(formatDuration(spec.timeoutMs)) : std::string();
  json["cell_timeout"] = spec.cellTimeoutMs > 0 ? toStd(formatDuration(spec.cellTimeoutMs)) : std::string();
  json["high_ram"] = spec.highRam;
  json["max_units"] = spec.maxUnits;
  json["retries"] = spec.retries;
  json["priority"] = spec.priority;
  QStringList inputs;
  for (const jobs::JobInput& input : spec.inputs) inputs << jobs::toText(input);
  json["inputs"] = toStd(inputs.join(u", "_s));
  json["checkpoints"] = toStd(spec.checkpoints.join(u", "_s));
  json["checkpoint_every"] = spec.checkpointEveryMs > 0 ? toStd(formatDuration(spec.checkpointEveryMs)) : std::string();
  json["artifacts"] = toStd(spec.artifacts.join(u", "_s));
  json["results"] = toStd(spec.results);
  json["backup_to"] = toStd(spec.backupTo);
  json["allow_errors"] = spec.allowErrors;
  return json;
}

Json LaunchDialog::choices() const {
  JobSpec spec = builder().common;
  Json json = choicesOf(spec);
  json["name"] = toStd(m_name->text());
  for (const ParameterField* field : m_fields) {
    if (!field->isChanged() || !field->read().ok()) continue;
    const std::string name = toStd(field->parameter().name);
    if (field->isSweep()) {
      json["sweeps"][name] = toStd(field->sweepText());
    } else {
      json["parameters"][name] = field->read().values.front();
    }
  }
  return json;
}

void LaunchDialog::applyChoices(const Json& choices) {
  const auto limit = [](qint64 ms) { return ms > 0 ? formatDuration(ms) : QString(); };
  for (ParameterField* field : m_fields) {
    const std::string name = toStd(field->parameter().name);
    field->reset();
    if (const Json& value = at(at(choices, "parameters"), name.c_str()); !value.is_null()) field->setValue(value);
    if (const QString sweep = stringAt(at(choices, "sweeps"), name.c_str()); !sweep.isEmpty())
      field->setSweepText(sweep);
  }
  m_name->setText(stringAt(choices, "name"));
  m_timeout->setText(stringAt(choices, "timeout", limit(m_defaults.timeoutMs)));
  m_cellTimeout->setText(stringAt(choices, "cell_timeout", limit(m_defaults.cellTimeoutMs)));
  m_inputs->setText(stringAt(choices, "inputs"));
  m_checkpoints->setText(stringAt(choices, "checkpoints"));
  m_checkpointEvery->setText(stringAt(choices, "checkpoint_every"));
  m_artifacts->setText(stringAt(choices, "artifacts"));
  m_results->setText(stringAt(choices, "results"));
  m_backup->setText(stringAt(choices, "backup_to"));
  m_accelerators->setText(stringAt(choices, "accelerators"));
  m_highRam->setChecked(boolAt(choices, "high_ram"));
  const double maxUnits = numberAt(choices, "max_units", 0);
  m_maxUnits->setText(maxUnits > 0 ? QLocale().toString(maxUnits, 'g', 10) : QString());
  m_retries->setValue(int(intAt(choices, "retries", m_defaults.retries)));
  m_priority->setValue(int(intAt(choices, "priority")));
  m_allowErrors->setChecked(boolAt(choices, "allow_errors"));
  const QString provider = stringAt(choices, "provider");
  if (!provider.isEmpty() && m_provider->findData(provider) < 0) m_provider->addItem(provider, provider);
  m_provider->setCurrentIndex(qMax(0, m_provider->findData(provider)));
}

SpecBuilder LaunchDialog::builder() const {
  const auto list = [](const QString& text) {
    QStringList parts = text.split(u',', Qt::SkipEmptyParts);
    for (QString& part : parts) part = part.trimmed();
    parts.removeAll(QString());
    return parts;
  };
  SpecBuilder builder;
  for (const QString& notebook : m_notebooks) {
    if (m_inspections.contains(notebook)) builder.notebooks << notebook;
  }
  builder.name = m_name->text().trimmed();
  builder.common.provider = m_provider->currentData().toString();
  builder.common.accelerators = m_accelerators->accelerators();
  builder.common.highRam = m_highRam->isChecked();
  builder.common.maxUnits = unitsIn(m_maxUnits->text()).value_or(0);
  builder.common.timeoutMs = parseDuration(m_timeout->text().trimmed()).value_or(0);
  builder.common.cellTimeoutMs = parseDuration(m_cellTimeout->text().trimmed()).value_or(0);
  builder.common.retries = m_retries->value();
  builder.common.priority = m_priority->value();
  for (const QString& input : list(m_inputs->text())) builder.common.inputs.push_back(jobs::inputFromText(input));
  builder.common.checkpoints = list(m_checkpoints->text());
  builder.common.checkpointEveryMs = parseDuration(m_checkpointEvery->text().trimmed()).value_or(0);
  builder.common.artifacts = list(m_artifacts->text());
  builder.common.results = m_results->text().trimmed();
  builder.common.backupTo = m_backup->text().trimmed();
  builder.common.allowErrors = m_allowErrors->isChecked();
  builder.common.held = m_hold->isChecked();
  for (const ParameterField* field : m_fields) {
    ReadValue value = field->read();
    if (value.ok() && field->isChanged()) builder.parameters[field->parameter().name] = std::move(value.values);
  }
  return builder;
}

QString LaunchDialog::problem() const {
  if (m_waiting > 0) return tr("Reading the notebooks…");
  if (m_inspections.empty()) return tr("No notebook that can run");
  for (const ParameterField* field : m_fields) {
    if (!field->read().ok()) return tr("Check the value of %1").arg(field->parameter().name);
  }
  for (const QLineEdit* edit : {m_timeout, m_cellTimeout, m_checkpointEvery}) {
    const QString text = edit->text().trimmed();
    if (!text.isEmpty() && !parseDuration(text))
      return tr("%1: write a time such as 20h, 30m or 1h30m").arg(edit->accessibleName());
  }
  if (!unitsIn(m_maxUnits->text())) return tr("%1: write a number of units").arg(m_maxUnits->accessibleName());
  if (builder().count() > SpecBuilder::kMaxJobs) {
    return tr("That makes more than %1 jobs").arg(QLocale().toString(qlonglong(SpecBuilder::kMaxJobs)));
  }
  return {};
}

void LaunchDialog::refresh() {
  const QString wrong = problem();
  const int count = int(qMin<qsizetype>(builder().count(), SpecBuilder::kMaxJobs));
  m_submit->setEnabled(wrong.isEmpty() && !m_submitting);
  m_submit->setText(count > 1 ? tr("Submit %n job(s)", nullptr, count) : tr("Submit"));
  m_summary->setText(wrong);
  m_parametersTitle->setVisible(!m_inspections.empty());
  const auto usage = std::find_if(m_usages.begin(), m_usages.end(),
                                  [this](const engine::UsageInfo& one) { return one.provider == provider(); });
  m_accelerators->setPrices(usage == m_usages.end() ? std::vector<engine::AcceleratorPrice>() : usage->accelerators);
  const int at = m_provider->findData(provider());
  const bool accelerators = usage != m_usages.end() || !m_accelerators->text().isEmpty() ||
                            !m_provider->itemData(at, Qt::UserRole + 1).toStringList().isEmpty();
  for (QWidget* widget : std::initializer_list<QWidget*>{m_accelerators, m_acceleratorsLabel, m_highRam})
    widget->setVisible(accelerators);
  m_cost->setVisible(usage != m_usages.end() && !m_cost->text().isEmpty());
  if (usage != m_usages.end()) m_forecastTimer.start();
}

QString LaunchDialog::provider() const {
  const QString chosen = m_provider->currentData().toString();
  return chosen.isEmpty() ? m_defaults.provider : chosen;
}

void LaunchDialog::refreshCost() {
  const std::vector<JobSpec> specs = builder().build();
  if (specs.empty() || specs.size() > std::size_t(SpecBuilder::kMaxJobs)) return showForecast({});
  JobSpec first = specs.front();
  first.provider = provider();
  m_forecast.cancel();
  m_forecast = m_engine.forecast(first, this, [this](Result<engine::ForecastInfo> forecast) {
    showForecast(forecast ? *forecast : engine::ForecastInfo());
  });
}

void LaunchDialog::showForecast(const engine::ForecastInfo& forecast) {
  const qsizetype count = qMax<qsizetype>(1, builder().count());
  m_cost->setText(forecastText(forecast, count));
  QPalette colours = palette();
  if (exceeds(forecast, count)) colours.setColor(QPalette::WindowText, toneColor(Tone::Warning, palette()));
  m_cost->setPalette(colours);
  m_cost->setVisible(!m_cost->text().isEmpty());
}

void LaunchDialog::submit() {
  if (!problem().isEmpty() || m_submitting) return;
  m_submitting = true;
  refresh();
  const Json remembered = choices();
  for (const QString& notebook : m_notebooks) m_memory.remember(notebook, remembered);
  m_engine.submit(builder().build(), this, [this](Result<QStringList> ids) {
    m_submitting = false;
    if (!ids) {
      m_message->showError(ids.error());
      refresh();
      return;
    }
    Q_EMIT submitted(*ids, m_before);
    accept();
  });
}

}  // namespace cc::ui
