// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/JobStore.h"
#include "support/TempStore.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

class JobStoreCheckpointsTest : public testing::Test {
protected:
  test::TempStore m_temp;
  JobStore& m_store = m_temp.jobs;
  QString m_job = m_temp.add(u"a"_s, u"succeeded"_s);
  Status add(int attempt, int number, const QString& path) {
    return m_store.addCheckpoint({.jobId = m_job,
                                  .attempt = attempt,
                                  .number = number,
                                  .path = path,
                                  .files = {{{"path", "m.pt"}, {"size", 3}, {"sha256", "abc"}}},
                                  .size = 3,
                                  .takenAt = 1'000});
  }
};

TEST_F(JobStoreCheckpointsTest, TheNewestComesFirstWhateverItsPlace) {
  ASSERT_TRUE(add(1, 9, u"checkpoints/2"_s).ok());
  ASSERT_TRUE(add(2, 1, u"checkpoints/1"_s).ok());
  const auto rows = m_store.checkpoints(m_job);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->front().attempt, 2);
  EXPECT_EQ(rows->front().path, u"checkpoints/1"_s);
  EXPECT_EQ(stringAt(rows->front().files[0], "sha256"), u"abc"_s);
  EXPECT_EQ(rows->front().takenAt, 1'000);
  EXPECT_EQ(rows->front().at, m_temp.clock.now());
  EXPECT_TRUE(m_store.checkpoints(u"nobody"_s)->empty());
}

TEST_F(JobStoreCheckpointsTest, APlaceIsTakenOnce) {
  ASSERT_TRUE(add(1, 1, u"checkpoints/1"_s).ok());
  EXPECT_FALSE(add(1, 2, u"checkpoints/1"_s).ok());
  ASSERT_TRUE(m_store.removeCheckpoint(m_job, u"checkpoints/1"_s).ok());
  EXPECT_TRUE(m_store.removeCheckpoint(m_job, u"checkpoints/1"_s).ok()) << "when there is none";
  EXPECT_TRUE(add(1, 2, u"checkpoints/1"_s).ok());
  EXPECT_EQ(m_store.checkpoints(m_job)->front().number, 2);
  EXPECT_FALSE(m_store.addCheckpoint({.jobId = u"nobody"_s, .path = u"checkpoints/1"_s, .files = Json::array()}).ok());
}

TEST_F(JobStoreCheckpointsTest, TheyGoWithTheirJob) {
  ASSERT_TRUE(add(1, 1, u"checkpoints/1"_s).ok());
  const auto events = m_store.events(m_job);
  EXPECT_EQ(events->back().kind, u"checkpoint"_s);
  ASSERT_TRUE(m_temp.database.write(u"UPDATE jobs SET finished_at = 5 WHERE id = ?"_s, {m_job}).ok());
  ASSERT_EQ(m_store.prune({u"succeeded"_s}, 10)->size(), 1);
  EXPECT_TRUE(m_store.checkpoints(m_job)->empty());
}

}  // namespace
}  // namespace cc::store
