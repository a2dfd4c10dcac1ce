// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

namespace cc::auth {

// Secrets by name, in the operating system's keychain. One job at a time, each with a time limit. Engine's thread:
// libsecret serves only the thread of a process that used it first.
// Errors: KeychainLocked (the collection is locked; never reported as missing), KeychainUnavailable.
class SecretStore : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  // Nothing when the entry does not exist.
  virtual Call read(const QString& name, QObject* context, Reply<std::optional<QString>> reply) = 0;
  virtual Call write(const QString& name, const QString& secret, QObject* context, Reply<Nothing> reply) = 0;
  virtual Call remove(const QString& name, QObject* context, Reply<Nothing> reply) = 0;
  // False for the in-memory one: what it holds is gone with the process, and the user is told so.
  virtual bool isPersistent() const = 0;
  // Whether an entry is where the store keeps its secrets; false for one that fallbackSecretStore() holds in memory.
  virtual bool keeps(const QString& name) const {
    Q_UNUSED(name);
    return true;
  }
};

// Secret Service or KWallet through QtKeychain; service name "colab-controller".
std::unique_ptr<SecretStore> keychainSecretStore(QObject* parent = nullptr);
// For this run only.
std::unique_ptr<SecretStore> memorySecretStore(QObject* parent = nullptr);
// Another store, which outlives it; what that cannot take because there is no keychain at all is held in memory. A
// locked keychain is no reason: it is told.
std::unique_ptr<SecretStore> fallbackSecretStore(SecretStore& store, QObject* parent = nullptr);

}  // namespace cc::auth
