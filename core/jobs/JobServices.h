// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Worker.h"
#include "jobs/BackupStore.h"
#include "jobs/InputStore.h"
#include "jobs/RuntimeProvider.h"
#include "store/JobStore.h"
#include "store/LedgerStore.h"
#include "store/SampleStore.h"

#include <functional>

namespace cc::jobs {

class BackupKeeper;
class CostKeeper;
class LeaseKeeper;

// What the parts of the job layer share. References outlive them; made by the engine. Engine's thread.
struct JobServices {
  store::JobStore& store;
  store::SampleStore& samples;
  store::LedgerStore& ledger;
  Clock& clock;
  Config& config;
  Worker& worker;
  InputStore inputs;
  std::function<RuntimeProvider*(const QString& name)> provider;  // null when unknown
  std::function<double()> random;                                 // [0, 1)
  LeaseKeeper* leases = nullptr;
  std::function<BackupStore*(BackupTarget::Kind kind)> backupStore = {};  // null when there is none
  BackupDefaults backupDefaults = {};
  QString inputCache = {};  // folder for inputs that were fetched from elsewhere
  BackupKeeper* backups = nullptr;
  CostKeeper* costs = nullptr;
};

}  // namespace cc::jobs
