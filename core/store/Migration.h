// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <span>

namespace cc::store {

// One step of a schema: brings a file from version - 1 to version. Statements are literal and frozen once released;
// each step and its new user_version are one transaction.
struct Migration {
  int version = 0;
  QStringList statements;
};
using Schema = std::span<const Migration>;

// Of jobs.sqlite and samples.sqlite. A released step has a dump in tests/fixtures/store that must load for ever.
Schema jobSchema();
Schema sampleSchema();

}  // namespace cc::store
