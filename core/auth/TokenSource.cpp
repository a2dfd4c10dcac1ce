// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/TokenSource.h"

#include "base/Log.h"

using namespace Qt::StringLiterals;

namespace cc::auth {

namespace {

constexpr qint64 kEarly = 5 * 60 * 1000;
constexpr qint64 kBarely = 30 * 1000;  // good enough when no new one is to be had
constexpr qint64 kDay = 24LL * 3600 * 1000;
constexpr QLatin1StringView kSevenDays("seven_days");

// Consent screens "in testing" end every sign-in a week after it was made.
bool looksLikeSevenDays(EpochMs signedInAt, EpochMs now) {
  return signedInAt > 0 && now - signedInAt >= 7 * kDay - kDay / 4 && now - signedInAt <= 14 * kDay;
}

Error refusal(const QString& cause, const QString& account) {
  return Error{.code = cause == kSevenDays ? ErrorCode::AccountSignInExpired : ErrorCode::AccountSignInNeeded,
               .params = {{u"account"_s, account}, {u"cause"_s, cause}}};
}

}  // namespace

TokenSource::TokenSource(QString account, AccountStore& store, TokenEndpoint& endpoint, Clock& clock, QObject* parent)
    : QObject(parent), m_account(std::move(account)), m_store(store), m_endpoint(endpoint), m_clock(clock) {}

qint64 TokenSource::remaining() const {
  if (!m_held) return 0;
  const qint64 byWall = m_held->takenAt + m_held->lifetimeMs - m_clock.now();
  const qint64 byMonotonic = m_held->takenAtMonotonic + m_held->lifetimeMs - m_clock.monotonic();
  return std::min(byWall, byMonotonic);
}

Call TokenSource::token(QObject* context, Reply<QString> reply) {
  const Promise<QString> promise(context, std::move(reply));
  if (remaining() > kEarly) {
    promise.resolve(m_held->token);
    return promise.call();
  }
  m_waiting.push_back(promise);
  refresh();
  return promise.call();
}

void TokenSource::reject(const QString& token) {
  if (m_held && m_held->token == token) m_held.reset();
}

void TokenSource::adopt(const TokenReply& reply) {
  m_held = Held{reply.accessToken, reply.lifetimeMs, m_clock.now(), m_clock.monotonic()};
}

void TokenSource::forget() {
  m_held.reset();
}

void TokenSource::refresh() {
  if (m_refreshing) return;
  m_refreshing = true;
  const Account* account = m_store.find(m_account);
  if (!account) return answer(Error{.code = ErrorCode::AccountUnknown, .params = {{u"account"_s, m_account}}});
  if (!account->signInNeeded.isEmpty()) return answer(refusal(account->signInNeeded, account->email));
  m_store.secret(m_account, this, [this](Result<AccountSecret> secret) {
    // Also an entry that is missing says nothing about the sign-in: a keyring can be another one for a while.
    if (!secret.ok()) return onTrouble(std::move(secret).error());
    if (!secret->refreshToken.isEmpty()) return askServer(*secret);
    onTrouble(refusal(u"no_token"_s, m_account));
  });
}

void TokenSource::askServer(const AccountSecret& secret) {
  m_endpoint.refresh(secret.client, secret.refreshToken, this, [this, secret](Result<TokenReply> reply) {
    if (!reply.ok()) return onRefused(secret, std::move(reply).error());
    onRefreshed(secret, std::move(reply));
  });
}

void TokenSource::onRefreshed(const AccountSecret& secret, Result<TokenReply> reply) {
  adopt(*reply);
  if (!reply->refreshToken.isEmpty() && reply->refreshToken != secret.refreshToken) {
    // What it holds in memory works for an hour; a keychain that is locked now is tried again with the next one.
    m_store.replaceToken(m_account, {secret.client, reply->refreshToken}, this, [](const Result<Nothing>& written) {
      if (!written.ok()) qCWarning(lcNet).noquote() << "new refresh token not kept:" << written.error().toLogLine();
    });
  }
  answer(m_held->token);
}

void TokenSource::onTrouble(Error error) {
  if (remaining() > kBarely) return answer(m_held->token);
  answer(std::move(error).with(u"account"_s, m_account));
}

void TokenSource::onRefused(const AccountSecret& secret, Error error) {
  if (error.code != ErrorCode::AccountSignInNeeded) return onTrouble(std::move(error));
  m_held.reset();
  const Account* account = m_store.find(m_account);
  QString cause = error.params.value(u"cause"_s);
  if (account && cause == "revoked"_L1 && looksLikeSevenDays(account->signedInAt, m_clock.now())) cause = kSevenDays;
  Error refused = refusal(cause, account ? account->email : m_account);
  refused.detail = error.detail;
  // The client stays, so that signing in again needs no file; the token is worthless.
  m_store.replaceToken(m_account, {secret.client, {}}, this, [](const Result<Nothing>&) {});
  if (const Status marked = m_store.markSignInNeeded(m_account, cause); !marked.ok()) {
    qCWarning(lcNet).noquote() << "account list not written:" << marked.error().toLogLine();
  }
  Q_EMIT signInNeeded(refused);
  answer(std::move(refused));
}

void TokenSource::answer(const Result<QString>& result) {
  m_refreshing = false;
  const auto waiting = std::exchange(m_waiting, {});
  for (const Promise<QString>& promise : waiting) promise.resolve(result);
}

}  // namespace cc::auth
