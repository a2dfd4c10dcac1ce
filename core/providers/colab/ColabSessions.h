// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/Accounts.h"
#include "auth/AuthorizedHttp.h"
#include "google/PublicApi.h"
#include "google/TunnelApi.h"

#include <QHash>
#include <memory>

namespace cc::providers {

// Colab's control plane for each account that is used: in the generation that the configuration names, or that a probe
// found, which is asked once a week and account. Engine's thread.
class ColabSessions : public QObject {
  Q_OBJECT
public:
  ColabSessions(net::HttpClient& http, Clock& clock, auth::Accounts& accounts, google::GoogleEndpoints endpoints,
                QString generation, QObject* parent = nullptr);
  ~ColabSessions() override;
  // account: id or e-mail address, empty for the default one. The api lives until the account is signed out.
  // AccountSignInNeeded without any account, AccountUnknown.
  Call api(const QString& account, QObject* context, Reply<google::ColabApi*> reply);
  // Id of the account that would be used; empty when there is none.
  QString idOf(const QString& account) const;
  QString emailOf(const QString& account) const;

private:
  struct Session;
  Session* sessionOf(const QString& id, auth::TokenSource& tokens);
  QString remembered(const QString& id) const;
  void probe(const QString& id);

  net::HttpClient& m_http;
  Clock& m_clock;
  auth::Accounts& m_accounts;
  google::GoogleEndpoints m_endpoints;
  QString m_generation;
  QHash<QString, std::shared_ptr<Session>> m_sessions;  // by account id
};

}  // namespace cc::providers
