// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/JobState.h"
#include "store/JobStore.h"

namespace cc::jobs {

// The one way to change a job's state: only along the table of JobState.cpp, with the table's reason, guarded by the
// state the row is believed to have. row follows the change. cause (an error word or the like) and the attempt go into
// the event's details. Internal for a change that the table does not know; else as JobStore::transition().
Status changeState(store::JobStore& store, store::JobRow& row, JobState to, store::JobChange change = {},
                   const QString& cause = {});

}  // namespace cc::jobs
