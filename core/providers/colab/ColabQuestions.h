// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/SecretStore.h"
#include "auth/SystemBrowser.h"
#include "base/Clock.h"
#include "google/ColabApi.h"
#include "jupyter/NotebookRun.h"

#include <QHash>

namespace cc::providers {

// Name of the keychain entry of one secret that notebooks may read with google.colab.userdata.get().
QString colabSecretName(const QString& key);

// Answers what Colab's library asks of its front end while a cell waits: passing on the user's credentials for a Drive
// mount or authenticate_user(), secrets, and a refusal for whatever needs a web page, so that no cell hangs. Nobody tells
// when the user has agreed on the consent page: it is opened once, and asked for until it is so.
class ColabQuestions : public QObject {
  Q_OBJECT
public:
  using Api = std::function<Call(QObject* context, Reply<google::ColabApi*> reply)>;
  struct Needs {
    Clock& clock;
    auth::SecretStore& secrets;
    auth::OpenBrowser openBrowser;
    Api api;
    QString endpoint;  // of the machine
    QString email;     // of the account that has to agree
  };
  explicit ColabQuestions(Needs needs, QObject* parent = nullptr);
  // May come again with the same id: what goes on is not begun twice.
  void take(const jupyter::KernelQuestion& question);
  void stop();

Q_SIGNALS:
  void answered(const jupyter::KernelQuestion& question, const Json& value);
  void logged(const QString& line);
  // AccountConsentNeeded (account, what, url) while the user has to agree; nothing: no longer.
  void waiting(const std::optional<cc::Error>& consent);

private:
  void passCredentials(const QString& id, google::CredentialKind kind);
  void tryConsent(const QString& id);
  void pass(const QString& id);
  void readSecret(const QString& id, const QString& key);
  void answer(const QString& id, const Json& data);
  void refuse(const QString& id, const QString& why);
  void reply(const QString& id, Json value);

  struct Open {
    jupyter::KernelQuestion question;
    google::CredentialKind kind = google::CredentialKind::Drive;
    qint64 limit = 0;  // monotonic
    bool shown = false;
  };
  Needs m_needs;
  QHash<QString, Open> m_open;  // by the question's id
};

}  // namespace cc::providers
