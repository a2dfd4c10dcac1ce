// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Clock.h"
#include "jobs/RuntimeProvider.h"
#include "store/JobStore.h"

#include <QMap>
#include <QObject>
#include <QSet>

namespace cc::jobs {

struct JobServices;

Json toJson(const Lease& lease);  // without endpoint
Lease leaseFromRow(const store::LeaseRow& row);

// Lets go of runtimes: every lease in state "releasing" is released at its provider, again and again with growing
// pauses, until the provider confirms. Engine's thread.
class LeaseKeeper : public QObject {
  Q_OBJECT
public:
  explicit LeaseKeeper(JobServices& services, QObject* parent = nullptr);
  // Looks at the leases now; call after a lease became "releasing" and at start.
  void wake();
  // Records what a provider tells of machines that were rented; call before one may be.
  void watch(RuntimeProvider& provider);
  bool isIdle() const { return m_busy.isEmpty(); }

Q_SIGNALS:
  void released(const QString& leaseId);
  void releaseFailed(const QString& leaseId, const cc::Error& error);  // it is tried again
  void becameIdle();

private:
  void release(const store::LeaseRow& row);
  void onRented(const QString& provider, const QString& key, const Runtime& runtime, bool existed);
  void onReleased(const store::LeaseRow& row, const Result<Nothing>& result);

  JobServices& m_services;
  QSet<QString> m_busy;  // being released or waiting for the next try
  QMap<QString, int> m_failures;
};

}  // namespace cc::jobs
