// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/LedgerStore.h"

#include "store/Database.h"
#include "support/TempStore.h"

#include <gtest/gtest.h>
#include <QFile>

using namespace Qt::StringLiterals;

namespace cc::store {
namespace {

constexpr EpochMs kHour = 3'600'000;

class LedgerStoreTest : public testing::Test {
protected:
  LedgerRow row(const QString& job, EpochMs from, EpochMs to, std::optional<double> rate, const QString& source) {
    return {.leaseId = u"lease-"_s + job,
            .provider = u"colab"_s,
            .account = u"me"_s,
            .jobId = job,
            .attempt = 1,
            .accelerator = u"T4"_s,
            .startedAt = from,
            .endedAt = to,
            .unitsPerHour = rate,
            .rateFrom = source};
  }
  test::TempStore m_temp;
  LedgerStore m_ledger{m_temp.database};
};

TEST_F(LedgerStoreTest, RowsAreOpenedClosedOnceAndReadBack) {
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 10, 0, std::nullopt, {})).ok());
  auto open = m_ledger.openRows();
  ASSERT_EQ(open->size(), 1u);
  EXPECT_FALSE(open->front().unitsPerHour);
  ASSERT_TRUE(m_ledger.setRate(open->front().id, 2.5, u"alone"_s).ok());
  ASSERT_TRUE(m_ledger.close(open->front().id, 50).ok());
  ASSERT_TRUE(m_ledger.close(open->front().id, 90).ok());
  EXPECT_TRUE(m_ledger.openRows()->empty());
  const auto all = m_ledger.ofJob(u"a"_s);
  EXPECT_EQ(all->front().endedAt, 50) << "the first end counts";
  EXPECT_EQ(all->front().unitsPerHour, 2.5);
  EXPECT_EQ(all->front().rateFrom, u"alone"_s);
  EXPECT_EQ(all->front().accelerator, u"T4"_s);
}

TEST_F(LedgerStoreTest, AnEndBeforeTheStartCountsAsNothing) {
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 100, 0, 1.0, u"alone"_s)).ok());
  ASSERT_TRUE(m_ledger.close(m_ledger.openRows()->front().id, 40).ok());
  EXPECT_EQ(m_ledger.ofJob(u"a"_s)->front().endedAt, 100);
}

TEST_F(LedgerStoreTest, SumsTellWhatIsMissingAndWhatIsGuessed) {
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 0, kHour, 2.0, u"alone"_s)).ok());
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 2 * kHour, 0, 4.0, u"difference"_s)).ok());
  ASSERT_TRUE(m_ledger.open(row(u"b"_s, 0, kHour, 2.0, u"listed"_s)).ok());
  LedgerRow cpu = row(u"c"_s, 0, kHour, std::nullopt, {});
  cpu.accelerator = u"NONE"_s;
  ASSERT_TRUE(m_ledger.open(cpu).ok());
  ASSERT_TRUE(m_ledger.open(row(u""_s, 0, kHour, 9.0, u"alone"_s)).ok());
  const auto sums = m_ledger.sums(3 * kHour);
  ASSERT_TRUE(sums.ok());
  EXPECT_EQ(sums->size(), 3) << "what was kept for the user belongs to no job";
  EXPECT_DOUBLE_EQ((*sums)[u"a"_s].units, 6);
  EXPECT_DOUBLE_EQ((*sums)[u"a"_s].acceleratorSeconds, 7'200);
  EXPECT_TRUE((*sums)[u"a"_s].isMeasured);
  EXPECT_TRUE((*sums)[u"a"_s].isComplete);
  EXPECT_FALSE((*sums)[u"b"_s].isMeasured);
  EXPECT_FALSE((*sums)[u"c"_s].isComplete);
  EXPECT_DOUBLE_EQ((*sums)[u"c"_s].acceleratorSeconds, 0);
  const auto one = m_ledger.sums(3 * kHour, u"b"_s);
  EXPECT_EQ(one->size(), 1);
}

