// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabSessions.h"

#include "base/Log.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {
constexpr qint64 kRememberedMs = 7LL * 24 * 3'600'000;  // then Google may offer the account another one
}

struct ColabSessions::Session {
  auth::TokenSource& tokens;
  auth::AuthorizedHttp http;
  google::TunnelApi tunnel;
  google::PublicApi publicApi;
  QString generation;  // empty: not known yet
  std::vector<Promise<google::ColabApi*>> waiting;
  bool probing = false;

  Session(net::HttpClient& net, Clock& clock, auth::TokenSource& source, const google::GoogleEndpoints& endpoints)
      : tokens(source), http(net, source), tunnel(http, clock, endpoints), publicApi(http, clock, endpoints, tunnel) {}
  google::ColabApi* api() {
    if (generation == u"public"_s) return &publicApi;
    return &tunnel;
  }
};

ColabSessions::ColabSessions(net::HttpClient& http, Clock& clock, auth::Accounts& accounts,
                             google::GoogleEndpoints endpoints, QString generation, QObject* parent)
    : QObject(parent),
      m_http(http),
      m_clock(clock),
      m_accounts(accounts),
      m_endpoints(std::move(endpoints)),
      m_generation(generation == u"auto"_s ? QString() : std::move(generation)) {
  connect(&accounts, &auth::Accounts::changed, this,
          [this] { m_sessions.removeIf([this](const auto& entry) { return !m_accounts.store().find(entry.key()); }); });
}

ColabSessions::~ColabSessions() = default;

QString ColabSessions::idOf(const QString& account) const {
  const auth::Account* found = m_accounts.store().find(account);
  return found ? found->id : QString();
}

QString ColabSessions::emailOf(const QString& account) const {
  const auth::Account* found = m_accounts.store().find(account);
  return found ? found->email : QString();
}

ColabSessions::Session* ColabSessions::sessionOf(const QString& id, auth::TokenSource& tokens) {
  std::shared_ptr<Session>& session = m_sessions[id];
  if (!session || &session->tokens != &tokens) {
    session = std::make_shared<Session>(m_http, m_clock, tokens, m_endpoints);
    session->generation = m_generation.isEmpty() ? remembered(id) : m_generation;
  }
  return session.get();
}

QString ColabSessions::remembered(const QString& id) const {
  const auth::Account* account = m_accounts.store().find(id);
  const bool isRecent = account && m_clock.now() - account->colabInterfaceAt < kRememberedMs;
  return isRecent ? account->colabInterface : QString();
}

Call ColabSessions::api(const QString& account, QObject* context, Reply<google::ColabApi*> reply) {
  Promise<google::ColabApi*> promise(context, std::move(reply));
  const Result<auth::TokenSource*> tokens = m_accounts.tokens(account);
  if (!tokens.ok()) {
    const bool none = m_accounts.store().accounts().empty();
    promise.resolve(none ? Error{.code = ErrorCode::AccountSignInNeeded, .params = {{u"cause"_s, u"no_account"_s}}}
                         : tokens.error());
    return promise.call();
  }
  const QString id = (*tokens)->account();
  Session* session = sessionOf(id, **tokens);
  if (!session->generation.isEmpty()) {
    promise.resolve(session->api());
    return promise.call();
  }
  session->waiting.push_back(promise);
  if (!std::exchange(session->probing, true)) probe(id);
  return promise.call();
}

void ColabSessions::probe(const QString& id) {
  const std::weak_ptr<Session> weak = m_sessions.value(id);
  google::probeGeneration(m_sessions.value(id)->http, m_endpoints, this, [this, id, weak](Result<QString> found) {
    const auto session = weak.lock();
    if (!session) return;
    session->probing = false;
    if (found.ok()) {
      session->generation = *found;
      qCInfo(lcEngine).noquote() << "Colab is spoken to by its" << *found << "interface";
      const Status kept = m_accounts.rememberColabInterface(id, *found, m_clock.now());
      if (!kept.ok()) qCWarning(lcEngine).noquote() << "not remembered:" << kept.error().toLogLine();
    }
    for (const auto& waiting : std::exchange(session->waiting, {})) {
      if (found.ok())
        waiting.resolve(session->api());
      else
        waiting.resolve(found.error());
    }
  });
}

}  // namespace cc::providers
