// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/ScriptedEngine.h"

#include <memory>

namespace cc::demo {

// A scripted engine with a plausible afternoon of work in it: for pictures of the window and for looking at it without
// running anything. Times are relative to now.
std::unique_ptr<test::ScriptedEngine> makeDemoEngine(EpochMs now);
// Parameters of the notebook that the launch form is shown with.
engine::NotebookInspection demoInspection(const QString& path);

}  // namespace cc::demo
