// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/OutputMessage.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

std::string takeText(Json& content, const char* member) {
  const auto found = content.find(member);
  if (found == content.end() || !found->is_string()) return {};
  return std::move(found->get_ref<std::string&>());
}

Json takeBundle(Json& content, const char* member) {
  const auto found = content.find(member);
  if (found == content.end() || !found->is_object()) return Json::object();
  return std::move(*found);
}

Json streamOutput(Json& content) {
  if (!at(content, "name").is_string() || !at(content, "text").is_string()) return nullptr;
  Json output = Json::object();
  output["output_type"] = "stream";
  output["name"] = takeText(content, "name");
  output["text"] = takeText(content, "text");
  return output;
}

Json displayOutput(Json& content, bool result) {
  if (!at(content, "data").is_object()) return nullptr;
  Json output = Json::object();
  output["output_type"] = result ? "execute_result" : "display_data";
  output["data"] = takeBundle(content, "data");
  output["metadata"] = takeBundle(content, "metadata");
  if (result) {
    const Json& count = at(content, "execution_count");
    output["execution_count"] = count.is_number_integer() ? count : Json();
  }
  return output;
}

Json errorOutput(Json& content) {
  Json lines = Json::array();
  if (const auto traceback = content.find("traceback"); traceback != content.end() && traceback->is_array()) {
    for (Json& line : *traceback) {
      if (line.is_string()) lines.push_back(std::move(line));
    }
  }
  Json output = Json::object();
  output["output_type"] = "error";
  output["ename"] = takeText(content, "ename");
  output["evalue"] = takeText(content, "evalue");
  output["traceback"] = std::move(lines);
  return output;
}

}  // namespace

Json bundleOf(const Json& content, const char* member) {
  const Json& bundle = at(content, member);
  return bundle.is_object() ? bundle : Json::object();
}

Json outputFromMessage(OutputMessage& message) {
  if (!message.content.is_object()) return nullptr;
  if (message.type == "stream") return streamOutput(message.content);
  if (message.type == "display_data") return displayOutput(message.content, false);
  if (message.type == "execute_result") return displayOutput(message.content, true);
  if (message.type == "error") return errorOutput(message.content);
  return nullptr;
}

std::string timingStamp(const QString& date) {
  static const QRegularExpression pattern(
      u"^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d+))?(?:Z|[+-]\\d\\d:?\\d\\d)?$"_s);
  const auto match = pattern.match(date);
  if (!match.hasMatch()) return {};
  const QString fraction = match.captured(2).left(6).leftJustified(6, u'0');
  return toStd(match.captured(1) + u'.' + fraction + u'Z');
}

}  // namespace cc::notebook
