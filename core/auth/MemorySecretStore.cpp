// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/SecretStore.h"

#include <QHash>

namespace cc::auth {

namespace {

class MemorySecretStore : public SecretStore {
public:
  using SecretStore::SecretStore;

  Call read(const QString& name, QObject* context, Reply<std::optional<QString>> reply) override {
    const Promise<std::optional<QString>> promise(context, std::move(reply));
    const auto found = m_secrets.constFind(name);
    promise.resolve(found == m_secrets.cend() ? std::optional<QString>() : std::optional<QString>(*found));
    return promise.call();
  }
  Call write(const QString& name, const QString& secret, QObject* context, Reply<Nothing> reply) override {
    m_secrets.insert(name, secret);
    const Promise<Nothing> promise(context, std::move(reply));
    promise.resolve(done());
    return promise.call();
  }
  Call remove(const QString& name, QObject* context, Reply<Nothing> reply) override {
    m_secrets.remove(name);
    const Promise<Nothing> promise(context, std::move(reply));
    promise.resolve(done());
    return promise.call();
  }
  bool isPersistent() const override { return false; }

private:
  QHash<QString, QString> m_secrets;
};

}  // namespace

std::unique_ptr<SecretStore> memorySecretStore(QObject* parent) {
  return std::make_unique<MemorySecretStore>(parent);
}

}  // namespace cc::auth