TEST_F(LedgerStoreTest, TheNewestRateOfTheSameKindIsFound) {
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 0, 5, 2.0, u"alone"_s)).ok());
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 6, 7, 3.0, u"difference"_s)).ok());
  ASSERT_TRUE(m_ledger.open(row(u"a"_s, 8, 9, 7.0, u"share"_s)).ok());
  const QStringList measured{u"alone"_s, u"difference"_s};
  EXPECT_EQ(*m_ledger.newestRate(u"colab"_s, u"T4"_s, false, measured), 3.0);
  EXPECT_FALSE(m_ledger.newestRate(u"colab"_s, u"T4"_s, true, measured)->has_value());
  EXPECT_FALSE(m_ledger.newestRate(u"other"_s, u"T4"_s, false, measured)->has_value());
}

TEST_F(LedgerStoreTest, LeasesThatHadARuntimeAndNoRowAreFound) {
  LeaseRow lease{.id = u"l1"_s, .provider = u"colab"_s, .key = u"k1"_s, .state = u"requested"_s, .jobId = u"a"_s};
  ASSERT_TRUE(m_temp.jobs.addLease(lease).ok());
  EXPECT_TRUE(m_ledger.unrecordedLeases(u"colab"_s)->isEmpty()) << "no machine yet";
  ASSERT_TRUE(m_temp.jobs.changeLease(u"l1"_s, u"requested"_s, u"active"_s).ok());
  EXPECT_GT((*m_temp.jobs.lease(u"l1"_s))->activeAt, 0);
  EXPECT_EQ(*m_ledger.unrecordedLeases(u"colab"_s), QStringList{u"l1"_s});
  EXPECT_TRUE(m_ledger.unrecordedLeases(u"local"_s)->isEmpty());
  LedgerRow kept = row(u"a"_s, 0, 0, 1.0, u"alone"_s);
  kept.leaseId = u"l1"_s;
  ASSERT_TRUE(m_ledger.open(kept).ok());
  EXPECT_TRUE(m_ledger.unrecordedLeases(u"colab"_s)->isEmpty());
}

TEST_F(LedgerStoreTest, SamplesOfTheAccountKeepWhatWasNotToldApartFromZero) {
  ASSERT_TRUE(
      m_ledger.addUsage({.provider = u"colab"_s, .account = u"me"_s, .at = 5, .tier = u"pro"_s, .units = 0}).ok());
  ASSERT_TRUE(m_ledger.addUsage({.provider = u"colab"_s, .account = u"me"_s, .at = 9, .runtimes = 2}).ok());
  const auto rows = m_ledger.usageSince(u"colab"_s, u"me"_s, 0);
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->front().units, 0.0);
  EXPECT_FALSE(rows->front().runtimes);
  EXPECT_FALSE(rows->back().units);
  EXPECT_EQ(rows->back().runtimes, 2);
  EXPECT_EQ((*m_ledger.newestUsage(u"colab"_s, u"me"_s))->at, 9);
  EXPECT_FALSE(m_ledger.newestUsage(u"colab"_s, u"other"_s)->has_value());
  ASSERT_TRUE(m_ledger.forgetUsage(9).ok());
  EXPECT_EQ(m_ledger.usageSince(u"colab"_s, u"me"_s, 0)->size(), 1u);
}

TEST(LedgerStoreMigration, AFileOfSchema3LoadsForEver) {
  QFile dump(QStringLiteral(CC_FIXTURES "/store/jobs-schema-3.sql"));
  ASSERT_TRUE(dump.open(QIODevice::ReadOnly));
  test::TempStore temp;
  temp.database.close();
  ASSERT_TRUE(QFile::remove(temp.path()));
  ASSERT_TRUE(temp.database.open({.path = temp.path()}).ok());
  for (const QString& statement : QString::fromUtf8(dump.readAll()).split(u";\n"_s, Qt::SkipEmptyParts)) {
    const auto run = temp.database.write(statement);
    ASSERT_TRUE(run.ok()) << qPrintable(run.error().toLogLine());
  }
  ASSERT_TRUE(temp.database.open(temp.options()).ok());
  const auto leases = temp.jobs.leases({});
  ASSERT_FALSE(leases->empty());
  EXPECT_EQ(leases->front().activeAt, 0) << "nobody knows when: it is not counted";
  EXPECT_EQ(temp.jobs.backups({u"done"_s})->size(), 1u);
  LedgerStore ledger(temp.database);
  EXPECT_TRUE(ledger.unrecordedLeases(leases->front().provider)->isEmpty());
}

}  // namespace
}  // namespace cc::store
