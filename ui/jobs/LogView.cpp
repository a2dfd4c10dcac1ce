// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/LogView.h"

#include <QFontDatabase>
#include <QScrollBar>

namespace cc::ui {

using namespace Qt::StringLiterals;

LogView::LogView(QWidget* parent) : QPlainTextEdit(parent) {
  setObjectName(u"logView"_s);
  setAccessibleName(tr("Log of the job"));
  setReadOnly(true);
  setFrameShape(QFrame::NoFrame);
  setUndoRedoEnabled(false);
  setMaximumBlockCount(20'000);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  mono.setPointSizeF(font().pointSizeF());
  setFont(mono);
  document()->setDocumentMargin(10);
  setPlaceholderText(tr("What happens to the selected job is written here."));
}

void LogView::showJob(const QString& id) {
  if (id == m_job) return;
  m_call.cancel();
  m_job = id;
  apply({});
  refresh();
}

void LogView::refresh() {
  if (!m_engine || m_job.isEmpty() || m_call.isActive()) return;
  m_call = m_engine->log(m_job, this, [this, job = m_job](Result<QString> text) {
    if (job != m_job) return;
    if (text) {
      apply(*text);
    } else if (text.error().code != ErrorCode::FileNotFound) {
      Q_EMIT failed(text.error());
    }
  });
}

void LogView::apply(const QString& text) {
  if (text == m_text) return;
  const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2;
  if (!m_text.isEmpty() && text.startsWith(m_text)) {
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text.mid(m_text.size()));
  } else {
    setPlainText(text.right(2 * 1024 * 1024));
  }
  m_text = text;
  if (atEnd) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

}  // namespace cc::ui
