// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/BackupStore.h"

using namespace Qt::StringLiterals;

namespace cc::jobs {

Call BackupStore::fetch(const BackupTarget& file, const QString&, QObject* context, Reply<QString> reply) {
  const Promise<QString> promise(context, std::move(reply));
  promise.resolve(Error{.code = ErrorCode::UsageUnsupported, .params = {{u"what"_s, file.text()}}});
  return promise.call();
}

}  // namespace cc::jobs
