// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/backup/GoogleBackup.h"

#include "auth/Scopes.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

GoogleBackup::GoogleBackup(const ProviderContext& context, QStringList scopes, QString option, QObject* parent)
    : BackupStore(parent), m_context(context), m_scopes(std::move(scopes)), m_option(std::move(option)) {}

Error GoogleBackup::scopeMissing(const QStringList& missing) const {
  QStringList names;
  for (const QString& scope : missing) names << auth::shortScope(scope);
  Error error{.code = ErrorCode::AccountScopeMissing,
              .params = {{u"scopes"_s, names.join(u", "_s)}, {u"option"_s, m_option}}};
  if (names.contains(u"drive.file"_s)) error.params.insert(u"drive_scope"_s, u"drive.file"_s);
  return error;
}

Result<auth::TokenSource*> GoogleBackup::tokens() const {
  const auth::Account* account = m_context.accounts.store().find({});
  if (!account) {
    return Error{.code = ErrorCode::AccountSignInNeeded, .params = {{u"option"_s, m_option}}};
  }
  if (const QStringList missing = auth::missingScopes(m_scopes, account->scopes); !missing.isEmpty()) {
    return scopeMissing(missing).with(u"account"_s, account->email);
  }
  return m_context.accounts.tokens(account->id);
}

Error GoogleBackup::explained(Error error) const {
  if (error.code != ErrorCode::AccountScopeMissing) return error;
  const Error own = scopeMissing(m_scopes);
  for (auto it = own.params.cbegin(); it != own.params.cend(); ++it) error.params.insert(it.key(), it.value());
  return error;
}

jobs::StoredFile GoogleBackup::storedFile(const QString& id, qint64 size, const QByteArray& sha256,
                                          const QByteArray& md5, const QByteArray& crc32c) {
  jobs::StoredFile stored{.id = id, .size = size};
  for (const auto& [kind, value] : {std::pair{u"sha256"_s, sha256}, {u"md5"_s, md5}, {u"crc32c"_s, crc32c}}) {
    if (value.isEmpty() || !stored.checksum.isEmpty()) continue;
    stored.checksumKind = kind;
    stored.checksum = QString::fromLatin1(value);
  }
  return stored;
}

}  // namespace cc::providers
