// SPDX-License-Identifier: GPL-3.0-or-later
// UploadBench FILE URL: one resumable upload, as the backups make it. Prints seconds and the peak of its memory as JSON.
#include "auth/AuthorizedHttp.h"
#include "google/ResumableUpload.h"

#include <sys/resource.h>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace cc;

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  const QStringList words = app.arguments();
  if (words.size() != 3) return 2;
  QTemporaryDir folder;
  net::HttpClient http;
  SystemClock clock;
  const auto secrets = auth::memorySecretStore();
  auth::AccountStore store(folder.filePath(u"accounts.json"_s), *secrets);
  auth::TokenEndpoint endpoint(http, {});
  auth::TokenSource tokens(u"bench"_s, store, endpoint, clock);
  tokens.adopt({.accessToken = u"bench"_s, .lifetimeMs = 3'600'000});
  auth::AuthorizedHttp authorized(http, tokens);
  QElapsedTimer timer;
  timer.start();
  google::ResumableUpload::run(authorized, clock, {.path = words[1], .verb = "POST", .initiate = QUrl(words[2])}, &app,
                               [&timer](const Result<Json>& stored) {
                                 if (!stored.ok()) {
                                   std::fprintf(stderr, "%s\n", qPrintable(stored.error().toLogLine()));
                                   return QCoreApplication::exit(1);
                                 }
                                 rusage used{};
                                 getrusage(RUSAGE_SELF, &used);
                                 std::printf("{\"seconds\": %.6f, \"peak\": %lld}\n",
                                             static_cast<double>(timer.nsecsElapsed()) / 1e9,
                                             static_cast<long long>(used.ru_maxrss) * 1024);
                                 QCoreApplication::exit(0);
                               });
  return QCoreApplication::exec();
}
