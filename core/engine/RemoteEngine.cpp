// SPDX-License-Identifier: GPL-3.0-or-later
// The connection: greeting, events, loss. The calls are in RemoteEngineCalls.cpp.
#include "engine/RemoteEngine.h"

#include "base/Log.h"
#include "engine/EngineJson.h"
#include "engine/EngineProtocol.h"
#include "engine/LocalPeer.h"

#include <QMetaMethod>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace cc::engine {

namespace {
Error notRunning(const QString& detail) {
  return Error{.code = ErrorCode::EngineNotRunning, .detail = detail};
}
}  // namespace

RemoteEngine::RemoteEngine() = default;

RemoteEngine::~RemoteEngine() {
  if (m_line) m_line->disconnect(this);
}

void RemoteEngine::open(const QString& socketName, std::function<void(Status)> greeted) {
  m_greeted = std::move(greeted);
  auto* socket = new QLocalSocket;
  m_line = std::make_unique<LineSocket>(socket, kMaxReplyBytes);
  connect(m_line.get(), &LineSocket::received, this, &RemoteEngine::receive);
  connect(m_line.get(), &LineSocket::broken, this, [this](const Error& error) { lose(error, false); });
  connect(m_line.get(), &LineSocket::disconnected, this,
          [this] { lose(notRunning(u"the connection ended"_s), false); });
  connect(socket, &QLocalSocket::errorOccurred, this,
          [this, socket] { lose(notRunning(socket->errorString()), false); });
  connect(socket, &QLocalSocket::connected, this, [this, socket] {
    if (!isSameUser(socket->socketDescriptor())) lose(notRunning(u"the socket belongs to another user"_s), false);
  });
  QTimer::singleShot(kHelloTimeoutMs, this, [this] {
    if (m_greeted) lose(notRunning(u"no greeting in time"_s), false);
  });
  socket->connectToServer(socketName);
}

void RemoteEngine::receive(const Json& message) {
  if (m_lost) return;
  const QString eventName = stringAt(message, "event");
  if (m_greeted) return greet(message);
  if (!eventName.isEmpty()) return event(eventName, at(message, "data"));
  const auto finish = m_pending.take(intAt(message, "id", -1));
  if (!finish) {
    // Without an id it is the other side's farewell to a request it could not read.
    if (at(message, "id").is_null()) lose(errorFromJson(at(message, "error")), false);
    return;
  }
  if (const Json& error = at(message, "error"); error.is_object())
    finish(errorFromJson(error));
  else
    finish(at(message, "result"));
}

void RemoteEngine::greet(const Json& hello) {
  if (stringAt(hello, "event") != u"hello"_s) return lose(notRunning(u"the socket is not an engine's"_s), false);
  const qint64 theirs = intAt(hello, "protocol");
  if (theirs != kProtocolVersion) {
    return lose(Error{.code = ErrorCode::ProtocolMismatch,
                      .params = {{u"ours"_s, QString::number(kProtocolVersion)},
                                 {u"theirs"_s, QString::number(theirs)},
                                 {u"version"_s, stringAt(hello, "version")}}},
                false);
  }
  m_queueHeld = boolAt(hello, "queue_held");
  if (const auto greeted = std::exchange(m_greeted, nullptr)) greeted(done());
}

void RemoteEngine::event(const QString& name, const Json& data) {
  if (name == u"changed"_s) {
    const ChangeSet changes = changeSetFromJson(data);
    m_queueHeld = changes.queueHeld;
    Q_EMIT changed(changes);
  } else if (name == u"output"_s) {
    Q_EMIT outputArrived(outputChunkFromJson(data));
  } else if (name == u"sampled"_s) {
    std::vector<Sample> samples;
    if (const Json& list = at(data, "samples"); list.is_array()) {
      for (const Json& item : list) samples.push_back(sampleFromJson(item));
    }
    Q_EMIT sampled(stringAt(data, "job"), samples);
  } else if (name == u"view_changed"_s) {
    Q_EMIT viewChanged(stringAt(data, "job"), intAt(data, "revision"));
  } else if (name == u"accounts_changed"_s) {
    Q_EMIT accountsChanged();
  } else if (name == u"usage_changed"_s) {
    std::vector<UsageInfo> usage;
    if (data.is_array()) {
      for (const Json& item : data) usage.push_back(usageInfoFromJson(item));
    }
    Q_EMIT usageChanged(usage);
  } else if (name == u"sign_in_address"_s) {
    Q_EMIT signInAddress(QUrl::fromEncoded(stringAt(data, "address").toUtf8(), QUrl::StrictMode));
  } else if (name == u"failed"_s) {
    Q_EMIT failed(errorFromJson(data));
  } else if (name == u"stopped"_s) {
    lose(Error{.code = ErrorCode::EngineStopping}, true);
  }
}

void RemoteEngine::lose(Error error, bool orderly) {
  if (std::exchange(m_lost, true)) return;
  m_line->socket()->abort();
  if (const auto greeted = std::exchange(m_greeted, nullptr)) return greeted(std::move(error));
  const auto pending = std::exchange(m_pending, {});
  for (const auto& finish : pending) finish(error);
  if (orderly)
    Q_EMIT stopped();
  else
    Q_EMIT failed(error);
}

void RemoteEngine::stop() {
  QMetaObject::invokeMethod(
      this, [this] { lose(Error{.code = ErrorCode::EngineStopping}, true); }, Qt::QueuedConnection);
}

void RemoteEngine::connectNotify(const QMetaMethod& signal) {
  if (signal == QMetaMethod::fromSignal(&Engine::changed))
    subscribe("changed");
  else if (signal == QMetaMethod::fromSignal(&Engine::sampled))
    subscribe("sampled");
  else if (signal == QMetaMethod::fromSignal(&Engine::accountsChanged))
    subscribe("accounts_changed");
  else if (signal == QMetaMethod::fromSignal(&Engine::usageChanged))
    subscribe("usage_changed");
}

Call connectEngine(const Paths& paths, QObject* context, Reply<std::shared_ptr<Engine>> reply) {
  Promise<std::shared_ptr<Engine>> promise(context, std::move(reply));
  // deleteLater: the last owner may let go inside one of the engine's own signals.
  std::shared_ptr<RemoteEngine> engine(new RemoteEngine, [](RemoteEngine* dying) { dying->deleteLater(); });
  promise.onCancel([weak = std::weak_ptr(engine)] {
    if (const auto alive = weak.lock()) alive->m_greeted = nullptr;
  });
  engine->open(paths.engineSocket(), [promise, engine](const Status& status) {
    if (status.ok())
      promise.resolve(std::static_pointer_cast<Engine>(engine));
    else
      promise.resolve(status.error());
  });
  return promise.call();
}

}  // namespace cc::engine
