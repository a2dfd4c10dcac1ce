// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Database.h"
#include "store/JobStore.h"
#include "support/FakeClock.h"

#include <QTemporaryDir>

namespace cc::test {

// A jobs.sqlite in a folder of its own. Users link cc_store.
struct TempStore {
  QTemporaryDir folder;
  FakeClock clock;
  store::Database database;
  store::JobStore jobs{database, clock};
  Status opened = database.open(options());

  QString path() const { return folder.filePath(QStringLiteral("jobs.sqlite")); }
  store::DatabaseOptions options() const {
    return {.path = path(), .durability = store::Durability::Full, .schema = store::jobSchema()};
  }
  // Submits one job with that name, which also ends its id.
  QString add(const QString& name, const QString& state = QStringLiteral("queued"), int priority = 0) {
    std::vector<store::JobRow> rows{{.id = QStringLiteral("job-") + name,
                                     .priority = priority,
                                     .state = state,
                                     .name = name,
                                     .notebook = QStringLiteral("/books/") + name + QStringLiteral(".ipynb"),
                                     .spec = {{"name", name.toStdString()}}}};
    return jobs.addJobs(rows).ok() ? rows.front().id : QString();
  }
};

}  // namespace cc::test
