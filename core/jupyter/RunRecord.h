// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"
#include "notebook/OutputAssembler.h"

#include <QString>
#include <optional>
#include <vector>

namespace cc::jupyter {

// What is known of a run from one source of messages, live or journal: the assembled notebook and how far each cell
// is. Positions count the cells that run; cells are indices in the notebook.
class RunRecord {
public:
  RunRecord(notebook::Notebook notebook, const notebook::AssemblyOptions& options, const QString& attemptId);

  // The id under which a cell is sent, and back: -1 for other ids.
  QString idOf(int cell) const { return m_prefix + QString::number(cell); }
  int cellOf(const QString& messageId) const;

  int total() const { return static_cast<int>(m_assembler.cellsToRun().size()); }
  int cellAt(int position) const { return m_assembler.cellsToRun()[static_cast<size_t>(position)]; }
  int doneCount() const { return m_done; }
  int failedCount() const { return m_failed; }
  int lastTraced() const { return m_lastTraced; }  // position, -1: no cell has left any trace
  int runningCell() const { return m_running; }
  const QString& runningSince() const { return m_runningSince; }  // header date of its busy
  qint64 messages() const { return m_messages; }
  bool isDone(int position) const { return m_cells[static_cast<size_t>(position)].done; }
  // The cell whose failure stopped the rest, -1: none.
  int stoppedBy() const { return m_stoppedBy; }
  // A cell with only one of reply and idle, -1: none. The other one may have been lost.
  int halfDone() const;

  // Takes a message of a cell of ours; the cell, or -1 when it is none.
  int take(notebook::OutputMessage message);
  // No more is to come for the cells before position end: what is missing is taken from the evidence. Cells whose
  // outcome nothing shows are returned.
  std::vector<int> settle(int end);

  notebook::OutputAssembler& assembler() { return m_assembler; }
  const notebook::OutputAssembler& assembler() const { return m_assembler; }

private:
  struct Cell {
    bool done = false, error = false, waived = false;
    Json errorContent;
  };
  void update(int cell, int position);

  notebook::OutputAssembler m_assembler;
  QString m_prefix;
  std::vector<int> m_positions;  // by cell, -1: does not run
  std::vector<Cell> m_cells;     // by position
  int m_done = 0, m_firstOpen = 0, m_failed = 0, m_lastTraced = -1, m_running = -1, m_stoppedBy = -1;
  QString m_runningSince;
  qint64 m_messages = 0;
};

}  // namespace cc::jupyter
