// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/Engine.h"

#include <QPlainTextEdit>

namespace cc::ui {

// The job's log; asked for again when the job changes, keeping the end in sight unless the user scrolled up.
class LogView : public QPlainTextEdit {
  Q_OBJECT
public:
  explicit LogView(QWidget* parent = nullptr);
  void setEngine(engine::Engine* engine) { m_engine = engine; }
  void showJob(const QString& id);
  void refresh();

Q_SIGNALS:
  void failed(const cc::Error& error);

private:
  void apply(const QString& text);
  engine::Engine* m_engine = nullptr;
  QString m_job, m_text;
  Call m_call;
};

}  // namespace cc::ui
