// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Async.h"
#include "google/ColabTypes.h"

#include <QObject>

namespace cc::google {

struct AssignRequest {
  QString key;  // ours, on disk before the request: the same key never gives a second machine
  RuntimeSpec spec;
};

// Colab's control plane, the same for both of its generations (docs/colab-protocol.md). Engine's thread. Every call is
// asynchronous and repeatable. Errors common to all: AccountSignInNeeded, AccountSignInExpired, AccountScopeMissing,
// AccountApiDisabled, AccountForbidden, ProviderRateLimited, Net*.
class ColabApi : public QObject {
  Q_OBJECT
public:
  using QObject::QObject;
  virtual QString generation() const = 0;  // "tunnel" or "public"

  // Finds or makes the machine of the key. An unclear end of the making (time-out, reset, strange reply) is cleared up
  // by asking again with the same key; when that finds nothing the error is the first one, retryable, with param
  // "unclear", and a machine may still come to be: find() or release what the key has before giving it up.
  // ProviderRefused (accelerator not for this account), ProviderNothingAvailable, AccountTooManyRuntimes, AccountQuota
  // (reason "accelerator" or "usage_time"), AccountBlocked. What was granted may differ from what was asked.
  virtual Call assign(const AssignRequest& request, QObject* context, Reply<Assignment> reply) = 0;
  // The machine of the key, if there is one; makes none.
  virtual Call find(const AssignRequest& request, QObject* context, Reply<std::optional<ColabRuntime>> reply) = 0;
  // All machines of the account, with fresh proxy tokens; those made in a browser or by others too.
  virtual Call list(QObject* context, Reply<std::vector<ColabRuntime>> reply) = 0;
  // A new proxy token. RuntimeGone only when a list that was answered does not have the machine.
  virtual Call refresh(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply) = 0;
  // Success when it is gone already.
  virtual Call release(const ColabRuntime& runtime, QObject* context, Reply<Nothing> reply) = 0;
  // Resets the idle time. RuntimeGone when Colab does not know the machine.
  virtual Call keepAlive(const QString& endpoint, QObject* context, Reply<Nothing> reply) = 0;
  // Subscription, accelerators, balance and rate: as much as the hosts that answer tell.
  virtual Call account(QObject* context, Reply<ColabAccount> reply) = 0;
  // Lets a machine use the user's Drive or account. Ask with dryRun first: not done with a consent address means that
  // the user agrees there, in a browser, with the same account; nobody tells us when.
  virtual Call propagate(const QString& endpoint, CredentialKind kind, bool dryRun, QObject* context,
                         Reply<Propagation> reply) = 0;
};

}  // namespace cc::google
