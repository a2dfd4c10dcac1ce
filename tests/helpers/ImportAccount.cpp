// SPDX-License-Identifier: GPL-3.0-or-later
// ImportAccount CREDENTIALS ACCOUNTS CONFIG: signs in with an authorised-user file, into the keychain and the list of
// accounts, at the endpoints of the configuration.
#include "auth/Accounts.h"
#include "base/Config.h"

#include <QCoreApplication>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace cc;

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList words = app.arguments();
  if (words.size() != 4) return 2;
  const auto credentials = auth::loadCredentials(words[1]);
  const auto config = Config::load(words[3], {});
  if (!credentials.ok() || !config.ok()) return 2;
  net::HttpClient http;
  SystemClock clock;
  const auto secrets = auth::keychainSecretStore();
  auth::Accounts accounts(http, clock, *secrets, auth::OAuthEndpoints::from(config->endpoints), words[2],
                          [](const QUrl&) { return false; });
  accounts.import(*credentials, &app, [](const Result<auth::Account>& account) {
    if (!account.ok()) std::fprintf(stderr, "%s\n", qPrintable(account.error().toLogLine()));
    QCoreApplication::exit(account.ok() ? 0 : 1);
  });
  return QCoreApplication::exec();
}
