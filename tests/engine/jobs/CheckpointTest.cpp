// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints come home while a job runs and are where the next attempt goes on from; inputs are there before it begins.
#include <QCryptographicHash>
#include <QFileInfo>

#include "QueueFixture.h"
#include "jobs/commands/Release.h"

using namespace Qt::StringLiterals;

namespace cc::test {

namespace {

jobs::RemoteFile remote(const QString& path, const QByteArray& bytes) {
  const auto hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
  return {.path = path, .size = bytes.size(), .sha256 = QString::fromLatin1(hash), .kept = u"checkpoints/1/"_s + path};
}

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(absent)");
}

}  // namespace

class CheckpointTest : public QueueFixture {
protected:
  void SetUp() override {
    QueueFixture::SetUp();
    config.retries = 0;
    provider.script.holdRun = true;
  }
  jobs::JobSpec climbing() {
    jobs::JobSpec wanted = spec();
    wanted.checkpoints = {u"*.pt"_s};
    wanted.retries = 3;
    return wanted;
  }
  // The run says that it keeps a checkpoint of one file.
  void tell(int number, const QByteArray& bytes, const QString& path = u"model.pt"_s) {
    provider.script.contents[path] = bytes;
    Q_EMIT lastRun()->checkpointed({.number = number, .at = clock.now(), .files = {remote(path, bytes)}});
  }
  std::vector<store::CheckpointRow> kept(const QString& id) { return *parts->store.checkpoints(id); }
  bool keeps(const QString& id, int number) {
    return waitFor([&] {
      clock.advance(0);
      return !kept(id).empty() && kept(id).front().number == number;
    });
  }
  QString atHome(const QString& id, size_t index = 0) {
    return row(id).resultsDir + u'/' + kept(id)[index].path + u"/model.pt"_s;
  }
  void loseMachine(const QString& id) {
    lastRun()->end(
        {.end = jobs::RunEnd::RuntimeLost, .error = Error{.code = ErrorCode::RuntimeGone, .retryable = true}});
    ASSERT_TRUE(reaches(id, "waiting_retry"));
    clock.advance(600'000);
    ASSERT_TRUE(reaches(id, "running"));
  }
};

TEST_F(CheckpointTest, TheNewestTwoComeHomeByTurns) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  EXPECT_EQ(lastRun()->plan().checkpoints, QStringList{u"*.pt"_s});
  EXPECT_EQ(lastRun()->plan().checkpointEveryMs, 600'000) << "unless said otherwise";
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  EXPECT_EQ(contentOf(atHome(id)), "one");
  tell(2, "two");
  ASSERT_TRUE(keeps(id, 2));
  tell(3, "three");
  ASSERT_TRUE(keeps(id, 3));
  ASSERT_EQ(kept(id).size(), 2u);
  EXPECT_EQ(contentOf(atHome(id, 0)), "three");
  EXPECT_EQ(contentOf(atHome(id, 1)), "two");
  EXPECT_NE(kept(id)[0].path, kept(id)[1].path);
  EXPECT_EQ(stringAt(kept(id)[0].files[0], "sha256"), remote(u"x"_s, "three").sha256);
}

TEST_F(CheckpointTest, OneThatDoesNotComeHomeWholeIsNone) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  provider.script.corruptFetches = 3;
  tell(2, "two");
  ASSERT_TRUE(waitFor([&] {
    clock.advance(1'000);
    return provider.script.corruptFetches == 0;
  }));
  EXPECT_TRUE(waitFor([&] { return !QFileInfo::exists(row(id).resultsDir + u"/checkpoints/.part"_s); }));
  EXPECT_EQ(kept(id).front().number, 1);
  EXPECT_EQ(contentOf(atHome(id)), "one");
  tell(3, "three");
  EXPECT_TRUE(keeps(id, 3));
}

TEST_F(CheckpointTest, ANameThatLeavesItsFolderIsRefused) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "evil", u"../../evil.pt"_s);
  tell(2, "good");
  ASSERT_TRUE(keeps(id, 2));
  EXPECT_EQ(kept(id).size(), 1u);
  EXPECT_FALSE(QFileInfo::exists(row(id).resultsDir + u"/evil.pt"_s));
}

TEST_F(CheckpointTest, TheNextAttemptGoesOnFromTheNewest) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  tell(2, "two");
  ASSERT_TRUE(keeps(id, 2));
  loseMachine(id);
  EXPECT_EQ(provider.script.placed[u"model.pt"_s], "two");
}

TEST_F(CheckpointTest, AFileThatIsThereAlreadyIsLeftAlone) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  provider.script.placed[u"model.pt"_s] = "newer";
  loseMachine(id);
  EXPECT_EQ(provider.script.placed[u"model.pt"_s], "newer");
}

