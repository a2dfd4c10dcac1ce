// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "ui/look/Icons.h"

#include <QScrollArea>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace cc::ui {

class EmptyState;

// What is known about a job: the error with what to do, its spec, attempts and history.
class DetailsView : public QScrollArea {
  Q_OBJECT
public:
  explicit DetailsView(QWidget* parent = nullptr);
  void showDetail(const engine::JobDetail* detail);  // null: nothing selected

Q_SIGNALS:
  void accountsRequested();  // from an error that an account is the cause of

protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  void rebuild();
  void section(const QString& title);
  void row(const QString& name, const QString& value);
  void addError(const Error& error, Tone tone);
  void addSpec(const engine::JobDetail& detail);
  void addAttempts(const engine::JobDetail& detail);
  void addEvents(const engine::JobDetail& detail);
  std::optional<engine::JobDetail> m_detail;
  EmptyState* m_empty;
  QWidget* m_page = nullptr;
  QGridLayout* m_grid = nullptr;
  int m_row = 0;
};

}  // namespace cc::ui
