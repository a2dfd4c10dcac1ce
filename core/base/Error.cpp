// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Error.h"

#include "base/Json.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cc {

namespace {
struct Entry {
  ErrorCode code;
  const char* word;
};
constexpr std::array kEntries{
#define CC_ENTRY(name, word) Entry{ErrorCode::name, word},
    CC_ERROR_CODES(CC_ENTRY)
#undef CC_ENTRY
};
}  // namespace

QString errorWord(ErrorCode code) {
  return QString::fromLatin1(kEntries.at(static_cast<size_t>(code)).word);
}

std::optional<ErrorCode> errorFromWord(const QString& word) {
  for (const Entry& entry : kEntries) {
    if (word == QLatin1StringView(entry.word)) return entry.code;
  }
  return std::nullopt;
}

std::vector<ErrorCode> allErrorCodes() {
  std::vector<ErrorCode> codes;
  for (const Entry& entry : kEntries) codes.push_back(entry.code);
  return codes;
}

Error&& Error::with(const QString& name, const QString& value) && {
  params.insert(name, value);
  return std::move(*this);
}

Error&& Error::because(Error cause) && {
  causes.push_back(std::move(cause));
  return std::move(*this);
}

QString Error::toLogLine() const {
  QString line = errorWord(code);
  for (auto it = params.cbegin(); it != params.cend(); ++it) line += u' ' + it.key() + u'=' + it.value();
  if (!detail.isEmpty()) line += u": "_s + detail;
  for (const Error& cause : causes) line += u" <- "_s + cause.toLogLine();
  return line;
}

nlohmann::json toJson(const Error& error) {
  nlohmann::json params = nlohmann::json::object();
  for (auto it = error.params.cbegin(); it != error.params.cend(); ++it) params[toStd(it.key())] = toStd(it.value());
  nlohmann::json json{{"code", toStd(errorWord(error.code))},
                      {"params", params},
                      {"detail", toStd(error.detail)},
                      {"retryable", error.retryable},
                      {"retry_after_ms", error.retryAfter.count()}};
  nlohmann::json causes = nlohmann::json::array();
  for (const Error& cause : error.causes) causes.push_back(toJson(cause));
  json["causes"] = causes;
  return json;
}

Error errorFromJson(const nlohmann::json& json) {
  Error error;
  if (!json.is_object()) return error;
  error.code = errorFromWord(stringAt(json, "code")).value_or(ErrorCode::Internal);
  if (const auto params = json.find("params"); params != json.end() && params->is_object()) {
    for (const auto& [name, value] : params->items()) {
      if (value.is_string()) error.params.insert(fromStd(name), fromStd(value.get_ref<const std::string&>()));
    }
  }
  error.detail = stringAt(json, "detail");
  error.retryable = boolAt(json, "retryable");
  error.retryAfter = std::chrono::milliseconds(intAt(json, "retry_after_ms"));
  if (const auto causes = json.find("causes"); causes != json.end() && causes->is_array()) {
    for (const auto& cause : *causes) error.causes.push_back(errorFromJson(cause));
  }
  return error;
}

}  // namespace cc
