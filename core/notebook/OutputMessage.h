// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Json.h"

#include <QByteArray>
#include <QString>
#include <string>
#include <vector>

namespace cc::notebook {

// One kernel message as far as assembly needs it.
struct OutputMessage {
  std::string type;  // header.msg_type: "stream", "display_data", "status", "execute_reply", ...
  QString parentId;  // parent_header.msg_id
  QString date;      // header.date as sent
  Json content;
  std::vector<QByteArray> buffers = {};
};

// The nbformat output of a stream, display_data, execute_result or error message; null for any other type and for
// content of the wrong shape. Big members are moved out of the message.
Json outputFromMessage(OutputMessage& message);
// display_data and execute_result data or metadata: the member when it is an object, else an empty object.
Json bundleOf(const Json& content, const char* member);
// header.date as nbclient stores it, "2026-01-02T03:04:05.678901Z"; empty when it is no ISO time. As in jupyter_client,
// the zone is dropped, not converted.
std::string timingStamp(const QString& date);

}  // namespace cc::notebook
