// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QSqlQuery>
#include <QString>
#include <QVariant>
#include <optional>

namespace cc::store {

// The present row of a SELECT, by column number. Valid inside the callback of Database::read() only.
class Row {
public:
  explicit Row(const QSqlQuery& query) : m_query(query) {}
  QString text(int column) const { return m_query.value(column).toString(); }
  qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
  int number(int column) const { return m_query.value(column).toInt(); }
  std::optional<double> real(int column) const {
    const QVariant value = m_query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
  }
  bool flag(int column) const { return m_query.value(column).toLongLong() != 0; }
  // Null for NULL, and for text that is no JSON.
  Json json(int column) const;

private:
  const QSqlQuery& m_query;
};

// Binding of JSON: compact text, null as NULL.
QVariant jsonValue(const Json& json);

}  // namespace cc::store
