// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jupyter/Endpoint.h"
#include "jupyter/KernelMessage.h"
#include "net/WebSocketBus.h"

#include <QObject>
#include <QString>
#include <memory>

namespace cc::jupyter {

// The one WebSocket of ours to one kernel. Keep one session id per (controller, kernel): replies are routed by it, and
// only it gets the server's replay. Never two channels to the same kernel. Engine's thread.
class KernelChannel : public QObject {
  Q_OBJECT
public:
  KernelChannel(Endpoint endpoint, QString kernelId, QString sessionId, QObject* parent = nullptr);
  ~KernelChannel() override;
  // Offers v1, unless the endpoint says not to, and falls back to the legacy framing by what the server picked.
  void open();
  void close();  // silent
  bool isOpen() const;
  Framing framing() const;
  const QString& kernelId() const;
  const QString& sessionId() const;
  void setEndpoint(Endpoint endpoint);  // for the next open()

  // Fills header (msg_id as given, session, date, version 5.3) and sends. Only when open.
  void send(const std::string& channel, const std::string& type, const QString& messageId, Json content,
            Json parentHeader = Json::object());

Q_SIGNALS:
  void opened();
  // All channels, in order of arrival. The one receiver may take the message's parts: an output of 50 MB is not copied.
  void arrived(cc::jupyter::KernelMessage& message);
  void closed(const cc::Error& reason);  // RuntimeGone when the handshake said 404, AccountForbidden for 401/403

private:
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace cc::jupyter
