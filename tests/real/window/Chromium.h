// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"
#include "net/HttpClient.h"
#include "support/EventLoop.h"

#include <gtest/gtest.h>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace cc::test {

// Chromium without a window, driven over WebDriver: goes to a page and clicks there as a user does. Ended, with its
// driver, in the destructor. isUp() is false, and log() says why, when it did not start.
class Chromium {
public:
  Chromium() {
    m_driver.setProgram(first({QStringLiteral("chromedriver"), QStringLiteral("chromium.chromedriver")}));
    m_driver.setArguments({QStringLiteral("--port=0")});
    m_driver.setProcessChannelMode(QProcess::MergedChannels);
    m_driver.setStandardOutputFile(logFile());
    m_driver.start();
    static const QRegularExpression port(QStringLiteral("on port (\\d+)\\."));
    waitFor([this] { return m_driver.state() == QProcess::NotRunning || port.match(log()).hasMatch(); },
            std::chrono::seconds(60));
    const auto found = port.match(log());
    if (!found.hasMatch()) return;
    m_base = QStringLiteral("http://127.0.0.1:%1/session").arg(found.captured(1));
    const QString program =
        first({QStringLiteral("chromium"), QStringLiteral("chromium-browser"), QStringLiteral("google-chrome")});
    const Json arguments{"--headless=new", "--no-sandbox",
                         "--disable-gpu",  "--disable-dev-shm-usage",
                         "--no-first-run", "--user-data-dir=" + toStd(m_folder.filePath(QStringLiteral("profile")))};
    const Json options{{"binary", toStd(program)}, {"args", arguments}};
    const Json session = ask({}, {{"capabilities", {{"alwaysMatch", {{"goog:chromeOptions", options}}}}}});
    m_base += QLatin1Char('/') + stringAt(session, "sessionId");
    m_isUp = !stringAt(session, "sessionId").isEmpty();
  }
  ~Chromium() {
    if (m_isUp) ask({}, {}, "DELETE");
    if (m_driver.state() == QProcess::NotRunning) return;
    m_driver.terminate();
    if (!m_driver.waitForFinished(20'000)) m_driver.kill();
    m_driver.waitForFinished(5'000);
  }

  bool isUp() const { return m_isUp; }
  QString log() const {
    QFile file(logFile());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
  }
  void open(const QUrl& address) {
    ask(QStringLiteral("/url"), {{"url", toStd(QString::fromLatin1(address.toEncoded()))}});
  }
  void click(const char* selector) {
    const Json found = ask(QStringLiteral("/element"), {{"using", "css selector"}, {"value", selector}});
    const QString element = stringAt(found, "element-6066-11e4-a52e-4f735466cecf");  // W3C WebDriver
    ASSERT_FALSE(element.isEmpty()) << "no " << selector << " on the page " << title().toStdString();
    ask(QStringLiteral("/element/%1/click").arg(element), Json::object());
  }
  QString title() { return stringOf(ask(QStringLiteral("/title"))); }
  QString address() { return stringOf(ask(QStringLiteral("/url"))); }

private:
  static QString first(const QStringList& programs) {
    for (const QString& program : programs) {
      if (const QString found = QStandardPaths::findExecutable(program); !found.isEmpty()) return found;
    }
    return programs.first();
  }
  static QString stringOf(const Json& json) {
    return json.is_string() ? fromStd(json.get_ref<const std::string&>()) : QString();
  }
  QString logFile() const { return m_folder.filePath(QStringLiteral("log")); }
  // The answer's value; null when it refuses.
  Json ask(const QString& path, const Json& body = {}, const QByteArray& verb = {}) {
    net::HttpRequest request{.url = QUrl(m_base + path), .timeoutMs = 120'000, .idempotent = false};
    request.verb = !verb.isEmpty() ? verb : body.is_null() ? "GET" : "POST";
    if (!body.is_null()) {
      request.body = dumpJson(body);
      request.contentType = "application/json";
    }
    const auto reply = await<Json>(
        [&](QObject* context, Reply<Json> answer) { return m_http.sendJson(request, context, std::move(answer)); },
        std::chrono::seconds(120));
    EXPECT_TRUE(reply.ok()) << path.toStdString() << ": " << reply.error().toLogLine().toStdString();
    return reply.ok() ? at(*reply, "value") : Json();
  }

  QTemporaryDir m_folder;
  QProcess m_driver;
  net::HttpClient m_http;
  QString m_base;
  bool m_isUp = false;
};

}  // namespace cc::test