TEST_F(CheckpointTest, ADamagedOneGivesWayToTheOneBefore) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  tell(2, "two");
  ASSERT_TRUE(keeps(id, 2));
  QFile damaged(atHome(id));
  ASSERT_TRUE(damaged.open(QIODevice::WriteOnly));
  damaged.write("tw");
  damaged.close();
  loseMachine(id);
  EXPECT_EQ(provider.script.placed[u"model.pt"_s], "one");
}

TEST_F(CheckpointTest, WhatWasWrittenLastIsTakenWhenTheMachineIsLeftInTime) {
  provider.rented = true;
  provider.lifetimeMs = 12LL * 3'600'000;
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  provider.script.contents[u"model.pt"_s] = "last";
  provider.script.files = {remote(u"model.pt"_s, "last")};
  clock.advance(12LL * 3'600'000 - 900'000 + 1'000);
  ASSERT_TRUE(reaches(id, "waiting_retry"));
  ASSERT_EQ(kept(id).front().number, 2);
  EXPECT_EQ(contentOf(atHome(id)), "last");
  provider.script.files.clear();
  clock.advance(600'000);
  ASSERT_TRUE(reaches(id, "running"));
  EXPECT_EQ(provider.script.placed[u"model.pt"_s], "last");
}

TEST_F(CheckpointTest, AKilledEngineTakesUpWhereItWas) {
  const QString id = submit(climbing());
  ASSERT_TRUE(executing());
  tell(1, "one");
  ASSERT_TRUE(keeps(id, 1));
  restart();
  ASSERT_TRUE(waitFor([&] { return provider.runs.size() == 2 && lastRun()->executing; }));
  EXPECT_TRUE(provider.script.placed.empty()) << "its cells run already";
  tell(1, "told again");
  tell(2, "two");
  ASSERT_TRUE(keeps(id, 2));
  EXPECT_EQ(contentOf(atHome(id, 1)), "one");
}

TEST_F(CheckpointTest, InputsAreThereBeforeTheFirstCell) {
  QFile data(dir.filePath(u"data.csv"_s));
  ASSERT_TRUE(data.open(QIODevice::WriteOnly));
  data.write("1,2");
  data.close();
  jobs::JobSpec wanted = spec();
  wanted.inputs = {{.from = data.fileName(), .to = u"in/data.csv"_s}, {.from = data.fileName(), .to = {}}};
  const QString id = submit(wanted);
  ASSERT_TRUE(executing());
  EXPECT_EQ(provider.script.placed[u"in/data.csv"_s], "1,2");
  EXPECT_EQ(provider.script.placed[u"data.csv"_s], "1,2");
}

TEST_F(CheckpointTest, AnInputThatIsGoneCostsNoMachine) {
  QFile data(dir.filePath(u"data.csv"_s));
  ASSERT_TRUE(data.open(QIODevice::WriteOnly));
  data.close();
  jobs::JobSpec wanted = spec();
  wanted.inputs = {{.from = data.fileName(), .to = u"data.csv"_s}};
  wanted.held = true;
  const QString id = submit(wanted);
  data.remove();
  ASSERT_TRUE(jobs::releaseJobs(*parts->queue, {id}).ok());
  ASSERT_TRUE(reaches(id, "failed"));
  EXPECT_EQ(stringAt(row(id).error, "code"), u"machine.file_not_found"_s);
  EXPECT_EQ(provider.acquired, 0);
}

TEST_F(CheckpointTest, BadInputsAndPatternsAreRefusedAtOnce) {
  const auto refusal = [&](auto change) {
    jobs::JobSpec wanted = spec();
    change(wanted);
    const auto prepared = jobs::prepareSubmission({wanted}, config, parts->services.inputs);
    return prepared.ok() ? u"none"_s : errorWord(prepared.error().code);
  };
  const QString here = spec().notebook;
  EXPECT_EQ(refusal([](auto& s) { s.inputs = {{.from = u"/nowhere/x.csv"_s, .to = {}}}; }),
            u"machine.file_not_found"_s);
  EXPECT_EQ(refusal([](auto& s) { s.inputs = {{.from = u"gs:bucket"_s, .to = {}}}; }), u"usage.bad_parameter"_s);
  EXPECT_EQ(refusal([&](auto& s) { s.inputs = {{.from = here, .to = u"../x"_s}}; }), u"usage.bad_spec"_s);
  EXPECT_EQ(refusal([&](auto& s) {
              s.inputs = {{.from = here, .to = u"x"_s}, {.from = here, .to = u"x"_s}};
            }),
            u"usage.bad_spec"_s);
  EXPECT_EQ(refusal([](auto& s) { s.checkpoints = {u"/tmp/*"_s}; }), u"usage.bad_spec"_s);
  EXPECT_EQ(refusal([&](auto& s) { s.inputs = {{.from = here, .to = {}}}; }), u"none"_s);
}

}  // namespace cc::test
