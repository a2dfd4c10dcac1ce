// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <string>
#include <unordered_set>

namespace cc::notebook {

using CellIdSet = std::unordered_set<std::string>;

// ^[a-zA-Z0-9-_]{1,64}$, the rule of nbformat 4.5.
bool isCellId(const Json& id);
CellIdSet usedCellIds(const Json& document);
// 8 hexadecimal digits, as nbformat makes them; none of the used ones.
std::string newCellId(const CellIdSet& used);

}  // namespace cc::notebook
