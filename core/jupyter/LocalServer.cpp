// SPDX-License-Identifier: GPL-3.0-or-later
#include "jupyter/LocalServer.h"

#include "base/Log.h"
#include "jupyter/JupyterClient.h"
#include "jupyter/ServerFiles.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTcpServer>
#include <QTimer>
#include <chrono>
#include <vector>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace cc::jupyter {

namespace {
constexpr auto kStartLimit = 60s;
constexpr auto kPoll = 25ms;

// Free now; the server tries others (port_retries) when somebody was faster.
quint16 freePort() {
  QTcpServer probe;
  return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

QStringList serverArguments(const QString& root, const QString& version) {
  const bool modern = version.section(u'.', 0, 0).toInt() >= 2;
  const QString limit = modern ? u"ZMQChannelsWebsocketConnection.limit_rate"_s : u"ServerApp.limit_rate"_s;
  return {u"--ServerApp.ip=127.0.0.1"_s, u"--ServerApp.port=%1"_s.arg(freePort()), u"--ServerApp.port_retries=50"_s,
          u"--ServerApp.open_browser=False"_s, u"--ServerApp.allow_root=True"_s, u"--ServerApp.root_dir="_s + root,
          u"--ServerApp.terminals_enabled=False"_s,
          u"--ServerApp.tornado_settings={\"websocket_max_message_size\":104857600}"_s,
          // A dead kernel is reported as dead instead of coming back empty; no output is dropped.
          u"--KernelRestarter.restart_limit=0"_s, u"--%1=False"_s.arg(limit), u"--ContentsManager.allow_hidden=True"_s,
          u"--FileContentsManager.delete_to_trash=False"_s, u"--FileContentsManager.always_delete_dir=True"_s,
          // Abandoned: kernels idle and unconnected for half an hour go, then the server, five minutes later.
          u"--MappingKernelManager.cull_idle_timeout=1800"_s, u"--MappingKernelManager.cull_interval=60"_s,
          u"--ServerApp.shutdown_no_activity_timeout=300"_s};
}
}  // namespace

struct LocalServer::Private {
  LocalServer* q;
  net::HttpClient& http;
  QString root;
  ServerFiles files;
  QTimer poll;  // while ensuring or shutting down
  QDeadlineTimer limit;
  PythonEnvironment python;
  qint64 spawned = 0, known = 0;
  bool asking = false;
  std::vector<Promise<Endpoint>> waiting;  // ensure()

