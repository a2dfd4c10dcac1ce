// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/ErrorCodes.h"

#include <QMap>
#include <QString>
#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

namespace cc {

enum class ErrorCode {
#define CC_ENUM(name, word) name,
  CC_ERROR_CODES(CC_ENUM)
#undef CC_ENUM
};

// The stable word of a code ("notebook.not_json"), and back.
QString errorWord(ErrorCode code);
std::optional<ErrorCode> errorFromWord(const QString& word);
std::vector<ErrorCode> allErrorCodes();

// What went wrong, as data. Never prose for users: ui/common/ErrorPresenter makes it.
// Value type, any thread.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  // Words for the sentence: "path", "cell", "line", "provider", "status", ... Redacted by whoever puts them in.
  QMap<QString, QString> params = {};
  // For the developer: what the system or the server said. Redacted.
  QString detail = {};
  // Whether the same attempt may succeed later, and how long to wait first (0: caller's own back-off).
  bool retryable = false;
  std::chrono::milliseconds retryAfter{0};
  std::vector<Error> causes = {};

  Error&& with(const QString& name, const QString& value) &&;
  Error&& because(Error cause) &&;
  // One line for logs: word, params, detail.
  QString toLogLine() const;
};

nlohmann::json toJson(const Error& error);
Error errorFromJson(const nlohmann::json& json);

}  // namespace cc
