// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/Database.h"

namespace cc::store {

// Holds one transaction open; rolls back unless commit() was called. Inside another one it joins it.
class Transaction {
public:
  explicit Transaction(Database& database) : m_database(database), m_begun(database.begin()) {}
  ~Transaction() {
    if (m_open) m_database.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  const Status& begun() const { return m_begun; }
  Status commit() {
    m_open = false;
    return m_database.commit();
  }

private:
  Database& m_database;
  Status m_begun;
  bool m_open = true;
};

}  // namespace cc::store