  Private(LocalServer* owner, net::HttpClient& net, QString rootFolder, const QString& state)
      : q(owner), http(net), root(std::move(rootFolder)), files(state) {}
  Endpoint endpointOf(const ServerInfo& info) const;
  void ask(const ServerInfo& info, QObject* context, Reply<Endpoint> reply);
  void tick();
  void advance();
  Status spawn();
  void settle(const Result<Endpoint>& result);
  Error startFailed(const QString& why) const;
};

Endpoint LocalServer::Private::endpointOf(const ServerInfo& info) const {
  QUrl base;
  base.setScheme(u"http"_s);
  base.setHost(u"127.0.0.1"_s);
  base.setPort(info.port);
  base.setPath(info.baseUrl.endsWith(u'/') ? info.baseUrl : info.baseUrl + u'/');
  return Endpoint{.base = base, .token = files.token()};
}

// Only the answer to our token shows that the process is the server of this folder.
void LocalServer::Private::ask(const ServerInfo& info, QObject* context, Reply<Endpoint> reply) {
  const Endpoint endpoint = endpointOf(info);
  auto* client = new JupyterClient(http, endpoint, q);
  client->status(context, [this, client, info, endpoint, reply = std::move(reply)](Result<ServerStatus> status) {
    client->deleteLater();
    if (status.ok()) {
      known = info.pid;
      reply(endpoint);
    } else {
      reply(status.error());
    }
  });
}

Error LocalServer::Private::startFailed(const QString& why) const {
  return Error{.code = ErrorCode::ServerStartFailed,
               .params = {{u"python"_s, python.python}, {u"log"_s, files.logFile()}, {u"why"_s, why}},
               .detail = files.endOfLog()};
}

void LocalServer::Private::settle(const Result<Endpoint>& result) {
  poll.stop();
  spawned = 0;
  for (const auto& promise : std::exchange(waiting, {})) promise.resolve(result);
}

Status LocalServer::Private::spawn() {
  CC_CHECK(files.prepare());
  const bool modern = python.serverVersion.section(u'.', 0, 0).toInt() >= 2;
  QProcess process;
  process.setProgram(python.python);
  process.setArguments(QStringList{files.launcher(), files.logFile().section(u'/', 0, -2),
                                   modern ? u"IdentityProvider.token"_s : u"ServerApp.token"_s} +
                       serverArguments(root, python.serverVersion));
  process.setWorkingDirectory(root);
  process.setStandardInputFile(QProcess::nullDevice());
  process.setStandardOutputFile(files.logFile(), QIODevice::Append);
  process.setStandardErrorFile(files.logFile(), QIODevice::Append);
  if (!process.startDetached(&spawned)) {
    return Error{.code = ErrorCode::ServerStartFailed,
                 .params = {{u"python"_s, python.python}},
                 .detail = process.errorString()};
  }
  qCInfo(lcJupyter).noquote() << "started a Jupyter server, process" << spawned;
  return done();
}

void LocalServer::Private::tick() {
  if (asking) return;
  std::erase_if(waiting, [](const Promise<Endpoint>& promise) { return promise.isCancelled(); });
  if (waiting.empty()) {
    settle(Error{.code = ErrorCode::RuntimeGone});
    return;
  }
  advance();
}

void LocalServer::Private::advance() {
  if (limit.hasExpired()) {
    settle(startFailed(u"time"_s));
    return;
  }
  const bool locked = files.isLocked();
  const std::optional<ServerInfo> info = locked ? files.info() : std::nullopt;
  if (info) {
    asking = true;
    ask(*info, q, [this](Result<Endpoint> endpoint) {
      asking = false;
      if (endpoint.ok()) settle(endpoint);
    });
    return;
  }
  if (locked || (spawned && ServerFiles::isAlive(spawned))) return;  // somebody's is starting
  if (spawned) {
    settle(startFailed(u"ended"_s));
    return;
  }
  if (Status started = spawn(); !started.ok()) settle(started.error());
}

LocalServer::LocalServer(net::HttpClient& http, QString root, QString stateFolder, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, http, std::move(root), stateFolder)) {
  d->poll.setInterval(kPoll);
  connect(&d->poll, &QTimer::timeout, this, [this] { d->tick(); });
}

LocalServer::~LocalServer() = default;

qint64 LocalServer::pid() const {
  return d->known && ServerFiles::isAlive(d->known) ? d->known : 0;
}

Call LocalServer::ensure(const PythonEnvironment& python, QObject* context, Reply<Endpoint> reply) {
  Promise<Endpoint> promise(context, std::move(reply));
  if (python.python.isEmpty()) {
    promise.resolve(Error{.code = ErrorCode::JupyterMissing});
    return promise.call();
  }
  d->waiting.push_back(promise);
  if (!d->poll.isActive()) {
    d->python = python;
    d->limit = QDeadlineTimer(kStartLimit);
    d->spawned = 0;
    d->poll.start();
    d->advance();
  }
  return promise.call();
}

Call LocalServer::find(QObject* context, Reply<Endpoint> reply) {
  Promise<Endpoint> promise(context, std::move(reply));
  const std::optional<ServerInfo> info = d->files.isLocked() ? d->files.info() : std::nullopt;
  if (!info) {
    promise.resolve(Error{.code = ErrorCode::RuntimeGone});
    return promise.call();
  }
  d->ask(*info, this, [promise](Result<Endpoint> endpoint) { promise.resolve(std::move(endpoint)); });
  return promise.call();
}

Call LocalServer::shutDown(QObject* context, Reply<Nothing> reply) {
  Promise<Nothing> promise(context, std::move(reply));
  const std::optional<ServerInfo> info = d->files.isLocked() ? d->files.info() : std::nullopt;
  if (!info) {
    promise.resolve(done());
    return promise.call();
  }
#ifdef Q_OS_UNIX
  // Not by /api/shutdown, which answers only when all kernels are down.
  ::kill(static_cast<pid_t>(info->pid), SIGTERM);
  d->files.forget(info->pid);
  promise.resolve(done());
#else
  auto* client = new JupyterClient(d->http, d->endpointOf(*info), this);
  client->shutDownServer(this, [client, promise](Result<Nothing> ended) {
    client->deleteLater();
    promise.resolve(std::move(ended));
  });
#endif
  return promise.call();
}

}  // namespace cc::jupyter
