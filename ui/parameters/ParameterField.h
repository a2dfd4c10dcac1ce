// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/parameters/ParameterValue.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace cc::ui {

// One parameter: its editor by type, help, problem, "reset to the default" and "several values" (sweep).
class ParameterField : public QWidget {
  Q_OBJECT
public:
  explicit ParameterField(const notebook::Parameter& parameter, QWidget* parent = nullptr);
  const notebook::Parameter& parameter() const { return m_parameter; }
  ReadValue read() const;
  bool isSweep() const;
  bool isChanged() const;  // differs from the default
  void setValue(const Json& value);
  void setSweepText(const QString& text);  // empty: no sweep
  QString sweepText() const;
  void reset();

Q_SIGNALS:
  void changed();

private:
  QWidget* makeEditor();
  void connectEditor();
  void makeButtons();
  QString editorText() const;
  void refresh();
  notebook::Parameter m_parameter;
  QWidget* m_editor;
  QLineEdit* m_sweep;
  QToolButton* m_sweepButton;
  QToolButton* m_resetButton;
  QLabel* m_help;
  QLabel* m_problem;
};

}  // namespace cc::ui
