// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/parameters/ParameterValue.h"

#include "ui/parameters/NumberEdit.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <cmath>

namespace cc::ui {

using namespace Qt::StringLiterals;
using notebook::Parameter;
using notebook::ParameterType;

namespace {

constexpr std::size_t kMaxSweep = 10'000;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ParameterForm)
};

ReadValue one(Json value) {
  return {.values = {std::move(value)}};
}
ReadValue wrong(const QString& problem) {
  return {.problem = problem};
}

ReadValue readJson(const QString& text, Json::value_t wanted, const QString& problem) {
  auto json = parseJson(text.toUtf8());
  if (!json || (wanted != Json::value_t::null && json->type() != wanted)) return wrong(problem);
  return one(std::move(json).value());
}

// A bare word is text, anything that reads as JSON is that: for parameters whose type is not known.
ReadValue readAny(const QString& text) {
  if (text.trimmed().isEmpty()) return one(nullptr);
  auto json = parseJson(text.toUtf8());
  return one(json ? std::move(json).value() : Json(toStd(text)));
}

ReadValue readRange(const QString& text, NumberEdit::Kind kind, bool* isRange) {
  static const QRegularExpression shape(u"^\\s*(\\S+?)\\s*\\.\\.\\s*(\\S+?)(?:\\s+(?:step|pas)\\s+(\\S+))?\\s*$"_s);
  const auto match = shape.match(text);
  *isRange = match.hasMatch();
  if (!*isRange) return {};
  const auto from = NumberEdit::parse(match.captured(1), kind), to = NumberEdit::parse(match.captured(2), kind);
  const auto step = match.captured(3).isEmpty()
                        ? std::optional<Json>(kind == NumberEdit::Kind::Int ? Json(1) : Json(1.0))
                        : NumberEdit::parse(match.captured(3), kind);
  if (!from || !to || !step) return wrong(Words::tr("Write a range as 1..10 or 0.1..0.5 step 0.1."));
  const double a = from->get<double>(), b = to->get<double>(), by = std::abs(step->get<double>());
  if (by <= 0) return wrong(Words::tr("The step must not be zero."));
  const double count = std::floor(std::abs(b - a) / by + 1e-9) + 1;
  if (count > double(kMaxSweep)) return wrong(Words::tr("That is more than 10,000 values."));
  ReadValue result;
  for (int i = 0; i < int(count); ++i) {
    const double value = a + (b >= a ? by : -by) * i;
    // Steps of 0.1 add up to 0.30000000000000004: cut what is below the step's own precision.
    result.values.push_back(kind == NumberEdit::Kind::Int ? Json(qint64(std::llround(value)))
                                                          : Json(QString::number(value, 'g', 12).toDouble()));
  }
  return result;
}

}  // namespace

ReadValue readValue(const Parameter& parameter, const QString& text) {
  const QString trimmed = text.trimmed();
  if (parameter.optional && (trimmed.isEmpty() || trimmed == u"None"_s) && parameter.type != ParameterType::String) {
    return one(nullptr);
  }
  switch (parameter.type) {
    case ParameterType::Bool:
      if (trimmed.compare(u"true"_s, Qt::CaseInsensitive) == 0) return one(true);
      if (trimmed.compare(u"false"_s, Qt::CaseInsensitive) == 0) return one(false);
      return wrong(Words::tr("Write true or false."));
    case ParameterType::Int:
      if (auto number = NumberEdit::parse(text, NumberEdit::Kind::Int)) return one(*number);
      return wrong(Words::tr("A whole number is needed, such as 10."));
    case ParameterType::Float:
      if (auto number = NumberEdit::parse(text, NumberEdit::Kind::Float)) return one(*number);
      return wrong(Words::tr("A number is needed, such as 0.5 or 1e-4."));
    case ParameterType::String:
      return one(toStd(text));
    case ParameterType::List:
      return readJson(text, Json::value_t::array, Words::tr("A list in JSON is needed, such as [1, 2, 3]."));
    case ParameterType::Dict:
      return readJson(text, Json::value_t::object, Words::tr("A dictionary in JSON is needed, such as {\"a\": 1}."));
    case ParameterType::None:
    case ParameterType::Expression:
      return readAny(text);
  }
  return wrong({});
}

ReadValue readSweep(const Parameter& parameter, const QString& text) {
  if (text.trimmed().isEmpty()) return wrong(Words::tr("Write the values, separated by commas."));
  if (parameter.type == ParameterType::List || parameter.type == ParameterType::Dict) {
    const ReadValue list =
        readJson(text, Json::value_t::array, Words::tr("A JSON list of the values is needed, such as [[1, 2], [3]]."));
    if (!list.ok()) return list;
    ReadValue result;
    for (const Json& value : list.values.front()) result.values.push_back(value);
    if (result.values.empty()) return wrong(Words::tr("Write the values, separated by commas."));
    return result;
  }
  if (parameter.type == ParameterType::Int || parameter.type == ParameterType::Float) {
    bool isRange = false;
    const auto kind = parameter.type == ParameterType::Int ? NumberEdit::Kind::Int : NumberEdit::Kind::Float;
    ReadValue range = readRange(text, kind, &isRange);
    if (isRange) return range;
  }
  ReadValue result;
  for (const QString& part : text.split(u',')) {
    if (part.trimmed().isEmpty()) continue;
    ReadValue value = readValue(parameter, part.trimmed());
    if (!value.ok()) return wrong(u"“%1”: "_s.arg(part.trimmed()) + value.problem);
    result.values.push_back(std::move(value.values.front()));
  }
  if (result.values.empty()) return wrong(Words::tr("Write the values, separated by commas."));
  if (result.values.size() > kMaxSweep) return wrong(Words::tr("That is more than 10,000 values."));
  return result;
}

QString writeValue(const Parameter& parameter, const Json& value) {
  if (value.is_null()) {
    return parameter.type == ParameterType::Expression ? parameter.sourceText : QString();
  }
  if (value.is_string()) return fromStd(value.get_ref<const std::string&>());
  if (value.is_number_float()) return NumberEdit::format(value);
  return QString::fromUtf8(dumpJson(value));
}

QString typeText(const Parameter& parameter) {
  switch (parameter.type) {
    case ParameterType::Bool:
      return Words::tr("yes or no");
    case ParameterType::Int:
      return Words::tr("whole number");
    case ParameterType::Float:
      return Words::tr("number");
    case ParameterType::String:
      return Words::tr("text");
    case ParameterType::List:
      return Words::tr("list (JSON)");
    case ParameterType::Dict:
      return Words::tr("dictionary (JSON)");
    case ParameterType::None:
      return Words::tr("any value");
    case ParameterType::Expression:
      return Words::tr("expression");
  }
  return {};
}

}  // namespace cc::ui
