// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/EngineTypes.h"

#include <QHash>
#include <QObject>

namespace cc::ui {

// Notices, once for each step, that the units of an account run out while machines cost: half an hour left, ten minutes,
// none.
class UsageWatcher : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  void see(const std::vector<engine::UsageInfo>& usages, EpochMs now);

Q_SIGNALS:
  void low(const cc::engine::UsageInfo& usage, int minutes);  // 0: nothing is left

private:
  QHash<QString, int> m_told;  // minutes told of last, by provider
};

}  // namespace cc::ui
