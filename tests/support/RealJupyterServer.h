// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>

#include <algorithm>

#include "base/Ids.h"
#include "base/Json.h"
#include "jupyter/JupyterClient.h"
#include "support/EventLoop.h"

namespace cc::test {

// A real jupyter-server in a temporary root, run as the program runs its own: started by the constructor, up when it
// returns (isUp() otherwise false, log() says why), stopped by its pid in the destructor.
class RealJupyterServer {
public:
  explicit RealJupyterServer(const QStringList& extraArguments = {}) {
    using namespace Qt::StringLiterals;
    QDir().mkpath(root());
    QDir().mkpath(runtimeFolder());
    m_token = newSecret();
    QTcpServer probe;
    probe.listen(QHostAddress(QHostAddress::LocalHost));
    const quint16 port = probe.serverPort();
    probe.close();
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"JUPYTER_TOKEN"_s, m_token);
    environment.insert(u"JUPYTER_RUNTIME_DIR"_s, runtimeFolder());
    environment.insert(u"JUPYTER_CONFIG_DIR"_s, m_folder.filePath(u"config"_s));
    environment.insert(u"IPYTHONDIR"_s, m_folder.filePath(u"ipython"_s));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"server.log"_s));
    m_process.start(
        u"jupyter-server"_s,
        merged({u"--ServerApp.ip=127.0.0.1"_s, u"--ServerApp.port=%1"_s.arg(port), u"--ServerApp.port_retries=50"_s,
                u"--ServerApp.open_browser=False"_s, u"--ServerApp.allow_root=True"_s,
                u"--ServerApp.root_dir="_s + root(), u"--ServerApp.terminals_enabled=False"_s,
                u"--ServerApp.limit_rate=False"_s, u"--KernelRestarter.restart_limit=0"_s,
                u"--FileContentsManager.delete_to_trash=False"_s, u"--FileContentsManager.always_delete_dir=True"_s,
                u"--ServerApp.tornado_settings={\"websocket_max_message_size\":104857600}"_s},
               extraArguments));
    m_up =
        waitFor([this] { return readPort() || m_process.state() == QProcess::NotRunning; }, std::chrono::seconds(60)) &&
        m_port != 0 && answers();
  }

  ~RealJupyterServer() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.terminate();
    if (!m_process.waitForFinished(15'000)) {
      m_process.kill();
      m_process.waitForFinished(5'000);
    }
  }

  bool isUp() const { return m_up; }
  QString root() const { return m_folder.filePath(QStringLiteral("root")); }
  qint64 pid() const { return m_process.processId(); }
  jupyter::Endpoint endpoint() const {
    return {.base = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(m_port)), .token = m_token, .headers = {}};
  }
  QByteArray log() const {
    QFile file(m_folder.filePath(QStringLiteral("server.log")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  // The server process alone dies (kill -9); the destructor then has nothing to stop.
  void killHard() {
    m_process.kill();
    m_process.waitForFinished(5'000);
  }

private:
  // A trait given twice is an error: an extra argument replaces the default one.
  static QStringList merged(const QStringList& defaults, const QStringList& extra) {
    QStringList list = extra;
    for (const QString& argument : defaults) {
      const QString trait = argument.section(u'=', 0, 0) + u'=';
      if (std::none_of(extra.begin(), extra.end(), [&](const QString& one) { return one.startsWith(trait); }))
        list.append(argument);
    }
    return list;
  }
  QString runtimeFolder() const { return m_folder.filePath(QStringLiteral("runtime")); }

  // The info file appears once the server listens; it is not written atomically.
  bool readPort() {
    QFile file(runtimeFolder() + QStringLiteral("/jpserver-%1.json").arg(m_process.processId()));
    if (!file.open(QIODevice::ReadOnly)) return false;
    const auto json = parseJson(file.readAll());
    m_port = json.ok() ? static_cast<quint16>(intAt(*json, "port")) : quint16(0);
    return m_port != 0;
  }

  bool answers() {
    net::HttpClient http;
    jupyter::JupyterClient client(http, endpoint());
    return await<jupyter::ServerStatus>([&](QObject* context, Reply<jupyter::ServerStatus> reply) {
             return client.status(context, std::move(reply));
           })
        .ok();
  }

  QTemporaryDir m_folder;
  QProcess m_process;
  QString m_token;
  quint16 m_port = 0;
  bool m_up = false;
};

}  // namespace cc::test
