// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/SecretStore.h"

#include <QHash>

namespace cc::auth {

namespace {

class FallbackSecretStore : public SecretStore {
public:
  FallbackSecretStore(SecretStore& store, QObject* parent) : SecretStore(parent), m_store(store) {}

  Call read(const QString& name, QObject* context, Reply<std::optional<QString>> reply) override {
    const auto found = m_held.constFind(name);
    if (found == m_held.cend()) return m_store.read(name, context, std::move(reply));
    const Promise<std::optional<QString>> promise(context, std::move(reply));
    promise.resolve(std::optional<QString>(*found));
    return promise.call();
  }
  // Asked again each time: a keychain may have come.
  Call write(const QString& name, const QString& secret, QObject* context, Reply<Nothing> reply) override {
    const Promise<Nothing> promise(context, std::move(reply));
    m_store.write(name, secret, this, [this, name, secret, promise](Result<Nothing> written) {
      const bool absent = !written.ok() && written.error().code == ErrorCode::KeychainUnavailable;
      if (written.ok()) m_held.remove(name);
      if (absent) m_held.insert(name, secret);
      promise.resolve(absent ? done() : std::move(written));
    });
    return promise.call();
  }
  Call remove(const QString& name, QObject* context, Reply<Nothing> reply) override {
    if (m_held.remove(name) == 0) return m_store.remove(name, context, std::move(reply));
    const Promise<Nothing> promise(context, std::move(reply));
    promise.resolve(done());
    return promise.call();
  }
  bool isPersistent() const override { return m_store.isPersistent() && m_held.isEmpty(); }
  bool keeps(const QString& name) const override { return m_store.isPersistent() && !m_held.contains(name); }

private:
  SecretStore& m_store;
  QHash<QString, QString> m_held;
};

}  // namespace

std::unique_ptr<SecretStore> fallbackSecretStore(SecretStore& store, QObject* parent) {
  return std::make_unique<FallbackSecretStore>(store, parent);
}

}  // namespace cc::auth
