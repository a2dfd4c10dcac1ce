// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/CellIds.h"

#include <QRandomGenerator>
#include <algorithm>
#include <string_view>

namespace cc::notebook {

bool isCellId(const Json& id) {
  static constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  if (!id.is_string()) return false;
  const auto& text = id.get_ref<const std::string&>();
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(kAllowed) == std::string::npos;
}

CellIdSet usedCellIds(const Json& document) {
  CellIdSet used;
  const Json& cells = at(document, "cells");
  if (!cells.is_array()) return used;
  for (const Json& cell : cells) {
    if (const Json& id = at(cell, "id"); id.is_string()) used.insert(id.get_ref<const std::string&>());
  }
  return used;
}

std::string newCellId(const CellIdSet& used) {
  while (true) {
    const quint32 number = QRandomGenerator::global()->generate();
    std::string id = QByteArray::number(number, 16).rightJustified(8, '0').toStdString();
    if (!used.contains(id)) return id;
  }
}

}  // namespace cc::notebook
