// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/RunRecord.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cc::jupyter {

using notebook::CellOutcome;
using notebook::CellProgress;
using notebook::OutputMessage;

RunRecord::RunRecord(notebook::Notebook notebook, const notebook::AssemblyOptions& options, const QString& attemptId)
    : m_assembler(std::move(notebook), options), m_prefix(attemptId + u'_') {
  m_positions.assign(static_cast<size_t>(m_assembler.notebook().cellCount()), -1);
  m_cells.resize(m_assembler.cellsToRun().size());
  for (int position = 0; position < total(); ++position) m_positions[static_cast<size_t>(cellAt(position))] = position;
  for (const int cell : m_assembler.cellsToRun()) m_assembler.expect(cell, idOf(cell));
}

int RunRecord::cellOf(const QString& messageId) const {
  if (!messageId.startsWith(m_prefix)) return -1;
  bool isNumber = false;
  const int cell = QStringView(messageId).mid(m_prefix.size()).toInt(&isNumber);
  if (!isNumber || cell < 0 || static_cast<size_t>(cell) >= m_positions.size()) return -1;
  return m_positions[static_cast<size_t>(cell)] >= 0 ? cell : -1;
}

int RunRecord::take(OutputMessage message) {
  const int cell = cellOf(message.parentId);
  if (cell < 0) return -1;
  const int position = m_positions[static_cast<size_t>(cell)];
  Cell& state = m_cells[static_cast<size_t>(position)];
  ++m_messages;
  m_lastTraced = std::max(m_lastTraced, position);
  if (message.type == "error") {
    state.error = true;
    state.errorContent = message.content;
  }
  const bool starts = message.type == "execute_input";
  const QString date = starts ? message.date : QString();
  m_assembler.take(std::move(message));
  if (starts && !state.done) {
    m_running = cell;
    m_runningSince = date;
  }
  update(cell, position);
  return cell;
}

void RunRecord::update(int cell, int position) {
  Cell& state = m_cells[static_cast<size_t>(position)];
  const CellProgress& progress = m_assembler.progress(cell);
  if ((progress.replied || progress.idle) && m_running == cell) m_running = -1;
  if (state.done || !progress.replied || !(progress.idle || state.waived)) return;
  state.done = true;
  ++m_done;
  while (m_firstOpen < total() && isDone(m_firstOpen)) ++m_firstOpen;
  if (progress.outcome == CellOutcome::Failed || progress.outcome == CellOutcome::AllowedFailure) ++m_failed;
  if (progress.outcome == CellOutcome::Failed && m_stoppedBy < 0) m_stoppedBy = cell;
}

int RunRecord::halfDone() const {
  // Cells end in order: the first one that is not done tells.
  if (m_firstOpen > m_lastTraced) return -1;
  const int cell = cellAt(m_firstOpen);
  const CellProgress& progress = m_assembler.progress(cell);
  const bool laterBegan = m_firstOpen < m_lastTraced;
  return progress.replied != progress.idle || laterBegan ? cell : -1;
}

std::vector<int> RunRecord::settle(int end) {
  std::vector<int> unknown;
  const int limit = std::min(end, m_lastTraced + 1);
  for (int position = 0; position < limit; ++position) {
    if (isDone(position)) continue;
    const int cell = cellAt(position);
    Cell& state = m_cells[static_cast<size_t>(position)];
    const CellProgress& progress = m_assembler.progress(cell);
    if (!progress.replied) {
      // With stop on error a later cell that ran shows that this one did not fail.
      bool laterRan = false;
      for (int later = position + 1; later <= m_lastTraced && !laterRan; ++later) {
        laterRan = m_assembler.progress(cellAt(later)).sawInput;
      }
      Json content;
      if (state.error) {
        content = state.errorContent;
        content["status"] = "error";
      } else if (laterRan) {
        content = Json{{"status", "ok"}};
      } else if (progress.idle && !progress.sawInput) {
        content = Json{{"status", "aborted"}};
      } else {
        unknown.push_back(cell);
        continue;
      }
      m_assembler.take(OutputMessage{.type = "execute_reply", .parentId = idOf(cell), .content = std::move(content)});
    }
    state.waived = true;
    update(cell, position);
  }
  return unknown;
}

}  // namespace cc::jupyter
