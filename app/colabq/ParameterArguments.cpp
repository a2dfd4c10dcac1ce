// SPDX-License-Identifier: GPL-3.0-or-later
#include "colabq/ParameterArguments.h"

#include "base/Ids.h"

#include <yaml-cpp/yaml.h>
#include <QFile>
#include <QFileInfo>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cc::app {

namespace {

constexpr qint64 kMaxFileBytes = 16 * 1024 * 1024;
constexpr int kMaxDepth = 100;
constexpr size_t kMaxJobs = 100'000;

Error bad(const QString& name, const QString& value, const QString& expected) {
  return Error{.code = ErrorCode::UsageBadParameter,
               .params = {{u"name"_s, name}, {u"value"_s, value.left(200)}, {u"expected"_s, expected}}};
}

Json scalarOf(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // quoted: text, whatever it looks like
  if (bool flag = false; YAML::convert<bool>::decode(node, flag)) return flag;
  auto json = parseJson(QByteArray::fromStdString(text));
  if (json.ok() && json->is_number()) return *json;
  if (double number = 0; YAML::convert<double>::decode(node, number) && std::isfinite(number)) return number;
  return text;
}

Result<Json> jsonOf(const YAML::Node& node, int depth) {
  if (depth > kMaxDepth) return bad({}, {}, u"at most 100 levels"_s);
  if (node.IsScalar()) return scalarOf(node);
  if (node.IsSequence()) {
    Json out = Json::array();
    for (const auto& item : node) {
      CC_TRY(Json value, jsonOf(item, depth + 1));
      out.push_back(std::move(value));
    }
    return out;
  }
  if (node.IsMap()) {
    Json out = Json::object();
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) return bad({}, {}, u"names as keys"_s);
      CC_TRY(out[entry.first.Scalar()], jsonOf(entry.second, depth + 1));
    }
    return out;
  }
  return Json();
}

Result<Json> fromYaml(const QByteArray& bytes, const QString& path) {
  try {
    return jsonOf(YAML::Load(bytes.toStdString()), 0);
  } catch (const YAML::Exception& error) {
    return bad(u"--params"_s, path, u"valid YAML (%1)"_s.arg(QString::fromStdString(error.what())));
  }
}

struct Assignment {
  QString name, value;
};
Result<Assignment> split(const QString& flag, const QString& text) {
  const qsizetype equals = text.indexOf(u'=');
  if (equals <= 0) return bad(flag, text, u"NAME=VALUE"_s);
  return Assignment{text.left(equals), text.mid(equals + 1)};
}

std::vector<Json> sweepValues(const QString& text) {
  if (auto list = parseJson(text.toUtf8()); list.ok() && list->is_array()) return {list->begin(), list->end()};
  std::vector<Json> values;
  for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) values.push_back(parameterValue(part.trimmed()));
  return values;
}

}  // namespace

Json parameterValue(const QString& text) {
  auto json = parseJson(text.toUtf8());
  if (json.ok() && !json->is_object()) return std::move(*json);
  return toStd(text);
}

Result<Json> parametersFromFile(const QString& path) {
  QFile file(path);
  if (!file.exists()) return Error{.code = ErrorCode::FileNotFound, .params = {{u"path"_s, path}}};
  if (!file.open(QIODevice::ReadOnly)) {
    return Error{.code = ErrorCode::FileUnreadable, .params = {{u"path"_s, path}}, .detail = file.errorString()};
  }
  const QByteArray bytes = file.read(kMaxFileBytes + 1);
  if (bytes.size() > kMaxFileBytes) return bad(u"--params"_s, path, u"a file of at most 16 MB"_s);
  const bool isJson = QFileInfo(path).suffix().toLower() == u"json"_s;
  auto values = isJson ? parseJson(bytes) : fromYaml(bytes, path);
  if (!values.ok() && isJson) return bad(u"--params"_s, path, u"valid JSON (%1)"_s.arg(values.error().detail));
  if (!values.ok()) return std::move(values).error();
  if (values->is_null()) return Json(Json::object());
  if (!values->is_object()) return bad(u"--params"_s, path, u"names with values"_s);
  return std::move(*values);
}

Result<std::vector<jobs::JobSpec>> specsOf(const Options& options) {
  jobs::JobSpec base = options.spec;
  if (!options.parametersFile.isEmpty()) {
    CC_TRY(base.parameters, parametersFromFile(options.parametersFile));
  }
  for (const QString& text : options.parameters) {
    CC_TRY(const Assignment assignment, split(u"-p"_s, text));
    base.parameters[toStd(assignment.name)] = parameterValue(assignment.value);
  }
  std::vector<jobs::JobSpec> specs{base};
  for (const QString& text : options.sweeps) {
    CC_TRY(const Assignment assignment, split(u"--sweep"_s, text));
    const std::vector<Json> values = sweepValues(assignment.value);
    if (values.empty()) return bad(u"--sweep"_s, text, u"NAME=V1,V2,... with at least one value"_s);
    if (specs.size() * values.size() > kMaxJobs) return bad(u"--sweep"_s, text, u"at most 100000 jobs"_s);
    std::vector<jobs::JobSpec> grid;
    for (const jobs::JobSpec& spec : specs) {
      for (const Json& value : values) {
        grid.push_back(spec);
        grid.back().parameters[toStd(assignment.name)] = value;
      }
    }
    specs = std::move(grid);
  }
  if (!options.sweeps.isEmpty()) {
    const QString sweep = newId();
    for (jobs::JobSpec& spec : specs) spec.sweep = sweep;
  }
  return specs;
}

}  // namespace cc::app
