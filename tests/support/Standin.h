// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrlQuery>

#include "base/Json.h"
#include "net/HttpClient.h"
#include "support/EventLoop.h"

namespace cc::test {

// The Colab stand-in (tests/standin) as a process of its own: up when the constructor returns, ended by its pid in the
// destructor. isUp() is false, and log() says why, when it did not start.
class Standin {
public:
  Standin() {
    m_process.setProgram(QStringLiteral("/usr/bin/python3"));
    m_process.setArguments({QStringLiteral("-B"), QStringLiteral(CC_SOURCE_DIR "/tests/standin/run"),
                            QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--state"),
                            m_folder.filePath(QStringLiteral("state")), QStringLiteral("--with-parent")});
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
    m_process.start();
    waitFor([this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
            std::chrono::seconds(200));
    const auto told = parseJson(m_process.readLine());
    if (told.ok()) m_told = *told;
  }
  ~Standin() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.terminate();
    if (!m_process.waitForFinished(30'000)) {
      m_process.kill();
      m_process.waitForFinished(5'000);
    }
  }

  bool isUp() const { return m_told.is_object(); }
  QByteArray log() const {
    QFile file(m_folder.filePath(QStringLiteral("log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  // As the configuration's "endpoints".
  QMap<QString, QString> endpoints() const {
    QMap<QString, QString> map;
    for (const auto& [name, value] : at(m_told, "endpoints").items()) {
      map.insert(fromStd(name), fromStd(value.get<std::string>()));
    }
    return map;
  }
  QString clientFile() const { return stringAt(m_told, "client_file"); }
  QString credentialsFile() const { return stringAt(m_told, "credentials"); }

  // Its control API: GET without a body, POST with one. Null when it refuses.
  Json control(const QString& path, const Json& body = {}, const QByteArray& verb = {}) {
    net::HttpRequest request{.verb = !verb.isEmpty()  ? verb
                                     : body.is_null() ? "GET"
                                                      : "POST",
                             .url = QUrl(stringAt(m_told, "admin") + path)};
    if (!body.is_null()) {
      request.body = dumpJson(body);
      request.contentType = "application/json";
    }
    const auto json = await<Json>(
        [&](QObject* context, Reply<Json> reply) { return m_http.sendJson(request, context, std::move(reply)); });
    return json.ok() ? *json : Json();
  }
  // One fault; parameters as in the README of the stand-in.
  void fault(const char* what, Json more = Json::object()) {
    more["what"] = what;
    EXPECT_TRUE(control(QStringLiteral("/faults"), more).is_array()) << what << " was refused";
  }
  void clearFaults() { control(QStringLiteral("/faults"), {}, "DELETE"); }
  Json account(const Json& settings) { return control(QStringLiteral("/account"), settings); }
  Json machines() { return control(QStringLiteral("/machines")); }
  void advance(double seconds) { control(QStringLiteral("/clock"), {{"advance", seconds}}); }
  // As it was at its start, but for the clock and the files: one stand-in serves the cases of a program.
  void reset() {
    clearFaults();
    if (!machines().empty()) fault("kill_vm");
    account({{"tier", "PRO"}, {"balance", 100}, {"free_tokens", nullptr}, {"limit", 5}, {"eligible", nullptr}});
  }
  // How many requests of a route ("tun.assign.post") it has received.
  size_t requests(const QString& route) { return control(QStringLiteral("/requests?route=") + route).size(); }

  // Does what a browser does: follows redirects until a loopback address that is not the stand-in's, and gives it its
  // answer. auto: "continue" or "cancel".
  void browse(QUrl address, const QString& button) {
    address.setQuery(address.query(QUrl::FullyEncoded) + QStringLiteral("&auto=") + button, QUrl::StrictMode);
    follow(address, 10);
  }

private:
  void follow(const QUrl& address, int left) {
    m_http.send({.url = address}, &m_context, [this, address, left](Result<net::HttpReply> reply) {
      if (!reply.ok() || left == 0 || reply->status / 100 != 3) return;
      follow(address.resolved(QUrl::fromEncoded(reply->header("Location"))), left - 1);
    });
  }

  QTemporaryDir m_folder;
  QProcess m_process;
  Json m_told;
  net::HttpClient m_http;
  QObject m_context;
};

}  // namespace cc::test
