// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Error.h"
#include "store/JobStore.h"

#include <QHash>
#include <QObject>

namespace cc::jobs {

struct JobServices;
class RuntimeProvider;

// Watches over rented machines, those of providers whose machines end unless somebody keeps them alive. While a job is on
// one it is pinged, and for a time after it was kept for the user; never one that nobody wants. Every few minutes the
// leases are compared with what the provider lists: a machine that was released and is still there is released again;
// whatever we hold no lease for belongs to the user and is left alone. Engine's thread.
class RuntimeGuard : public QObject {
  Q_OBJECT
public:
  explicit RuntimeGuard(JobServices& services, QObject* parent = nullptr);
  void start();

Q_SIGNALS:
  // The second time in a row that the machine of a job was not kept alive.
  void troubled(const QString& jobId, const cc::Error& error);

private:
  void keepAlive();
  bool isWanted(const store::LeaseRow& lease);
  void onPinged(const store::LeaseRow& lease, const Result<Nothing>& pinged);
  void compare();
  void compareWith(RuntimeProvider& provider);

  JobServices& m_services;
  QHash<QString, int> m_failures;      // by lease id
  QHash<QString, qint64> m_keptSince;  // monotonic, by id of a lease that no job uses
};

}  // namespace cc::jobs
