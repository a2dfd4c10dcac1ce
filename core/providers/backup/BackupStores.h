// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/backup/DriveBackup.h"
#include "providers/backup/FolderBackup.h"
#include "providers/backup/StorageBackup.h"

namespace cc::providers {

// The places that backups can go to; one of each kind for an engine, which owns it.
class BackupStores {
public:
  BackupStores(const ProviderContext& context, Worker& worker)
      : m_drive(context), m_storage(context), m_folder(worker) {}
  jobs::BackupStore* store(jobs::BackupTarget::Kind kind) {
    switch (kind) {
      case jobs::BackupTarget::Kind::Drive:
        return &m_drive;
      case jobs::BackupTarget::Kind::Storage:
        return &m_storage;
      case jobs::BackupTarget::Kind::Folder:
        break;
    }
    return &m_folder;
  }

private:
  DriveBackup m_drive;
  StorageBackup m_storage;
  FolderBackup m_folder;
};

}  // namespace cc::providers
