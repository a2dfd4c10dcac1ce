// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/AuthorizedHttp.h"
#include "google/ColabApi.h"
#include "google/GoogleEndpoints.h"
#include "google/XsrfExchange.h"

namespace cc::google {

// The older generation: the tunnel of the web interface, and the "gapi" host beside it for those whom it serves. Tokens
// of OAuth clients of other projects are often refused there (403, 400), so it is tried, and left alone for the rest
// of the run once it has refused.
class TunnelApi : public ColabApi {
  Q_OBJECT
public:
  TunnelApi(auth::AuthorizedHttp& http, Clock& clock, GoogleEndpoints endpoints, QObject* parent = nullptr);

  QString generation() const override { return QStringLiteral("tunnel"); }
  Call assign(const AssignRequest& request, QObject* context, Reply<Assignment> reply) override;
  Call find(const AssignRequest& request, QObject* context, Reply<std::optional<ColabRuntime>> reply) override;
  Call list(QObject* context, Reply<std::vector<ColabRuntime>> reply) override;
  Call refresh(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply) override;
  Call release(const ColabRuntime& runtime, QObject* context, Reply<Nothing> reply) override;
  Call keepAlive(const QString& endpoint, QObject* context, Reply<Nothing> reply) override;
  Call account(QObject* context, Reply<ColabAccount> reply) override;
  Call propagate(const QString& endpoint, CredentialKind kind, bool dryRun, QObject* context,
                 Reply<Propagation> reply) override;

  // Labels of images that can be asked for, newest first; empty when not told.
  Call versions(QObject* context, Reply<QStringList> reply);
  bool isGapiRefused() const { return m_gapiRefused; }

private:
  friend class TunnelAssign;
  using Query = QList<QPair<QString, QString>>;
  QUrl tunnel(const QByteArray& path, Query query = {}) const;
  QUrl assignUrl(const AssignRequest& request) const;
  // JSON of a GET; gapi: whether a refusal means that this host is not for us.
  Call get(const QUrl& url, bool gapi, QObject* context, Reply<Json> reply);
  Call listByTunnel(QObject* context, Reply<std::vector<ColabRuntime>> reply);
  Call refreshFromList(const ColabRuntime& runtime, QObject* context, Reply<ColabRuntime> reply);
  Call balance(QObject* context, Reply<ColabAccount> reply);

  auth::AuthorizedHttp& m_http;
  Clock& m_clock;
  GoogleEndpoints m_endpoints;
  bool m_gapiRefused = false;
};

// Of every request to Colab's hosts and machines.
QList<QPair<QByteArray, QByteArray>> colabHeaders();

}  // namespace cc::google
