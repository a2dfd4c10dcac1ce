// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Json.h"

using namespace Qt::StringLiterals;

namespace cc {

Result<Json> parseJson(QByteArrayView bytes) {
  // The parser reports by exception only; none leaves this function.
  try {
    return Json::parse(bytes.begin(), bytes.end());
  } catch (const Json::parse_error& error) {
    return Error{.code = ErrorCode::NetBadReply,
                 .params = {{u"position"_s, QString::number(error.byte)}},
                 .detail = QString::fromUtf8(error.what())};
  } catch (const std::exception& error) {
    return Error{.code = ErrorCode::NetBadReply, .detail = QString::fromUtf8(error.what())};
  }
}

QByteArray dumpJson(const Json& json) {
  return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

const Json& at(const Json& json, const char* key) {
  static const Json null;
  if (!json.is_object()) return null;
  const auto found = json.find(key);
  return found == json.end() ? null : *found;
}

QString stringAt(const Json& json, const char* key, const QString& fallback) {
  const Json& member = at(json, key);
  return member.is_string() ? fromStd(member.get_ref<const std::string&>()) : fallback;
}

qint64 intAt(const Json& json, const char* key, qint64 fallback) {
  const Json& member = at(json, key);
  return member.is_number_integer() ? member.get<qint64>() : fallback;
}

double numberAt(const Json& json, const char* key, double fallback) {
  const Json& member = at(json, key);
  return member.is_number() ? member.get<double>() : fallback;
}

bool boolAt(const Json& json, const char* key, bool fallback) {
  const Json& member = at(json, key);
  return member.is_boolean() ? member.get<bool>() : fallback;
}

}  // namespace cc
