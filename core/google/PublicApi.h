// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "google/TunnelApi.h"

namespace cc::google {

// The newer generation: runtimes under v1beta, their operations under v1. It has no keep-alive, balance or credential
// propagation: the tunnel, which knows the same machines by the same endpoints, does these.
class PublicApi : public ColabApi {
  Q_OBJECT
public:
  PublicApi(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, TunnelApi& tunnel,
            QObject* parent = nullptr);

  QString generation() const override { return QStringLiteral("public"); }
  Call assign(const AssignRequest& request, QObject* context, Reply<Assignment> reply) override;
  Call find(const AssignRequest& request, QObject* context, Reply<std::optional<ColabRuntime>> reply) override;
  Call list(QObject* context, Reply<std::vector<ColabRuntime>> reply) override;
  Call refresh(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply) override;
  Call release(const ColabRuntime& runtime, QObject* context, Reply<Nothing> reply) override;
  Call keepAlive(const QString& endpoint, QObject* context, Reply<Nothing> reply) override;
  Call account(QObject* context, Reply<ColabAccount> reply) override;
  Call propagate(const QString& endpoint, CredentialKind kind, bool dryRun, QObject* context,
                 Reply<Propagation> reply) override;

private:
  friend class PublicAssign;
  struct Answer {
    Json json;
    EpochMs serverNow = 0;
  };
  Call send(net::HttpRequest request, QObject* context, Reply<Answer> reply);
  QUrl runtimeUrl(const QString& id) const;
  Call get(const QString& id, QObject* context, Reply<ColabRuntime> reply);
  Call specs(ColabAccount account, QObject* context, Reply<ColabAccount> reply);

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  GoogleEndpoints m_endpoints;
  TunnelApi& m_tunnel;
};

// Which generation serves this account: "public" when its host answers, "tunnel" when it refuses. An error when it
// could not be found out.
Call probeGeneration(auth::AuthorizedHttp& http, const GoogleEndpoints& endpoints, QObject* context,
                     Reply<QString> reply);

}  // namespace cc::google
