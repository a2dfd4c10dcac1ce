// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/JobSpec.h"

#include <QFileInfo>
#include <functional>
#include <map>
#include <string_view>

using namespace Qt::StringLiterals;

namespace cc::jobs {

namespace {

// One member of the JSON form: how it is written and read. read() answers what was expected, or nothing when it fits.
struct Member {
  std::function<Json(const JobSpec&)> write;
  std::function<const char*(const Json&, JobSpec&)> read;
};

Member text(QString JobSpec::*field) {
  return {[field](const JobSpec& spec) { return Json(toStd(spec.*field)); },
          [field](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_string()) return "text";
            spec.*field = fromStd(json.get<std::string>());
            return nullptr;
          }};
}

Member list(QStringList JobSpec::*field) {
  return {[field](const JobSpec& spec) {
            Json out = Json::array();
            for (const QString& item : spec.*field) out.push_back(toStd(item));
            return out;
          },
          [field](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_array()) return "a list of texts";
            QStringList items;
            for (const Json& item : json) {
              if (!item.is_string()) return "a list of texts";
              items << fromStd(item.get<std::string>());
            }
            spec.*field = items;
            return nullptr;
          }};
}

template <typename T>
Member number(T JobSpec::*field, T least) {
  return {[field](const JobSpec& spec) { return Json(spec.*field); },
          [field, least](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_number_integer() || json.get<qint64>() < least) return "a whole number, not negative";
            spec.*field = json.get<T>();
            return nullptr;
          }};
}

Member units(double JobSpec::*field) {
  return {[field](const JobSpec& spec) { return Json(spec.*field); },
          [field](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_number() || !(json.get<double>() >= 0)) return "a number, not negative";
            spec.*field = json.get<double>();
            return nullptr;
          }};
}

Member flag(bool JobSpec::*field) {
  return {[field](const JobSpec& spec) { return Json(spec.*field); },
          [field](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_boolean()) return "true or false";
            spec.*field = json.get<bool>();
            return nullptr;
          }};
}

Member parameters() {
  return {[](const JobSpec& spec) { return spec.parameters; },
          [](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_object()) return "an object of names and values";
            spec.parameters = json;
            return nullptr;
          }};
}

Member inputs() {
  return {[](const JobSpec& spec) {
            Json list = Json::array();
            for (const JobInput& input : spec.inputs) {
              list.push_back({{"from", toStd(input.from)}, {"to", toStd(input.to)}});
            }
            return list;
          },
          [](const Json& json, JobSpec& spec) -> const char* {
            if (!json.is_array()) return "a list of objects with from and to";
            for (const Json& entry : json) {
              if (!at(entry, "from").is_string() || !at(entry, "to").is_string()) return "objects with from and to";
              spec.inputs.push_back({stringAt(entry, "from"), stringAt(entry, "to")});
            }
            return nullptr;
          }};
}

const std::map<std::string_view, Member>& members() {
  static const std::map<std::string_view, Member> table{
      {"name", text(&JobSpec::name)},
      {"notebook", text(&JobSpec::notebook)},
      {"parameters", parameters()},
      {"provider", text(&JobSpec::provider)},
      {"accelerators", list(&JobSpec::accelerators)},
      {"high_ram", flag(&JobSpec::highRam)},
      {"kernel", text(&JobSpec::kernel)},
      {"timeout_ms", number<qint64>(&JobSpec::timeoutMs, 0)},
      {"cell_timeout_ms", number<qint64>(&JobSpec::cellTimeoutMs, 0)},
      {"silence_timeout_ms", number<qint64>(&JobSpec::silenceTimeoutMs, 0)},
      {"retries", number<int>(&JobSpec::retries, 0)},
      {"priority", number<int>(&JobSpec::priority, -1'000'000)},
      {"max_units", units(&JobSpec::maxUnits)},
      {"checkpoints", list(&JobSpec::checkpoints)},
      {"inputs", inputs()},
      {"checkpoint_every_ms", number<qint64>(&JobSpec::checkpointEveryMs, 0)},
      {"artifacts", list(&JobSpec::artifacts)},
      {"backup_to", text(&JobSpec::backupTo)},
      {"results", text(&JobSpec::results)},
      {"allow_errors", flag(&JobSpec::allowErrors)},
      {"keep_runtime", flag(&JobSpec::keepRuntime)},
      {"held", flag(&JobSpec::held)},
      {"input_sha256", text(&JobSpec::inputSha256)},
      {"language", text(&JobSpec::language)},
      {"sweep", text(&JobSpec::sweep)},
  };
  return table;
}

Error badMember(const std::string& name, const char* expected) {
  return Error{.code = ErrorCode::UsageBadSpec,
               .params = {{u"member"_s, fromStd(name)}, {u"expected"_s, QString::fromLatin1(expected)}}};
}

}  // namespace

JobInput inputFromText(const QString& text) {
  const qsizetype at = text.lastIndexOf(u'=');
  if (at <= 0 || QFileInfo::exists(text)) return {.from = text, .to = {}};
  return {.from = text.left(at), .to = text.mid(at + 1)};
}

QString toText(const JobInput& input) {
  return input.to.isEmpty() || input.to == input.from.section(u'/', -1) ? input.from : input.from + u'=' + input.to;
}

Json toJson(const JobSpec& spec) {
  Json json = Json::object();
  for (const auto& [name, member] : members()) json[std::string(name)] = member.write(spec);
  return json;
}

Result<JobSpec> jobSpecFromJson(const Json& json) {
  if (!json.is_object()) return badMember("spec", "an object");
  JobSpec spec;
  for (const auto& [name, value] : json.items()) {
    const auto member = members().find(name);
    if (member == members().end()) return badMember(name, "a known member");
    if (const char* expected = member->second.read(value, spec)) return badMember(name, expected);
  }
  if (spec.notebook.isEmpty()) return badMember("notebook", "the path of a notebook");
  return spec;
}

}  // namespace cc::jobs
