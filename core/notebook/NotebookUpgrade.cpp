// SPDX-License-Identifier: GPL-3.0-or-later
#include "notebook/NotebookUpgrade.h"

#include "notebook/NotebookShape.h"
#include "notebook/PythonLines.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace cc::notebook {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 8> kMimes{{{"text", "text/plain"},
                                                                     {"html", "text/html"},
                                                                     {"svg", "image/svg+xml"},
                                                                     {"png", "image/png"},
                                                                     {"jpeg", "image/jpeg"},
                                                                     {"latex", "text/latex"},
                                                                     {"json", "application/json"},
                                                                     {"javascript", "application/javascript"}}};
constexpr std::array kMultiLine{"text", "html", "svg", "latex", "javascript", "json"};

// Lists made by splitlines() lack the line ends; those made by splitlines(True) have them.
void joinOldLines(Json& text) {
  if (!text.is_array()) return;
  const bool strings = std::all_of(text.begin(), text.end(), [](const Json& line) { return line.is_string(); });
  if (!strings) return;
  const auto endsLine = [](const std::string& line) { return line.ends_with('\n') || line.ends_with('\r'); };
  const bool kept = !text.empty() && endsLine(text.front().get_ref<const std::string&>());
  if (!kept) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) text[i].get_ref<std::string&>() += '\n';
  }
  joinLines(text);
}

Json takeMember(Json& object, const char* key, Json fallback) {
  const auto found = object.find(key);
  if (found == object.end()) return fallback;
  Json value = std::move(*found);
  object.erase(found);
  return value;
}

void toMimeKeys(Json& bundle) {
  for (const auto& [alias, mime] : kMimes) {
    if (bundle.contains(alias)) bundle[mime] = takeMember(bundle, alias, nullptr);
  }
}

void upgradeDisplay(Json& output) {
  if (!output.contains("metadata")) output["metadata"] = Json::object();
  if (output["output_type"] == "pyout") {
    output["output_type"] = "execute_result";
    output["execution_count"] = takeMember(output, "prompt_number", nullptr);
  }
  Json data = Json::object();
  Json upgraded = Json::object();
  for (auto& [key, value] : output.items()) {
    const bool stays = key == "output_type" || key == "execution_count" || key == "metadata";
    (stays ? upgraded : data)[key] = std::move(value);
  }
  toMimeKeys(data);
  if (upgraded["metadata"].is_object()) toMimeKeys(upgraded["metadata"]);
  if (const auto found = data.find("application/json"); found != data.end() && found->is_string()) {
    const auto& text = found->get_ref<const std::string&>();
    if (auto parsed = parseJson(QByteArrayView(text.data(), qsizetype(text.size()))); parsed.ok()) {
      *found = std::move(parsed).value();
    }
  }
  upgraded["data"] = std::move(data);
  output = std::move(upgraded);
}

Status upgradeOutput(Json& output, int cell, std::size_t index) {
  const QString name = u"outputs[%1]"_s.arg(index);
  if (!output.is_object()) return badStructure(cell, name, u"object"_s);
  if (!at(output, "output_type").is_string()) return badStructure(cell, name + u".output_type"_s, u"string"_s);
  for (const char* key : kMultiLine) {
    if (const auto found = output.find(key); found != output.end()) joinOldLines(*found);
  }
  const Json& type = output["output_type"];
  if (type == "pyout" || type == "display_data") {
    upgradeDisplay(output);
  } else if (type == "pyerr") {
    output["output_type"] = "error";
  } else if (type == "stream") {
    output["name"] = takeMember(output, "stream", "stdout");
  }
  return done();
}

Status upgradeCode(Json& cell, int index) {
  cell.erase("language");
  if (cell.contains("collapsed")) cell["metadata"]["collapsed"] = takeMember(cell, "collapsed", false);
  cell["source"] = takeMember(cell, "input", "");
  joinOldLines(cell["source"]);
  cell["execution_count"] = takeMember(cell, "prompt_number", nullptr);
  if (!at(cell, "outputs").is_array()) return badStructure(index, u"outputs"_s, u"array"_s);
  auto& outputs = cell["outputs"].get_ref<Json::array_t&>();
  for (std::size_t i = 0; i < outputs.size(); ++i) CC_CHECK(upgradeOutput(outputs[i], index, i));
  return done();
}

Status upgradeHeading(Json& cell, int index) {
  const Json level = takeMember(cell, "level", 1);
  if (!level.is_number_integer() || level < 1 || level > 6) {
    return badStructure(index, u"level"_s, u"integer from 1 to 6"_s);
  }
  if (!cell.contains("source")) cell["source"] = "";
  if (!cell["source"].is_string()) return badStructure(index, u"source"_s, u"string or array of strings"_s);
  std::string heading(level.get<std::size_t>(), '#');
  heading += ' ';
  bool first = true;
  forEachLine(cell["source"].get_ref<const std::string&>(), [&](std::string_view line, std::size_t endLength) {
    if (!first) heading += ' ';
    heading += line.substr(0, line.size() - endLength);
    first = false;
  });
  cell["source"] = heading;
  cell["cell_type"] = "markdown";
  return done();
}

Status upgradeCell(Json& cell, int index) {
  if (!cell.is_object()) return badStructure(index, {}, u"object"_s);
  if (!cell.contains("metadata")) cell["metadata"] = Json::object();
  if (!cell["metadata"].is_object()) return badStructure(index, u"metadata"_s, u"object"_s);
  cell.erase("trusted");
  const Json type = at(cell, "cell_type");
  if (type == "code") return upgradeCode(cell, index);
  for (const char* key : {"source", "rendered"}) {
    if (const auto found = cell.find(key); found != cell.end()) joinOldLines(*found);
  }
  if (type == "heading") return upgradeHeading(cell, index);
  if (type == "html") cell["cell_type"] = "markdown";
  return done();
}

}  // namespace

Status upgradeFrom3(Json& document) {
  const Json worksheets = takeMember(document, "worksheets", Json::array());
  if (!worksheets.is_array()) return badStructure(-1, u"worksheets"_s, u"array"_s);
  Json cells = Json::array();
  for (std::size_t i = 0; i < worksheets.size(); ++i) {
    const Json& sheetCells = at(worksheets[i], "cells");
    if (!sheetCells.is_array()) return badStructure(-1, u"worksheets[%1].cells"_s.arg(i), u"array"_s);
    for (const Json& cell : sheetCells) {
      cells.push_back(cell);
      CC_CHECK(upgradeCell(cells.back(), int(cells.size()) - 1));
    }
  }
  document["cells"] = std::move(cells);
  document["nbformat"] = 4;
  document["nbformat_minor"] = 5;
  document.erase("orig_nbformat");
  document.erase("orig_nbformat_minor");
  if (const auto metadata = document.find("metadata"); metadata != document.end() && metadata->is_object()) {
    metadata->erase("name");
    metadata->erase("signature");
  }
  return done();
}

}  // namespace cc::notebook
