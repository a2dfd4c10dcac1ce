// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/colab/ColabQuestions.h"

#include "base/Redactor.h"

using namespace Qt::StringLiterals;

namespace cc::providers {

namespace {

constexpr qint64 kConsentMs =
    600'000;  // drive.mount() waits two minutes unless told otherwise, authenticate_user() for ever
constexpr qint64 kAskAgainMs = 3'000;

QString wordOf(google::CredentialKind kind) {
  return kind == google::CredentialKind::Drive ? u"Google Drive"_s : u"your Google account"_s;
}

}  // namespace

QString colabSecretName(const QString& key) {
  return u"colab-secret:"_s + key;
}

ColabQuestions::ColabQuestions(Needs needs, QObject* parent) : QObject(parent), m_needs(std::move(needs)) {}

void ColabQuestions::stop() {
  m_open.clear();
}

void ColabQuestions::take(const jupyter::KernelQuestion& question) {
  if (!at(question.metadata, "colab_msg_id").is_number_integer()) return;  // nobody waits for an answer
  const bool known = m_open.contains(question.id);
  m_open[question.id].question = question;
  if (known) return;
  const QString type = stringAt(question.metadata, "colab_request_type");
  const Json& request = at(question.content, "request");
  const QString auth = stringAt(request, "authType");
  if (type == u"request_auth"_s && auth == u"dfs_ephemeral"_s) {
    passCredentials(question.id, google::CredentialKind::Drive);
  } else if (type == u"request_auth"_s && auth == u"auth_user_ephemeral"_s) {
    passCredentials(question.id, google::CredentialKind::User);
  } else if (type == u"GetSecret"_s) {
    readSecret(question.id, stringAt(request, "key"));
  } else {
    Q_EMIT logged(u"the notebook asked for a web page (%1), which there is none of here: refused"_s.arg(type.left(60)));
    refuse(question.id, u"unsupported by Colab Controller: "_s + type.left(60));
  }
}

void ColabQuestions::passCredentials(const QString& id, google::CredentialKind kind) {
  Open& open = m_open[id];
  open.kind = kind;
  open.limit = m_needs.clock.monotonic() + kConsentMs;
  tryConsent(id);
}

void ColabQuestions::tryConsent(const QString& id) {
  m_needs.api(this, [this, id](Result<google::ColabApi*> api) {
    if (!m_open.contains(id)) return;
    if (!api.ok()) {
      refuse(id, u"not signed in"_s);
      return;
    }
    (*api)->propagate(
        m_needs.endpoint, m_open[id].kind, true, this, [this, id](const Result<google::Propagation>& dry) {
          const auto open = m_open.find(id);
          if (open == m_open.end()) return;
          if (dry.ok() && dry->done) {
            pass(id);
            return;
          }
          if (m_needs.clock.monotonic() >= open->limit || (dry.ok() && dry->consent.isEmpty())) {
            refuse(id, u"credential propagation was unsuccessful"_s);
            return;
          }
          if (dry.ok() && !std::exchange(open->shown, true)) {
            const bool shown = m_needs.openBrowser(dry->consent);
            Q_EMIT waiting(
                Error{.code = ErrorCode::AccountConsentNeeded,
                      .params = {{u"account"_s, m_needs.email},
                                 {u"what"_s, open->kind == google::CredentialKind::Drive ? u"drive"_s : u"user"_s},
                                 {u"url"_s, dry->consent.toString(QUrl::FullyEncoded)}}});
            Q_EMIT logged(u"waiting for you: allow access to %1 as %2 %3%4"_s.arg(
                wordOf(open->kind), m_needs.email, shown ? u"in the browser, at "_s : u"at "_s,
                dry->consent.toString(QUrl::FullyEncoded)));
          }
          m_needs.clock.after(kAskAgainMs, this, [this, id] {
            if (m_open.contains(id)) tryConsent(id);
          });
        });
  });
}

void ColabQuestions::pass(const QString& id) {
  m_needs.api(this, [this, id](Result<google::ColabApi*> api) {
    if (!m_open.contains(id) || !api.ok()) return refuse(id, u"not signed in"_s);
    const google::CredentialKind kind = m_open[id].kind;
    (*api)->propagate(m_needs.endpoint, kind, false, this, [this, id, kind](const Result<google::Propagation>& passed) {
      if (!m_open.contains(id)) return;
      if (passed.ok() && passed->done) {
        Q_EMIT logged(u"access to %1 was given to the machine"_s.arg(wordOf(kind)));
        answer(id, nullptr);
        return;
      }
      Q_EMIT logged(u"access to %1 could not be given to the machine%2"_s.arg(
          wordOf(kind), passed.ok() ? QString() : u": "_s + passed.error().toLogLine()));
      refuse(id, u"credential propagation was unsuccessful"_s);
    });
  });
}

void ColabQuestions::readSecret(const QString& id, const QString& key) {
  m_needs.secrets.read(colabSecretName(key), this, [this, id, key](Result<std::optional<QString>> secret) {
    const QString text = secret.ok() ? secret->value_or(QString()) : QString();
    Redactor::remember(text);
    Q_EMIT logged(text.isEmpty()
                      ? u"the notebook asked for the secret %1, which is not in the keychain"_s.arg(key.left(80))
                      : u"the notebook was given the secret %1"_s.arg(key.left(80)));
    answer(id, text.isEmpty() ? Json{{"exists", false}}
                              : Json{{"exists", true}, {"access", true}, {"payload", toStd(text)}});
  });
}

void ColabQuestions::answer(const QString& id, const Json& data) {
  reply(id, data.is_null() ? Json::object() : Json{{"data", data}});
}

void ColabQuestions::refuse(const QString& id, const QString& why) {
  reply(id, {{"error", toStd(why)}});
}

void ColabQuestions::reply(const QString& id, Json value) {
  const auto open = m_open.constFind(id);
  if (open == m_open.cend()) return;
  const jupyter::KernelQuestion question = open->question;
  if (open->shown) Q_EMIT waiting(std::nullopt);
  m_open.erase(open);
  value["type"] = "colab_reply";
  value["colab_msg_id"] = at(question.metadata, "colab_msg_id");
  Q_EMIT answered(question, value);
}

}  // namespace cc::providers
