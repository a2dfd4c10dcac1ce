// SPDX-License-Identifier: GPL-3.0-or-later
// A process that writes is killed at random moments; what it reported as committed is there, and nothing is half there.
#include "store/Database.h"
#include "store/JobStore.h"
#include "support/EventLoop.h"
#include "support/FakeClock.h"

#include <gtest/gtest.h>

#include <QMap>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

const QStringList kStory{u"queued"_s, u"starting"_s, u"running"_s, u"collecting"_s, u"succeeded"_s};

// Runs the writer until it has reported so many commits, and kills it; answers the whole lines it printed.
QStringList writeAndKill(const QString& path, int commits) {
  QProcess writer;
  QByteArray printed;
  QObject::connect(&writer, &QProcess::readyReadStandardOutput, &writer,
                   [&] { printed += writer.readAllStandardOutput(); });
  writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  writer.start(QStringLiteral(CC_BIN_DIR "/store_writer"), {path});
  EXPECT_TRUE(test::waitFor([&] { return printed.count('\n') >= commits || writer.state() == QProcess::NotRunning; }));
  writer.kill();
  EXPECT_TRUE(test::waitFor([&] { return writer.state() == QProcess::NotRunning; }));
  EXPECT_EQ(writer.exitStatus(), QProcess::CrashExit);
  printed += writer.readAllStandardOutput();
  printed.truncate(printed.lastIndexOf('\n') + 1);
  return QString::fromUtf8(printed).split(u'\n', Qt::SkipEmptyParts);
}

void expectWhole(JobStore& store, const JobRow& job) {
  const qsizetype steps = kStory.indexOf(job.state);
  ASSERT_GE(steps, 0) << qPrintable(job.state);
  QStringList story;
  const auto events = store.events(job.id);
  for (const EventRow& event : *events) {
    if (event.kind != u"lease"_s) story += event.to;
  }
  EXPECT_EQ(story, kStory.mid(0, steps + 1));
  EXPECT_EQ(store.attempts(job.id)->size(), steps > 0 ? 1u : 0u);
  EXPECT_EQ(store.lease(job.id + u"-l"_s)->has_value(), steps > 0);
}

TEST(StoreKill, NothingReportedIsLostAndNothingIsHalfDone) {
  QTemporaryDir folder;
  const QString path = folder.filePath(u"jobs.sqlite"_s);
  QRandomGenerator random(20260102);
  QMap<QString, QString> reported;
  qsizetype lines = 0;
  for (int round = 0; round < 30; ++round) {
    SCOPED_TRACE(round);
    for (const QString& line : writeAndKill(path, random.bounded(1, 60))) {
      reported.insert(line.section(u' ', 0, 0), line.section(u' ', 1));
      ++lines;
    }
    test::FakeClock clock;
    Database database;
    const Status opened = database.open({.path = path, .schema = jobSchema()});
    ASSERT_TRUE(opened.ok()) << qPrintable(opened.error().toLogLine());
    QString integrity;
    ASSERT_TRUE(database.read(u"PRAGMA integrity_check"_s, {}, [&](const Row& row) { integrity = row.text(0); }).ok());
    EXPECT_EQ(integrity, u"ok"_s);
    JobStore store(database, clock);
    const auto jobs = store.jobs({});
    ASSERT_TRUE(jobs.ok());
    QMap<QString, QString> found;
    for (const JobRow& job : *jobs) {
      found.insert(job.id, job.state);
      expectWhole(store, job);
    }
    for (auto it = reported.cbegin(); it != reported.cend(); ++it) {
      EXPECT_GE(kStory.indexOf(found.value(it.key())), kStory.indexOf(it.value())) << qPrintable(it.key());
    }
    if (HasFailure()) return;
  }
  EXPECT_GE(lines, 30);
  RecordProperty("commits", static_cast<int>(lines));
}

}  // namespace
}  // namespace cc::store
