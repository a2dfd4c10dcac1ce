// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/Parameters.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr int kShownValue = 200;

using Converted = std::optional<Json>;

QString expectedText(const Parameter& parameter) {
  if (parameter.choices.empty()) return parameterTypeName(parameter.type);
  QStringList choices;
  for (const Json& choice : parameter.choices) {
    choices.append(choice.is_string() ? fromStd(choice.get<std::string>()) : QString::fromUtf8(dumpJson(choice)));
  }
  return u"one of: "_s + choices.join(u", "_s);
}

Error bad(const Parameter& parameter, const Json& value) {
  return Error{.code = ErrorCode::UsageBadParameter,
               .params = {{u"name"_s, parameter.name},
                          {u"value"_s, QString::fromUtf8(dumpJson(value)).left(kShownValue)},
                          {u"expected"_s, expectedText(parameter)}}};
}

Converted toBool(const Json& value) {
  if (value.is_boolean()) return value;
  if (!value.is_string()) return std::nullopt;
  const QString text = fromStd(value.get<std::string>()).trimmed().toLower();
  if (text == u"true") return Json(true);
  if (text == u"false") return Json(false);
  return std::nullopt;
}

Converted wholeNumber(const QString& text) {
  static const QRegularExpression pattern(u"\\A[+-]?\\d+\\z"_s);
  if (!pattern.match(text).hasMatch()) return std::nullopt;
  bool fits = false;
  const qint64 number = text.toLongLong(&fits);
  return fits ? Converted(number) : std::nullopt;
}

Converted toInt(const Json& value) {
  if (value.is_number_integer()) return value;
  if (value.is_string()) return wholeNumber(fromStd(value.get<std::string>()).trimmed());
  if (!value.is_number_float()) return std::nullopt;
  const double number = value.get<double>();
  if (std::trunc(number) != number || std::fabs(number) > 9e15) return std::nullopt;
  return Json(std::int64_t(number));
}

Converted toFloat(const Json& value) {
  if (value.is_number()) return value;
  if (!value.is_string()) return std::nullopt;
  const QString text = fromStd(value.get<std::string>()).trimmed().toLower();
  if (auto whole = wholeNumber(text)) return whole;
  if (text == u"nan") return Json(std::numeric_limits<double>::quiet_NaN());
  if (text == u"inf" || text == u"+inf") return Json(std::numeric_limits<double>::infinity());
  if (text == u"-inf") return Json(-std::numeric_limits<double>::infinity());
  bool valid = false;
  const double number = text.toDouble(&valid);
  return valid && std::isfinite(number) ? Converted(number) : std::nullopt;
}

// A list or dict itself, or its JSON text.
Converted toContainer(const Json& value, bool object) {
  const auto fits = [object](const Json& json) { return object ? json.is_object() : json.is_array(); };
  if (fits(value)) return value;
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  const auto parsed = parseJson(QByteArrayView(text.data(), qsizetype(text.size())));
  return parsed.ok() && fits(*parsed) ? Converted(*parsed) : std::nullopt;
}

Converted convert(ParameterType type, const Json& value) {
  switch (type) {
    case ParameterType::Bool:
      return toBool(value);
    case ParameterType::Int:
      return toInt(value);
    case ParameterType::Float:
      return toFloat(value);
    case ParameterType::String:
      return value.is_string() ? Converted(value) : std::nullopt;
    case ParameterType::List:
      return toContainer(value, false);
    case ParameterType::Dict:
      return toContainer(value, true);
    case ParameterType::None:
    case ParameterType::Expression:
      break;
  }
  return value;
}

bool isAllowed(const Parameter& parameter, const Json& value) {
  const auto& choices = parameter.choices;
  return choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end();
}

Result<Json> checkOne(const Parameter& parameter, const Json& value) {
  const bool any = parameter.type == ParameterType::Expression || parameter.type == ParameterType::None;
  if (value.is_null()) {
    if (parameter.optional || any) return value;
    return bad(parameter, value);
  }
  Converted converted = convert(parameter.type, value);
  if (!converted || !isAllowed(parameter, *converted)) return bad(parameter, value);
  return std::move(*converted);
}

}  // namespace

Result<Json> checkParameters(const std::vector<Parameter>& known, const Json& values, QStringList* unknown) {
  Json checked = Json::object();
  if (values.is_null()) return checked;
  if (!values.is_object()) {
    return Error{.code = ErrorCode::UsageBadParameter, .params = {{u"expected"_s, u"names with values"_s}}};
  }
  for (const auto& [key, value] : values.items()) {
    const QString name = fromStd(key);
    const auto found = std::find_if(known.begin(), known.end(), [&](const Parameter& p) { return p.name == name; });
    if (found == known.end()) {
      if (unknown) unknown->append(name);
      checked[key] = value;
      continue;
    }
    CC_TRY(checked[key], checkOne(*found, value));
  }
  return checked;
}

}  // namespace cc::notebook
