// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QByteArray>
#include <QString>
#include <string>
#include <vector>

namespace cc::jupyter {

// A message of the Jupyter messaging protocol (5.x) as it travels over a kernel WebSocket.
struct KernelMessage {
  std::string channel;  // "shell", "iopub", "control", "stdin"
  Json header = Json::object();
  Json parentHeader = Json::object();
  Json metadata = Json::object();
  Json content = Json::object();
  std::vector<QByteArray> buffers = {};

  std::string type() const;  // header.msg_type
  QString id() const;        // header.msg_id
  QString parentId() const;  // parent_header.msg_id
  QString date() const;      // header.date
};

// Both framings of the kernel WebSocket. decode never throws; NetBadReply says what is wrong with the bytes.
enum class Framing { Legacy, V1 };  // V1: subprotocol v1.kernel.websocket.jupyter.org
inline constexpr const char* kV1Subprotocol = "v1.kernel.websocket.jupyter.org";
struct Frame {
  bool binary = true;
  QByteArray bytes;
};
Frame encodeMessage(const KernelMessage& message, Framing framing);
Result<KernelMessage> decodeV1(QByteArrayView frame);
Result<KernelMessage> decodeLegacyText(QByteArrayView frame);
Result<KernelMessage> decodeLegacyBinary(QByteArrayView frame);

}  // namespace cc::jupyter
