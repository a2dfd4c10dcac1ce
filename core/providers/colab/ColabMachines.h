// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/ColabMachine.h"
#include "jobs/RuntimeProvider.h"
#include "jupyter/EndpointHttp.h"
#include "providers/colab/ColabSessions.h"

#include <QHash>

namespace cc::providers {

// The machines in use, by lease key, each with its newest address and proxy token. Tokens are renewed five minutes before
// their end while somebody holds the machine, and on demand when the proxy refuses one; one renewal at a time.
// Engine's thread.
class ColabMachines : public QObject {
  Q_OBJECT
public:
  ColabMachines(net::HttpClient& http, Clock& clock, ColabSessions& sessions, QObject* parent = nullptr);

  // Known from now on; account: id of whose it is.
  void put(const QString& key, const QString& account, const google::ColabRuntime& runtime);
  void forget(const QString& key) { m_machines.remove(key); }
  // Null when not known.
  const google::ColabRuntime* find(const QString& key) const;
  // A run keeps the token fresh from hold() to letGo().
  void hold(const QString& key);
  void letGo(const QString& key);
  // RuntimeGone only when a list that was answered does not have the machine.
  Call renew(const QString& key, QObject* context, Reply<google::ColabRuntime> reply);
  google::ColabMachine& at() { return m_machine; }

  static jupyter::Endpoint endpointOf(const google::ColabRuntime& runtime);
  // For people: "Colab T4, high RAM (gpu-t4-...)".
  static QString describe(const google::ColabRuntime& runtime);
  // As a lease remembers it: without a token.
  static jobs::Runtime runtimeOf(const jobs::Lease& lease, const google::ColabRuntime& runtime);

Q_SIGNALS:
  void renewed(const QString& key);

private:
  struct Machine {
    QString account;
    google::ColabRuntime runtime;
    int holders = 0;
    quint64 timer = 0;
    std::vector<Promise<google::ColabRuntime>> waiting;
  };
  void schedule(const QString& key, qint64 ms);
  void onRenewed(const QString& key, const Result<google::ColabRuntime>& renewed);

  Clock& m_clock;
  ColabSessions& m_sessions;
  google::ColabMachine m_machine;
  QHash<QString, Machine> m_machines;
};

}  // namespace cc::providers
