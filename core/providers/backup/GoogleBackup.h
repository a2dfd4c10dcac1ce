// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "jobs/BackupStore.h"
#include "providers/ProviderRegistry.h"

#include <QStringList>
#include <memory>

namespace cc::providers {

// What the backups on Google's stores share: the account, its permissions, the form of what a store told.
// Account: the default one. Engine's thread.
class GoogleBackup : public jobs::BackupStore {
  Q_OBJECT
protected:
  // scopes: what the store needs; option: of "colabq sign-in", by which they are given.
  GoogleBackup(const ProviderContext& context, QStringList scopes, QString option, QObject* parent);
  // AccountSignInNeeded without an account, AccountScopeMissing (account, scopes, option) when it may not.
  Result<auth::TokenSource*> tokens() const;
  // The server's own refusal says what to do about it, too.
  Error explained(Error error) const;
  static jobs::StoredFile storedFile(const QString& id, qint64 size, const QByteArray& sha256, const QByteArray& md5,
                                     const QByteArray& crc32c);
  const ProviderContext m_context;

private:
  Error scopeMissing(const QStringList& missing) const;
  QStringList m_scopes;
  QString m_option;
};

}  // namespace cc::providers
