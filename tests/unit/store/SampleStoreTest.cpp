// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/SampleStore.h"

#include "store/Database.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

class SampleStoreTest : public testing::Test {
protected:
  QTemporaryDir m_folder;
  Database m_database;
  SampleStore m_samples{m_database};

  void SetUp() override {
    ASSERT_TRUE(m_database
                    .open({.path = m_folder.filePath(u"samples.sqlite"_s),
                           .durability = Durability::Normal,
                           .schema = sampleSchema()})
                    .ok());
    std::vector<SampleRow> rows;
    for (int i = 1; i <= 100; ++i) {
      rows.push_back({.jobId = u"a"_s, .attempt = 1, .time = i * 1'000, .data = {{"cpu", i}}});
      rows.push_back({.jobId = u"b"_s, .attempt = 1, .time = i * 1'000, .data = {{"cpu", -i}}});
    }
    ASSERT_TRUE(m_samples.append(rows).ok());
  }
};

TEST_F(SampleStoreTest, SinceReadsOneJobFromATimeOnOldestFirst) {
  const auto rows = m_samples.since(u"a"_s, 99'000);
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(0).time, 99'000);
  EXPECT_EQ(rows->at(1).data, (Json{{"cpu", 100}}));
  EXPECT_EQ(m_samples.since(u"a"_s, 0, 10)->size(), 10u);
  EXPECT_EQ(m_samples.since(u"a"_s, 0)->size(), 100u);
}

TEST_F(SampleStoreTest, LastReadsTheNewestOldestFirst) {
  const auto rows = m_samples.last(u"b"_s, 3);
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ(rows->front().time, 98'000);
  EXPECT_EQ(rows->back().time, 100'000);
  EXPECT_TRUE(m_samples.last(u"b"_s, 0)->empty());
  EXPECT_TRUE(m_samples.last(u"b"_s, -1)->empty());
}

TEST_F(SampleStoreTest, ARepeatedDeliveryAddsNothing) {
  ASSERT_TRUE(m_samples.append({{.jobId = u"a"_s, .attempt = 1, .time = 1'000, .data = {{"cpu", 5}}}}).ok());
  EXPECT_EQ(m_samples.since(u"a"_s, 0)->size(), 100u);
  EXPECT_EQ(m_samples.since(u"a"_s, 0, 1)->front().data, (Json{{"cpu", 5}}));
}

TEST_F(SampleStoreTest, RemoveForgetsOneJobOnly) {
  ASSERT_TRUE(m_samples.remove(u"a"_s).ok());
  EXPECT_TRUE(m_samples.since(u"a"_s, 0)->empty());
  EXPECT_EQ(m_samples.since(u"b"_s, 0)->size(), 100u);
}

TEST_F(SampleStoreTest, NoSamplesIsNoTransaction) {
  EXPECT_TRUE(m_samples.append({}).ok());
}

}  // namespace
}  // namespace cc::store
