// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/Row.h"

namespace cc::store {

Json Row::json(int column) const {
  const QVariant value = m_query.value(column);
  if (value.isNull()) return nullptr;
  return parseJson(value.toString().toUtf8()).valueOr(nullptr);
}

QVariant jsonValue(const Json& json) {
  return json.is_null() ? QVariant() : QVariant(QString::fromUtf8(dumpJson(json)));
}

}  // namespace cc::store
