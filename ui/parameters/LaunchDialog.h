// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"
#include "ui/parameters/LaunchDefaults.h"
#include "ui/parameters/SpecBuilder.h"

#include <QDialog>
#include <QTimer>
#include <map>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace cc::ui {

class AcceleratorField;
class Dialogs;
class LaunchMemory;
class MessageBar;
class ParameterField;
class PresetButton;

// From notebooks to jobs: a form made from their parameters, where to run, limits, results. Not modal.
class LaunchDialog : public QDialog {
  Q_OBJECT
public:
  // Labels of all forms stand in one column; a longer one is cut.
  static constexpr int kLabelWidth = 150, kMostLabelWidth = 190, kRowHeight = 30;
  struct Parts {
    engine::Engine& engine;
    LaunchMemory& memory;
    Dialogs& dialogs;
    LaunchDefaults defaults;
    QString presetsFolder;
  };
  explicit LaunchDialog(const Parts& parts, QWidget* parent = nullptr);
  // Reads the notebooks and builds the form. initial: choices instead of the remembered ones ("run again").
  void setNotebooks(const QStringList& notebooks, const Json& initial = {});
  // The choices of a job as setNotebooks() takes them.
  static Json choicesOf(const engine::JobSpec& spec);
  void setBefore(const QString& job) { m_before = job; }  // queue place: before this job

Q_SIGNALS:
  void submitted(const QStringList& jobs, const QString& before);

private:
  void buildHeader(QVBoxLayout* column);
  QWidget* buildRunOptions();
  QWidget* buildInputs(QWidget* parent);
  QWidget* buildCheckpoints(QWidget* parent);
  QWidget* buildMoreOptions();
  void buildButtons(QVBoxLayout* column);
  QLineEdit* durationEdit(const QString& objectName, const QString& accessibleName);
  void addNotebookRow(const QString& notebook);
  void inspected(const QString& notebook, const Result<engine::NotebookInspection>& inspection);
  void rebuildForm();
  void orderTabs();
  void applyChoices(const Json& choices);
  QString defaultProviderText() const;
  Json choices() const;
  QString problem() const;
  QString provider() const;  // the default one when none is chosen
  void refreshCost();
  void showForecast(const engine::ForecastInfo& forecast);
  SpecBuilder builder() const;
  void refresh();
  void submit();
  engine::Engine& m_engine;
  LaunchMemory& m_memory;
  Dialogs& m_dialogs;
  LaunchDefaults m_defaults;
  QStringList m_notebooks;
  Json m_initial;
  QString m_before;
  std::map<QString, engine::NotebookInspection> m_inspections;
  int m_waiting = 0;
  bool m_submitting = false;
  PresetButton* m_presets;
  QVBoxLayout* m_notebookRows;
  QLabel* m_parametersTitle;
  QFormLayout* m_parameterForm;
  std::vector<ParameterField*> m_fields;
  QLineEdit *m_name, *m_timeout, *m_cellTimeout, *m_inputs, *m_checkpoints, *m_checkpointEvery, *m_artifacts,
      *m_results, *m_backup, *m_maxUnits;
  AcceleratorField* m_accelerators;
  QLabel *m_acceleratorsLabel, *m_cost;
  QComboBox* m_provider;
  QSpinBox *m_retries, *m_priority;
  QCheckBox *m_allowErrors, *m_hold, *m_highRam;
  QTimer m_forecastTimer;
  Call m_forecast;
  std::vector<engine::UsageInfo> m_usages;
  QToolButton* m_more;
  MessageBar* m_message;
  QLabel* m_summary;
  QPushButton* m_submit;
};

}  // namespace cc::ui
