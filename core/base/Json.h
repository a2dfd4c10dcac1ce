// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>
#include <nlohmann/json.hpp>
#include <string>

namespace cc {

using Json = nlohmann::json;

inline std::string toStd(const QString& text) {
  return text.toStdString();
}
inline QString fromStd(const std::string& text) {
  return QString::fromStdString(text);
}

// Parses UTF-8 JSON; the error is NetBadReply with "position" and what the parser said, never an exception.
Result<Json> parseJson(QByteArrayView bytes);
// Compact, invalid UTF-8 replaced.
QByteArray dumpJson(const Json& json);

// Members of an object, or the fallback when absent or of another type: for foreign data.
QString stringAt(const Json& json, const char* key, const QString& fallback = {});
qint64 intAt(const Json& json, const char* key, qint64 fallback = 0);
double numberAt(const Json& json, const char* key, double fallback = 0);
bool boolAt(const Json& json, const char* key, bool fallback = false);
// The member, or a shared null.
const Json& at(const Json& json, const char* key);

}  // namespace cc
