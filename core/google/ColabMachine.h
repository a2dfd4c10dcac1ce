// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/ColabTypes.h"
#include "net/HttpClient.h"

namespace cc::google {

// What a machine's own Jupyter server, behind Colab's proxy, tells beyond Jupyter. The user's own token never goes
// there. 401 and 404 may mean an old proxy token as well as a machine that is gone: RuntimeUnreachable (status).
class ColabMachine : public QObject {
  Q_OBJECT
public:
  explicit ColabMachine(net::HttpClient& http, QObject* parent = nullptr);
  // Of every request to it, kernel sockets too.
  static QList<QPair<QByteArray, QByteArray>> headers(const ColabRuntime& runtime);
  // Each question starts nvidia-smi there: not oftener than every few seconds.
  Call resources(const ColabRuntime& runtime, QObject* context, Reply<MachineResources> reply);
  // Name of its image; empty when it has none.
  Call buildInfo(const ColabRuntime& runtime, QObject* context, Reply<QString> reply);
  // Last lines of the Drive mount about time-outs: a mount that went stale.
  Call driveTroubles(const ColabRuntime& runtime, QObject* context, Reply<QStringList> reply);

private:
  Call get(const ColabRuntime& runtime, const QByteArray& path, QObject* context, Reply<Json> reply);

  net::HttpClient& m_http;
};

}  // namespace cc::google
