// SPDX-License-Identifier: GPL-3.0-or-later
// The stand-in behaves as the Engine interface promises; commands and windows are tested against it.
#include "support/ScriptedEngine.h"

#include "support/EventLoop.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace cc;
using namespace cc::test;

TEST(ScriptedEngine, submittedJobsAreListedNewestFirstAndAnnounced) {
  ScriptedEngine engine;
  int announced = 0;
  QObject::connect(&engine, &engine::Engine::changed, &engine,
                   [&](const engine::ChangeSet& set) { announced += static_cast<int>(set.jobs.size()); });
  engine::JobSpec a, b;
  a.notebook = u"/n/a.ipynb"_s;
  b.notebook = u"/n/b.ipynb"_s;
  b.held = true;
  const auto ids = await<QStringList>([&](QObject* o, Reply<QStringList> r) { return engine.submit({a, b}, o, r); });
  ASSERT_TRUE(ids.ok());
  ASSERT_TRUE(waitFor([&] { return announced == 2; }));
  const auto page = await<engine::JobPage>([&](QObject* o, Reply<engine::JobPage> r) { return engine.jobs({}, o, r); });
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->rows.at(0).name, u"b"_s);
  EXPECT_EQ(page->rows.at(0).state, engine::JobState::Held);
  EXPECT_EQ(engine.countCalls(u"submit"_s), 1);
}

TEST(ScriptedEngine, failuresAndSilenceAreByMethod) {
  ScriptedEngine engine;
  engine.failures.insert({u"jobs"_s, Error{.code = ErrorCode::EngineStopping}});
  engine.silent.insert(u"doctor"_s);
  const auto page = await<engine::JobPage>([&](QObject* o, Reply<engine::JobPage> r) { return engine.jobs({}, o, r); });
  EXPECT_EQ(page.error().code, ErrorCode::EngineStopping);
  Call call = engine.doctor(&engine, [](auto) { FAIL(); });
  call.cancel();
  EXPECT_EQ(engine.cancelledCalls, 1);
}

TEST(ScriptedEngine, changesOfStateFollowTheRules) {
  ScriptedEngine engine;
  const QString id = engine.addJob(u"x"_s, engine::JobState::Succeeded);
  const auto cancel = [&](const QString& job) {
    return await<Nothing>([&](QObject* o, Reply<Nothing> r) { return engine.cancel({job}, o, r); });
  };
  EXPECT_EQ(cancel(id).error().code, ErrorCode::UsageNotAllowedInState);
  EXPECT_EQ(cancel(u"zzz"_s).error().code, ErrorCode::UsageUnknownJob);
  ASSERT_TRUE(await<Nothing>([&](QObject* o, Reply<Nothing> r) { return engine.retry({id}, o, r); }).ok());
  EXPECT_TRUE(cancel(id).ok());
  EXPECT_EQ(engine.find(id)->summary.state, engine::JobState::Cancelled);
}
