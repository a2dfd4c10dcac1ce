// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "store/JobStore.h"

#include <QString>

namespace cc::jobs {

// execution_history.jsonl: one JSON object per job event, append-only. Keys: number, at, job, name, kind, from, to,
// reason, details. Written from the store's committed events, exactly once each: after a crash it goes on behind the
// last whole line that is there.
class HistoryFile {
public:
  HistoryFile(QString path, store::JobStore& store);
  // Appends what was committed since the last call. A failure is returned once and tried again next time.
  Status catchUp();

private:
  Status findEnd();
  QString m_path;
  store::JobStore& m_store;
  qint64 m_last = -1;  // number of the newest event in the file; -1: not known yet
};

}  // namespace cc::jobs
