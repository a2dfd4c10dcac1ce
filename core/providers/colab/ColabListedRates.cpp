// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabListedRates.h"

#include "google/ColabTypes.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace cc::providers {

std::optional<jobs::ListedRate> colabListedRate(const jobs::MachineKind& machine) {
  static const QHash<QString, jobs::ListedRate> reported{
      {u"NONE"_s, {0.08, u"2026"_s}}, {u"T4"_s, {1.07, u"2026"_s}},    {u"G4"_s, {8.9, u"2026"_s}},
      {u"L4"_s, {3.72, u"2024"_s}},   {u"A100"_s, {12.29, u"2024"_s}},
  };
  if (machine.highRam && !google::isHighMemoryOnly(machine.accelerator))
    return std::nullopt;  // more, by how much unsaid
  const auto found = reported.constFind(machine.accelerator.isEmpty() ? u"NONE"_s : machine.accelerator);
  if (found == reported.cend()) return std::nullopt;
  return *found;
}

}  // namespace cc::providers
