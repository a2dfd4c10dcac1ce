// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Database.h"

namespace cc::test {

// A database whose n-th statement from now on fails. Users link cc_store.
class FaultyDatabase : public store::Database {
public:
  enum class Fault {
    Before,     // that statement is not run
    After,      // it is run and reported as failed: what a commit looks like whose answer got lost
    FromThere,  // it and all that follow are not run, not even a rollback: the disk is gone
  };
  void failAt(int n, Fault fault, ErrorCode code = ErrorCode::DiskFull) {
    m_seen = 0;
    m_failAt = n;
    m_fault = fault;
    m_code = code;
  }
  void heal() { m_failAt = 0; }
  // Statements since the last failAt().
  int seen() const { return m_seen; }
  bool hasFailed() const { return m_failAt > 0 && m_seen >= m_failAt; }

protected:
  Status execute(QSqlQuery& query, const QString& sql) override {
    ++m_seen;
    const bool fails = m_failAt > 0 && (m_seen == m_failAt || (m_fault == Fault::FromThere && m_seen > m_failAt));
    if (!fails) return Database::execute(query, sql);
    if (m_fault == Fault::After) (void)Database::execute(query, sql);
    return Error{.code = m_code, .params = {{QStringLiteral("path"), path()}}, .detail = QStringLiteral("injected")};
  }

private:
  int m_seen = 0, m_failAt = 0;
  Fault m_fault = Fault::Before;
  ErrorCode m_code = ErrorCode::DiskFull;
};

}  // namespace cc::test
