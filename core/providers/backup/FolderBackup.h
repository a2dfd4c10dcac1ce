// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Worker.h"
#include "jobs/BackupStore.h"

namespace cc::providers {

// Copies into a folder of this machine, also one of a network drive: written beside its place as .part, brought to the
// disk, read again and compared by SHA-256, then renamed.
class FolderBackup : public jobs::BackupStore {
  Q_OBJECT
public:
  explicit FolderBackup(Worker& worker, QObject* parent = nullptr) : BackupStore(parent), m_worker(worker) {}
  Call put(const QString& file, const jobs::BackupTarget& folder, const QString& relative,
           std::function<void(qint64 done, qint64 total)> progress, QObject* context,
           Reply<jobs::StoredFile> reply) override;

private:
  Worker& m_worker;
};

}  // namespace cc::providers
