// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

namespace cc::jobs {

// data/notebooks/<sha256>.ipynb: each submitted notebook once, byte for byte, however many jobs use it. Any thread.
class InputStore {
public:
  explicit InputStore(QString folder) : m_folder(std::move(folder)) {}
  // The hash that names the copy. FileUnwritable, DiskFull.
  Result<QString> keep(const QByteArray& bytes) const;
  // FileNotFound, TransferCorrupt when the copy no longer has its hash.
  Result<QByteArray> read(const QString& sha256) const;
  QString path(const QString& sha256) const;

private:
  QString m_folder;
};

}  // namespace cc::jobs
