// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"
#include "notebook/Notebook.h"

#include <vector>

namespace cc::engine {

// One cell for a view: texts above kMaxShownText are cut (streams keep their tail, other texts their head), binary
// parts above 8 MiB are left out, with truncated set.
CellView cellView(const notebook::Notebook& notebook, int index, bool running);

// Remembers how much of a job's outputs was told already and says what came since, for terminals and pipes.
class OutputFollower {
public:
  // Everything of these cells that was not told yet, in order of cells.
  std::vector<OutputChunk> take(const QString& job, const notebook::Notebook& notebook, const std::vector<int>& cells);
  std::vector<OutputChunk> takeAll(const QString& job, const notebook::Notebook& notebook);

private:
  struct Told {
    size_t outputs = 0;     // whole ones
    size_t lastLength = 0;  // bytes of the stream behind them
  };
  void takeCell(const QString& job, const Json& cell, int index, std::vector<OutputChunk>& chunks);
  std::vector<Told> m_told;
};

}  // namespace cc::engine
