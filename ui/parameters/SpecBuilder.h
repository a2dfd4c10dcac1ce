// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QStringList>
#include <map>
#include <vector>

namespace cc::ui {

// From one filled-in form to job specs: every notebook times every combination of the swept values. More than one
// combination makes a sweep: the jobs share an id and carry the swept values in their names.
struct SpecBuilder {
  static constexpr qsizetype kMaxJobs = 10'000;
  engine::JobSpec common;  // everything but notebook, name, parameters, sweep
  QString name;            // empty: the notebook's
  QStringList notebooks;
  std::map<QString, std::vector<Json>> parameters;  // the changed ones; several values: swept

  qsizetype count() const;
  std::vector<engine::JobSpec> build() const;
};

}  // namespace cc::ui
