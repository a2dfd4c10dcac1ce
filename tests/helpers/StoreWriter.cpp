// SPDX-License-Identifier: GPL-3.0-or-later
// StoreWriter FILE: submits jobs and moves them on until it is killed. Prints "<job> <state>" after each commit.
#include "base/Clock.h"
#include "store/Database.h"
#include "store/JobStore.h"

#include <QCoreApplication>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace cc;

namespace {

int report(const Error& error) {
  std::fprintf(stderr, "%s\n", qPrintable(error.toLogLine()));
  return 1;
}

void say(const QString& job, const QString& state) {
  std::printf("%s %s\n", qPrintable(job), qPrintable(state));
  std::fflush(stdout);
}

Status liveOneLife(store::JobStore& store) {
  std::vector<store::JobRow> rows(1);
  CC_CHECK(store.addJobs(rows));
  const QString id = rows.front().id;
  say(id, u"queued"_s);
  {
    store::JobStore::Batch batch(store);
    CC_CHECK(store.transition(id, u"queued"_s, u"starting"_s, u"picked"_s, {.attempts = 1}));
    CC_CHECK(store.addAttempt({.id = id + u"-1"_s, .jobId = id, .number = 1, .state = u"starting"_s}));
    CC_CHECK(store.addLease({.id = id + u"-l"_s, .provider = u"p"_s, .key = id, .state = u"requested"_s, .jobId = id}));
    CC_CHECK(batch.commit());
  }
  say(id, u"starting"_s);
  CC_CHECK(store.transition(id, u"starting"_s, u"running"_s, u"ready"_s));
  say(id, u"running"_s);
  CC_CHECK(store.transition(id, u"running"_s, u"collecting"_s, u"run_ended"_s));
  say(id, u"collecting"_s);
  CC_CHECK(store.transition(id, u"collecting"_s, u"succeeded"_s, u"results_verified"_s, {.finishedAt = 1}));
  say(id, u"succeeded"_s);
  return done();
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  if (argc != 2) return 2;
  SystemClock clock;
  store::Database database;
  store::JobStore store(database, clock);
  Status status = database.open({.path = QString::fromLocal8Bit(argv[1]), .schema = store::jobSchema()});
  while (status) status = liveOneLife(store);
  return report(status.error());
}
